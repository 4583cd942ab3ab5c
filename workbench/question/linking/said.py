"""What the words around a date say happened on it, held against what a column's label says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbench.question.interpreted import DateSpan
from workbench.question.linking.events import concepts, is_alike, root
from workbench.question.linking.names import words_of
from workbench.question.linking.words import stems_of
from workbench.schema.labels import label_of
from workbench.schema.model import Column, Table

_WINDOW = 60
"""Characters on either side of a date that may speak of it."""
_NOUN, _ENDED = 0.8, 0.6
"""A noun says less than a verb: `완료 주문` asks for finished orders and not for the day they were finished."""
_RUN = re.compile(r"[가-힣A-Za-z0-9_]+")
_BREAK = re.compile(r"[,;.?(]|(?:고|며|거나|지만|는데|면서|인데) ")
_SUBJECT = re.compile(r"[이가은는]$")
_DATE_NOUN = re.compile(r"(?:연도|년도|일자|날짜|시각|시점|기간|월|일)(?:이|가|은|는)$")
_VERBAL = re.compile(
    r"(?:[한된할될던은는난인진린운온]|하는|되는|했[가-힣]*|됐[가-힣]*|하고|되어|하여|해서"
    r"|(?:일|일자|연도|년도|날짜|시각|일시)(?:이|가|은|는|인)?)$"
)
_AFTER_STEM = re.compile(r"(?:한|된|했|하|되|일|분|자|건|받|을|를|이|가|은|는|에|의)")
_TIME_WORDS = frozenset(
    "date time datetime timestamp day at on dt year yr yy month ym ymd dtm of the created reg first last".split()
)
_TIME_TAIL = re.compile(r"(?:년월일|일자|일시|날짜|시각|년월|연월|연도|년도|연식|시간|월|일|년)$")
_ENDS = re.compile(
    r"cancel|delet|clos|end|left|leave|quit|return|expir|due|finish|updat|modif|answer|term|withdraw|resign|retir|last"
    r"|refund|next|취소|삭제|종료|퇴사|퇴직|해지|탈퇴|만료|만기|반납|환불|수정|변경|마감|폐|해촉|최종|답변|예정|기한|유효",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Near:
    """A run of letters of the question beside a date. `nearness` 0..1: how surely it speaks of that date."""

    text: str
    start: int
    nearness: float


def around(question: str, span: DateSpan, dates: Sequence[DateSpan]) -> tuple[Near, ...]:
    """The runs of letters beside a date, in order; what stands nearer to another of `dates` counts half."""
    found: list[Near] = []
    before = any(span.start - _WINDOW < other.end <= span.start for other in dates)
    following = min((other.start for other in dates if other.start >= span.end), default=len(question))
    for run in _RUN.finditer(question, max(0, span.start - _WINDOW), span.end + _WINDOW):
        if run.start() < span.end and run.end() > span.start:
            continue
        follows = run.start() >= span.end
        between = question[span.end : run.start()] if follows else question[run.end() : span.start]
        gap = len(_RUN.findall(between)) - (follows and bool(between) and not between[0].isspace())
        nearness = 0.85 ** max(gap, 0) * 0.5 ** len(_BREAK.findall(between))
        if not follows:
            of_date = gap == 1 and _DATE_NOUN.search(between.rstrip())  # `출시 연도가 2002년인`
            is_subject = of_date or (gap == 0 and _SUBJECT.search(run[0]))
            nearness *= 1.0 if is_subject else 0.3 if before else 0.6
        elif run.start() > following:
            nearness *= 0.5
        found.append(Near(run[0], run.start(), nearness))
    return tuple(found)


def said_of(table: Table, column: Column, near: Sequence[Near]) -> float:
    """How far the words near a date name what the column is the date of, 0..1."""
    return max((_said(table, column, run.text) * run.nearness for run in near), default=0.0)


def is_ending(column: Column) -> bool:
    """Ends and changes (취소일, updated_at): a question that means one of these says so."""
    return _ENDS.search(f"{column.name} {label_of(column.comment)}") is not None


def is_plain(table: Table, column: Column) -> bool:
    """Whether its label says nothing but that it is a date: `Year`, `date`, `exhibition_date` of exhibitions."""
    return not any(_essence(table, column))


@lru_cache(maxsize=65536)
def _said(table: Table, column: Column, run: str) -> float:
    korean, english = _essence(table, column)
    is_verb = _VERBAL.search(run) is not None
    best, stems = 0.0, (run, *stems_of(run))
    for word in korean:
        if run == word:
            best = max(best, _NOUN)
        elif len(word) > 1 and run.startswith(word):
            best = max(best, 1.0 if _AFTER_STEM.match(run, len(word)) else 0.6)
        elif any(len(part) > 1 and word.startswith(part) for part in stems):
            best = max(best, 0.7)
    for rank, concept in enumerate(concepts(run)[:6]):
        if any(is_alike(concept, word) for word in english):
            best = max(best, (0.95 - 0.08 * rank) / len(english) ** 0.5 * (1.0 if is_verb else _NOUN))
            break
    return best if is_verb or not is_ending(column) else best * _ENDED


@lru_cache(maxsize=65536)
def _essence(table: Table, column: Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the column's label says beside that it is a date: Korean words, English roots."""
    own = set(words_of(table.name))
    names = [word for word in words_of(column.name) if word not in _TIME_WORDS and word not in own]
    labels = [*re.findall(r"[가-힣]+", label_of(column.comment)), *(word for word in names if not word.isascii())]
    labels += re.findall(r"[가-힣]{2,6}일(?![가-힣])", column.comment)
    korean = (_TIME_TAIL.sub("", word) for word in labels)
    return tuple(word for word in korean if word), tuple(root(word) for word in names if word.isascii())
