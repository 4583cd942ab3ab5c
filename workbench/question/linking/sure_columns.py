"""Words of a question that name one column beyond doubt.

A line that names the wrong column is followed by the model, so a word is left out as soon as anything speaks against
its column: the word names a table, another column's label says more of what was asked, or its table is not spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from workbench.question.linked import ColumnHit, Linked
from workbench.question.linking.events import root
from workbench.question.linking.found_values import quoted_spans
from workbench.question.linking.glossary import korean_to_english
from workbench.question.linking.index import SchemaIndex, schema_index
from workbench.question.linking.names import words_of
from workbench.question.linking.word_lists import function_words
from workbench.question.linking.words import stems_of
from workbench.schema.labels import label_of
from workbench.schema.model import Column, Schema

_SURE = 0.75
_LEAD = 0.1
_NAMED = 0.5
_SAID = 0.75
_OWNER_BACK = 3
_GENERAL = frozenset(
    "이름 명칭 성명 유형 종류 번호 코드 아이디 ID 연도 년도 주소 도시 위치 상태 날짜 금액 설명 시간 등급 점수 상세"
    " 역할".split()
)
"""What many tables have: whose it is stands before it."""
_RUN = re.compile(r"[가-힣A-Za-z0-9_]+")
_COUNTING = frozenset("비율 단위 개수 갯수 횟수 건수 순서 합계 평균".split())
"""What is asked of rows, though a column may be called so."""
_COUNTERS = frozenset(("종류", "가지", "종", "유형"))
_PREFIXES = "총전각본"
_ENDS_A_PHRASE = re.compile(r"[은는이가을를의에로와과도만한된인던른운별고며중순큰작높낮]$")
_LEFT_OUT = re.compile(r"\w{0,2}\s?(?:빼고|빼|뺀|제외|말고)")
"""`부가세 빼고`: nothing to show or to filter by."""


def sure_columns(question: str, linked: Linked, schema: Schema) -> tuple[ColumnHit, ...]:
    """One hit a word, in order of score."""
    index = schema_index(schema)
    best: dict[str, list[ColumnHit]] = {}
    valued = {hit.word for hit in linked.values}
    named = tables_in(question, index)
    for hit in linked.columns:
        if hit.reason in ("name", "comment") and len(hit.word) > 1 and hit.word not in valued:
            best.setdefault(hit.word, []).append(hit)
    found: list[ColumnHit] = []
    for first, *others in best.values():
        if first.score >= _SURE and not any(other.score >= first.score - _LEAD for other in others):
            if _is_meant(first, question, named, linked, index):
                found.append(first)
    return tuple(found)


def _is_meant(hit: ColumnHit, question: str, named: frozenset[str], linked: Linked, index: SchemaIndex) -> bool:
    places = list(_places(question, hit.word))
    if not places or hit.word in _COUNTING:
        return False
    label = label_of(_column(index, hit.table, hit.column).comment)
    if "".join(label.split()) != hit.word and tables_named(hit.word, index, whole=True):
        return False
    if all(_LEFT_OUT.match(question, at + len(hit.word)) for at in places):
        return False
    owner = _owner(question, places[0], index) if hit.word in _GENERAL else frozenset()
    if owner and hit.table not in owner:
        return False
    spoken = named | spoken_tables(hit.word, linked)
    if hit.word in _GENERAL and hit.table not in spoken:
        return False
    return not _says_more(hit, linked, index, spoken, is_narrowed=_is_narrowed(question, places[0], index))


def _places(question: str, word: str) -> Iterator[int]:
    """Where the word stands as a word: not between quotation marks, not inside another (하나라도), not as a count."""
    quoted = quoted_spans(question)
    for match in re.finditer(re.escape(word), question, re.IGNORECASE):
        at = match.start()
        if any(start <= at < end for start, end in quoted):
            continue
        before = re.search(r"[가-힣]*$", question[:at])
        if before is not None and len(before[0]) == 1 and before[0] not in _PREFIXES and word[0] >= "가":
            continue
        if word in _COUNTERS and re.search(r"(?:몇|\d)\s?$", question[max(0, at - 3) : at]):
            continue
        yield at


def tables_named(run: str, index: SchemaIndex, *, whole: bool = False, least: float = _NAMED) -> frozenset[str]:
    """Tables that a run of letters names, or what is left of it without its particle unless `whole`."""
    glossary, found = korean_to_english(), set()
    for text in (run,) if whole else dict.fromkeys((run, *stems_of(run))):
        english = glossary.get(text, ())
        if len(text) < 2 and not english:
            continue
        for feature in (f"ko:{text}", *(f"en:{word}" for word in english[:1] or (text.lower(),))):
            found |= {name for name, share in index.named_tables.get(feature, ()) if share >= least}
    return frozenset(found)


def _owner(question: str, at: int, index: SchemaIndex) -> frozenset[str]:
    """Tables that the nearest of the words before names: 동물 in `동물의 이름`."""
    head = re.split(r"[,;.(]", question[:at])[-1]
    for run in reversed(_RUN.findall(head)[-_OWNER_BACK:]):
        if named := tables_named(run, index):
            return named
    return frozenset()


def _is_narrowed(question: str, at: int, index: SchemaIndex) -> bool:
    """Whether a noun that names no table stands right before the word: 보상 in `보상 골드`."""
    before = re.search(r"(?:^|\s)([가-힣]{2,}) $", question[:at])
    if before is None or before[1] in function_words() or _ENDS_A_PHRASE.search(before[1]):
        return False
    return not tables_named(before[1], index)


def _says_more(
    hit: ColumnHit, linked: Linked, index: SchemaIndex, spoken: frozenset[str], *, is_narrowed: bool
) -> bool:
    """Whether another column of the tables that are spoken of has this one's label and more: min_level for level."""
    own = _column(index, hit.table, hit.column)
    label = _label(own)
    scores = {(other.table, other.column): other.score for other in linked.columns}
    for table in index.schema.subset(linked.tables).tables:
        for column in table.columns:
            if column is own or not label < _label(column):
                continue
            if is_narrowed or scores.get((table.name, column.name), 0.0) >= _SAID:
                return True
            if table.name in spoken and hit.table not in spoken:
                return True
    return False


def tables_in(question: str, index: SchemaIndex) -> frozenset[str]:
    """Tables that the question names anywhere."""
    return frozenset().union(*(tables_named(run, index) for run in dict.fromkeys(_RUN.findall(question))))


def spoken_tables(word: str, linked: Linked) -> frozenset[str]:
    """Tables that other words than this speak for by their columns and values."""
    found = {hit.table for hit in linked.columns if hit.word != word and hit.score >= _SAID}
    return frozenset(found | {hit.table for hit in linked.values if hit.word != word})


@lru_cache(maxsize=65536)
def _label(column: Column) -> frozenset[str]:
    return frozenset(root(word) for word in words_of(column.name)) | frozenset(
        re.findall(r"[가-힣]+", label_of(column.comment))
    )


def _column(index: SchemaIndex, table: str, name: str) -> Column:
    found = index.schema.table(table)
    column = found.column(name) if found is not None else None
    assert column is not None  # hits are made from this schema
    return column
