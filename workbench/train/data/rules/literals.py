"""A text that the SQL looks for while the question names another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

from workbench.question.linking.codes import code_words_of
from workbench.schema.model import Schema
from workbench.text import t
from workbench.train.data.agreement.written import Compared, read_written
from workbench.train.data.examine import Examined
from workbench.train.data.rules.rule import Settings, of_each

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9'&.\-]*(?: [A-Z0-9][A-Za-z0-9'&.\-]*)*")
_QUOTED = re.compile(r"'([^']{1,80})'|\"([^\"]{1,80})\"|‘([^’]{1,80})’|“([^”]{1,80})”")
_HANGUL = re.compile(r"[가-힣]")
_DATED = re.compile(r"\d{4}[-/.]?\d{2}|\d{1,2}:\d{2}")
_LEAST = 0.3


def _literals(row: Examined, _: Settings) -> str | None:
    written = read_written(row.gold) if row.binds else None
    if written is None or row.schema is None:
        return None
    question = unicodedata.normalize("NFC", row.sourced.case.question)
    texts = [_bare(one) for one in written.compared if one.number is None and one.op in _EQUALS]
    unsaid = [text for text in texts if text and not _is_said(text, question)]
    if not unsaid:
        return None
    return _named_other(unsaid, texts, question, row.schema) or _another_code(unsaid, question, row.schema)


_EQUALS = frozenset({"=", "<>", "in", "not in", "like", "ilike", "not like", "not ilike"})


def _bare(one: Compared) -> str:
    return one.text.strip("%_ ") if "like" in one.op else one.text.strip()


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _is_said(text: str, question: str) -> bool:
    folded, said = _fold(text), _fold(question)
    return not folded or folded in said or _DATED.search(text) is not None


def _named_other(unsaid: list[str], texts: list[str], question: str, schema: Schema) -> str | None:
    """The question quotes a text, or names one in Latin letters, that the SQL does not look for."""
    names = _names(schema)
    known = [_fold(text) for text in texts]
    for said in _named(question):
        folded = _fold(said)
        if len(folded) < 2 or folded in names or any(folded in text or text in folded for text in known if text):
            continue
        nearest = max(unsaid, key=lambda text: fuzz.ratio(_fold(text), folded))
        if bool(_HANGUL.search(said)) == bool(_HANGUL.search(nearest)):
            return t("train.data_literal", said=said, has=nearest)
    return None


def _named(question: str) -> list[str]:
    quoted = [next(filter(None, match.groups())) for match in _QUOTED.finditer(question)]
    return [*quoted, *(match[0] for match in _LATIN.finditer(_QUOTED.sub(" ", question)))]


def _another_code(unsaid: list[str], question: str, schema: Schema) -> str | None:
    """The DDL explains what codes mean, and the question says another's meaning and not this one's."""
    meanings = _meanings(schema)
    said = {value: word for word, value in meanings if word in question}
    for text in unsaid:
        own = [word for word, value in meanings if value == text]
        if own and not any(word in question for word in own):
            siblings = [
                value for value in said if value not in unsaid and value != text and _share_column(schema, value, text)
            ]
            if siblings:
                return t("train.data_literal", said=said[siblings[0]], has=text)
    return None


@lru_cache(maxsize=512)
def _meanings(schema: Schema) -> tuple[tuple[str, str], ...]:
    found = [
        (word, value)
        for table in schema.tables
        for column in table.columns
        for word, value, _ in code_words_of(column)
        if len(word) > 1
    ]
    return tuple(dict.fromkeys(found))


def _share_column(schema: Schema, one: str, other: str) -> bool:
    return any(
        {one, other} <= {value for _, value, _ in code_words_of(column)}
        for table in schema.tables
        for column in table.columns
    )


@lru_cache(maxsize=512)
def _names(schema: Schema) -> frozenset[str]:
    """Tables, columns and their parts: id, GPA and ISBN name a column, not a value."""
    names = {name for table in schema.tables for name in (table.name, *(column.name for column in table.columns))}
    parts = {part for name in names for part in re.split(r"[\W_]+|(?<=[a-z])(?=[A-Z])", name)}
    return frozenset(_fold(name) for name in names | parts)


LITERALS = of_each("literals", _literals)
