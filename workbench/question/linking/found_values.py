"""Values of the data, or explained in the schema, that a question mentions."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from workbench.question.linked import ColumnHit, ValueHit
from workbench.question.linking.codes import meanings
from workbench.question.linking.glossary import korean_to_english
from workbench.question.linking.index import SchemaIndex
from workbench.question.linking.names import words_of
from workbench.question.linking.scoring import Scores
from workbench.schema.model import Column, Schema

_MOST = 24
_FEW_VALUES = 40
"""A column with more distinct values is no code column."""
_QUOTED = re.compile(r"'([^']{1,80})'|\"([^\"]{1,80})\"|‘([^’]{1,80})’|“([^”]{1,80})”")
_NEGATED = re.compile(r"(?:하지|되지|지|이)?\s*(?:않|못|아니|아닌)|하지\s*않")
_WHOLE = re.compile(r"(?:으로|로|에서|에|의|인|은|는|이|가|을|를|만|과|와|별)?(?![가-힣A-Za-z0-9])")
_MEASURED = re.compile(r"\s?(?:금액|수량|건수|실적|가격|일자|일시|날짜|번호|액(?![가-힣])|량(?![가-힣])|일(?![가-힣]))")
"""판매 금액 asks for a measure, not for rows whose status is 판매."""
_TEXT_TYPES = ("VARCHAR", "ENUM", "CHAR", "TEXT")


class Values(Protocol):
    """What `data.values.ValueIndex` offers here."""

    def values(self, table: str, column: str) -> tuple[str, ...]: ...
    def is_complete(self, table: str, column: str) -> bool: ...
    def nearest(self, table: str, column: str, text: str, n: int = 3) -> tuple[str, ...]: ...
    def find(self, text: str) -> tuple[tuple[str, str, str], ...]: ...


def quoted_texts(question: str) -> tuple[str, ...]:
    """What stands between quotation marks: literal values, meant as written."""
    return tuple(next(filter(None, match.groups())) for match in _QUOTED.finditer(question))


def quoted_spans(question: str) -> tuple[tuple[int, int], ...]:
    """Where the quoted texts stand, quotation marks included."""
    return tuple(match.span() for match in _QUOTED.finditer(question))


def find_values(
    question: str, scores: Scores, columns: Sequence[ColumnHit], index: SchemaIndex, values: Values | None
) -> tuple[ValueHit, ...]:
    """Value hits, those in columns that the question also names first. At most 24."""
    rank = {(hit.table, hit.column): hit.score for hit in columns}
    found: dict[tuple[str, str, str], ValueHit] = {}
    for hit in (
        *_in_data(question, index, values),
        *_explained(question, index),
        *_translated(scores, columns, index, values),
        *_near(question, columns, index.schema, values),
    ):
        found.setdefault((hit.table, hit.column, hit.value), hit)
    return tuple(
        sorted(
            found.values(), key=lambda hit: (not hit.exact, -rank.get((hit.table, hit.column), 0.0), -len(hit.word))
        )[:_MOST]
    )


def _in_data(question: str, index: SchemaIndex, values: Values | None) -> Iterator[ValueHit]:
    if values is None:
        return
    folded = question.casefold()
    quoted = {text.casefold() for text in quoted_texts(question)}
    outside = _QUOTED.sub(" ", folded)
    for table, column, value in values.find(question):
        at = folded.find(value.casefold())
        if value.casefold() not in quoted and (len(value) < 2 or not re.search(r"[^\d.,\s-]", value)):
            continue  # a lone digit or letter is rarely meant as a value
        if value.casefold() not in quoted and value.casefold() in folded and value.casefold() not in outside:
            continue  # a part of a quoted text is not what was quoted
        if value in index.table_words and value.casefold() not in quoted:
            continue  # 사원 asks for the table of employees, though it is also a grade
        yield ValueHit(table, column, value, question[at : at + len(value)] if at >= 0 else value, True)


def _explained(question: str, index: SchemaIndex) -> Iterator[ValueHit]:
    """Codes explained in a comment, ENUM and CHECK values, status words."""
    folded = question.casefold()
    for code in index.coded:
        if code.word.casefold() in folded and _says(question, code.word):
            yield ValueHit(code.table, code.column.name, code.value, code.word, not code.meaning, code.meaning)


def _translated(
    scores: Scores, columns: Sequence[ColumnHit], index: SchemaIndex, values: Values | None
) -> Iterator[ValueHit]:
    """Words that name no column but are the Korean for a value: 카드 for 'card', 여자 for 'F' in a column it names."""
    asked: dict[str, str] = {}
    for position, word in enumerate(scores.words):
        if position not in scores.answered:
            asked.update(dict.fromkeys(korean_to_english().get(word.text, ())[:2], word.text))
    for code in index.coded if asked else ():
        if not code.meaning and (said := next((asked[w] for w in words_of(code.value) if w in asked), None)):
            yield ValueHit(code.table, code.column.name, code.value, said, False, said)
    spoken = {word.text for word in scores.words}
    for hit in columns[:12] if values is not None else ():
        assert values is not None
        column = _column(index.schema, hit)
        if column.choices or not column.type.startswith(_TEXT_TYPES) or not values.is_complete(hit.table, hit.column):
            continue
        own = values.values(hit.table, hit.column)
        for korean, value in meanings(own if len(own) <= _FEW_VALUES else ()):
            if korean in spoken:
                yield ValueHit(hit.table, hit.column, value, korean, False, korean)


def _column(schema: Schema, hit: ColumnHit) -> Column:
    table = schema.table(hit.table)
    column = table.column(hit.column) if table is not None else None
    assert column is not None  # hits are made from this schema
    return column


def _says(question: str, word: str) -> bool:
    """Whether the question says `word` as a word of its own, and does not deny it (`탈퇴하지 않은`)."""
    for match in re.finditer(re.escape(word), question, re.IGNORECASE):
        before, after = question[: match.start()][-1:], question[match.end() : match.end() + 8]
        if re.match(r"[가-힣A-Za-z0-9]", before) or (word.isascii() and re.match(r"[A-Za-z0-9]", after)):
            continue
        if len(word) < 2 and not word.isascii() and not _WHOLE.match(after):
            continue  # 앱으로 주문한, but not 앱스토어
        if not _NEGATED.match(after) and not _MEASURED.match(after):
            return True
    return False


def _near(question: str, columns: Sequence[ColumnHit], schema: Schema, values: Values | None) -> Iterator[ValueHit]:
    """For a quoted text that no column holds as written: the closest value of the columns that the question names."""
    if values is None:
        return
    held = {value.casefold() for _, _, value in values.find(question)}
    for text in quoted_texts(question):
        if text.casefold() in held:
            continue
        for hit in columns[:12]:
            if not _column(schema, hit).type.startswith(_TEXT_TYPES):
                continue
            for value in values.nearest(hit.table, hit.column, text, n=1):
                if difflib.SequenceMatcher(None, value.casefold(), text.casefold()).ratio() >= 0.6:
                    yield ValueHit(hit.table, hit.column, value, text, False)
