"""A text that the SQL looks for while the question names another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

from workbench.schema.model import Schema
from workbench.text import t
from workbench.train.data.agreement.codes import codes_of, meanings_of, share_column
from workbench.train.data.agreement.written import Compared, read_written
from workbench.train.data.examine import Examined
from workbench.train.data.rules.rule import Settings, of_each

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9'&.\-]*(?: [A-Z0-9][A-Za-z0-9'&.\-]*)*")
_QUOTED = re.compile(r"'([^']{1,80})'|\"([^\"]{1,80})\"|‘([^’]{1,80})’|“([^”]{1,80})”")
_HANGUL = re.compile(r"[가-힣]")
_DATED = re.compile(r"\d{4}[-/.]?\d{2}|\d{1,2}:\d{2}")
_DENIED = re.compile(r"안 |않|못|제외|빼|아닌|아니|없|미[가-힣]")


def _literals(row: Examined, _: Settings) -> str | None:
    written = read_written(row.gold) if row.binds else None
    if written is None or row.schema is None:
        return None
    question = unicodedata.normalize("NFC", row.sourced.case.question)
    compared = [one for one in written.compared if one.number is None and one.op in _EQUALS]
    texts = [_bare(one) for one in compared]
    unsaid = [text for text in texts if text and not _is_said(text, question)]
    if not unsaid:
        return None
    return (
        _named_other(unsaid, texts, question, row.schema)
        or _another_code(unsaid, question, row.schema)
        or _unknown_code(compared, question, row.schema)
        or _nothing_alike(compared, question, row.schema)
    )


_EQUALS = frozenset({"=", "<>", "in", "not in", "like", "ilike", "not like", "not ilike"})


def _bare(one: Compared) -> str:
    return one.text.strip("%_ ") if "like" in one.op else one.text.strip()


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _is_said(text: str, question: str) -> bool:
    folded, said = _fold(text), _fold(question)
    return not folded or folded in said or (_DATED.search(text) is not None and re.search(r"\d", question) is not None)


def _named_other(unsaid: list[str], texts: list[str], question: str, schema: Schema) -> str | None:
    """The question quotes a text, or names one in Latin letters, that the SQL does not look for."""
    names = _names(schema)
    known = [_fold(text) for text in texts]
    for said in _named(question):
        folded = _fold(said)
        if len(folded) < 2 or folded in names or folded.startswith("top"):
            continue
        if any(folded in text or text in folded for text in known if text):
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
    if _DENIED.search(question):
        return None  # 삭제되지 않은 looks for the other code
    meanings = meanings_of(schema)
    said = {value: word for word, value in meanings if word in question}
    for text in unsaid:
        own = [word for word, value in meanings if value == text]
        if own and not any(word in question for word in own):
            siblings = [
                value for value in said if value not in unsaid and value != text and share_column(schema, value, text)
            ]
            if siblings:
                return t("train.data_literal", said=said[siblings[0]], has=text)
    return None


def _unknown_code(compared: list[Compared], question: str, schema: Schema) -> str | None:
    """The DDL lists what the column may hold, and this is none of it."""
    for one in compared:
        codes = codes_of(schema, one.column) if one.op in ("=", "in") else frozenset()
        if len(codes) > 1 and one.text not in codes and not _is_said(one.text, question):
            return t("train.data_literal_unlisted", has=one.text)
    return None


def _nothing_alike(compared: list[Compared], question: str, schema: Schema) -> str | None:
    """Korean words that share no syllable with the question: 부산 where it says 서울. Codes are looked up above."""
    for one in compared:
        text = _bare(one)
        if codes_of(schema, one.column) or len(_HANGUL.findall(text)) < 2 or one.op not in ("=", "like", "ilike"):
            continue
        if not set(_HANGUL.findall(text)) & set(_HANGUL.findall(question)):
            return t("train.data_literal_unsaid", has=text)
    return None


@lru_cache(maxsize=512)
def _names(schema: Schema) -> frozenset[str]:
    """Tables, columns, comments and their parts: id, GPA and ISBN name a column, not a value."""
    names = {
        text
        for table in schema.tables
        for text in (table.name, table.comment, *(text for c in table.columns for text in (c.name, c.comment)))
    }
    parts = {part for name in names for part in re.split(r"[\W_]+|(?<=[a-z])(?=[A-Z])|(?<=[가-힣])(?=[A-Za-z])", name)}
    return frozenset(_fold(name) for name in names | parts)


LITERALS = of_each("literals", _literals)
