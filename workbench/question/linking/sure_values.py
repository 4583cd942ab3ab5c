"""Of the values a question may mention, those it does mention, and in the column that is meant.

A status word stands in the explanation of many a column and in the name of many a thing (접수채널, 신용등급): a filter
on it that nobody asked for costs the answer.
"""

from __future__ import annotations

import re
from dataclasses import replace

from workbench.question.interpreted import Interpreted
from workbench.question.linked import Linked, ValueHit
from workbench.question.linking.found_values import quoted_spans, quoted_texts
from workbench.question.linking.index import SchemaIndex, schema_index
from workbench.question.linking.said import Near, said_of
from workbench.question.linking.sure_columns import spoken_tables, tables_in, tables_named
from workbench.question.linking.words import stems_of
from workbench.schema.model import Column, Schema

_RUN = re.compile(r"[가-힣A-Za-z0-9_]+")
_NAMED = 0.5
_FOLLOWS = 0.3
_BEFORE_QUOTE = 16
_POINT = re.compile(r"까지|부터|에서 [가-힣]+까지")
"""접수부터 종결까지: two moments, no status."""
_NEAR_DATE = 6
_HAPPENS = 0.8
_PARTLY = re.compile(r"\s?(?:이|가|을|를|으로|로)?\s?(?:들어|포함|시작|끝나)")
"""`이름에 'son'이 들어간`: a part of a value, so no value like it is meant."""
_ATTRIBUTE = re.compile(r"등급|채널|수단|유형|경로|방식|구분|번호|코드|금액|주기|여부|일자|일시|날짜|방법|점수")
_JOINT = frozenset("인 의 에 에서 이라는 라는 인데 이면서".split())
_LEFT_OUT = re.compile(
    r"(?:[된한]\s?)?(?:건|분|자|것|[가-힣]{1,4})?(?:은|는|을|를|도)?\s?(?:제외|빼|뺀|말고)|\s?(?:하지|되지)?\s?(?:안|않|못)\s"
)
_INCLUDED = re.compile(
    r"(?:[된한]\s)?(?:[가-힣]{1,5})?(?:도|까지)\s?(?:[가-힣]+(?:으로|에)\s)?(?:세|포함|쳐|치고|봐|본|넣|함께)"
    r"|\s?(?:여부|상태)?(?:는|은|와|에)?\s?(?:따지|상관|가리|관계)"
)
"""`취소된 주문도 세어 줘`: with them or without, nothing is left out."""
_FLAG = re.compile(r"^(?:is|has)_|(?:_yn|_flag|_fl)$|여부", re.IGNORECASE)
_OTHER = {"Y": "N", "1": "0"}
_DENIED = re.compile(r"(?:되|하|이|가|은|는|도)?(?:지)?\s?(?:안|않|못|아니)")
_NO_STATUS = frozenset("중 전 후 일 월 년 초 말 상 하".split())


def sure_values(interpreted: Interpreted, linked: Linked, schema: Schema) -> tuple[ValueHit, ...]:
    """In the order of `linked.values`."""
    question, index = interpreted.question, schema_index(schema)
    quoted = {text.casefold() for text in quoted_texts(question)}
    groups: dict[str, list[ValueHit]] = {}
    for hit in linked.values:
        groups.setdefault(hit.word.casefold(), []).append(hit)
    kept: dict[ValueHit, ValueHit] = {}
    for word, hits in groups.items():
        if word.strip() in quoted:
            kept |= {hit: hit for hit in _quoted(hits, question, linked, index)}
            continue
        for hit in _in_columns_meant(hits, question, linked, index):
            said = hit if hit.exact and not _is_code(hit, index) else _status(hit, question, linked, index)
            if said is not None and not _is_dated(hit, interpreted, linked, index):
                kept[hit] = said
    return tuple(kept[hit] for hit in linked.values if hit in kept)


def _quoted(hits: list[ValueHit], question: str, linked: Linked, index: SchemaIndex) -> list[ValueHit]:
    """What stands between quotation marks, in the column named right before it if there is one."""
    word = hits[0].word
    if any(_PARTLY.match(question, end) for start, end in quoted_spans(question) if word in question[start:end]):
        hits = [hit for hit in hits if hit.exact]
    elif any(hit.exact for hit in hits):
        hits = [hit for hit in hits if hit.exact]
    ends = [start for start, end in quoted_spans(question) if word in question[start:end]]
    before = " ".join(question[max(0, start - _BEFORE_QUOTE) : start] for start in ends)
    said = {(hit.table, hit.column): hit for hit in linked.columns if hit.reason in ("name", "comment")}
    named = [one for hit in hits if (one := said.get((hit.table, hit.column))) and one.word in before]
    if any(one.score >= _NAMED for one in named):
        hits = [hit for hit in hits if (hit.table, hit.column) in said]
    return _in_columns_meant(hits, question, linked, index)


def _in_columns_meant(hits: list[ValueHit], question: str, linked: Linked, index: SchemaIndex) -> list[ValueHit]:
    """Where several columns hold the value: those of the table named right behind it, else of tables spoken of."""
    if len({(hit.table, hit.column) for hit in hits}) < 2:
        return hits
    word = hits[0].word
    at = question.casefold().find(word.casefold())
    after = _RUN.findall(question[at + len(word) :])[:2] if at >= 0 else []
    for run in after[: 1 + (after[0] in _JOINT)] if after else ():
        named = tables_named(run, index, least=_FOLLOWS)
        if own := [hit for hit in hits if hit.table in named]:
            return own
    spoken = tables_in(question, index) | spoken_tables(word, linked)
    return [hit for hit in hits if hit.table in spoken] or hits


def _status(hit: ValueHit, question: str, linked: Linked, index: SchemaIndex) -> ValueHit | None:
    """The hit if its word is said of rows; with the other value of a flag where it is denied."""
    if hit.word in _NO_STATUS:
        return None
    if tables_named(hit.word, index, whole=True):
        return None
    places = [match.start() for match in re.finditer(re.escape(hit.word), question, re.IGNORECASE)]
    tails = [question[at + len(hit.word) :] for at in places]
    tails = [tail for tail in tails if _is_said(hit.word, tail, index)]
    if not tails or all(_INCLUDED.match(tail) for tail in tails):
        return None
    column = _column(index, hit)
    is_flag = hit.value == "Y" or (hit.value == "1" and _FLAG.search(f"{column.name} {column.comment}"))
    if is_flag and all(_LEFT_OUT.match(tail) or _DENIED.match(tail) for tail in tails):
        return replace(hit, value=_OTHER[hit.value], word=f"{hit.word} 제외")
    return None if _happens_elsewhere(hit, question, linked, index) else hit


def _happens_elsewhere(hit: ValueHit, question: str, linked: Linked, index: SchemaIndex) -> bool:
    """Whether the word is a code in a table nobody speaks of and a date in another: 입사, with EMP.HIRE_DT."""
    if hit.table in tables_in(question, index) | spoken_tables(hit.word, linked):
        return False
    event = (Near(f"{hit.word}한", 0, 1.0),)
    return any(
        said_of(table, column, event) >= _HAPPENS
        for table in index.schema.subset(linked.tables).tables
        if table.name != hit.table
        for column, _ in index.time_columns.get(table.name, ())
    )


def _is_said(word: str, tail: str, index: SchemaIndex) -> bool:
    """Whether the word is one of its own: 취소|된, 정상|인, 취소|율; not the head of 신용등급, a thing with a name."""
    rest = re.match(r"[가-힣]*", tail)
    if rest is None or not rest[0]:
        return True
    if _ATTRIBUTE.match(rest[0]) or _POINT.match(tail):
        return False
    longer = (word + rest[0], *(stem for stem in stems_of(word + rest[0]) if len(stem) > len(word)))
    return not any(one in index.korean_words for one in longer)


def _is_dated(hit: ValueHit, interpreted: Interpreted, linked: Linked, index: SchemaIndex) -> bool:
    """Whether the word says what happened on a date of the question: 지난달 해지한, with a 해지일 beside the status."""
    for span, target in zip(interpreted.dates, linked.dates, strict=True):
        if target is None or target.table != hit.table:
            continue
        at = interpreted.question.find(hit.word, span.end, span.end + _NEAR_DATE + len(hit.word))
        table = index.schema.table(hit.table)
        column = table.column(target.column) if table is not None else None
        if at >= 0 and table is not None and column is not None:
            if said_of(table, column, (Near(f"{hit.word}한", at, 1.0),)) >= _NAMED:
                return True
    return False


def _is_code(hit: ValueHit, index: SchemaIndex) -> bool:
    return bool(_column(index, hit).choices)


def _column(index: SchemaIndex, hit: ValueHit) -> Column:
    table = index.schema.table(hit.table)
    column = table.column(hit.column) if table is not None else None
    assert column is not None  # hits are made from this schema
    return column
