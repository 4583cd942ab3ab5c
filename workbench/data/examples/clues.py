"""What a column is about, told by its name and comment with the words of `clues.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from workbench.data.codes import codes_in
from workbench.data.convert import family
from workbench.schema.model import Column, Table

K = TypeVar("K", str, int)

_RULES = tomllib.loads((Path(__file__).parent / "clues.toml").read_text(encoding="utf-8"))
_TEXTS: tuple[tuple[str, list[str]], ...] = tuple((rule["kind"], rule["words"]) for rule in _RULES["text"])
_NUMBERS: tuple[tuple[str, list[str]], ...] = tuple((rule["kind"], rule["words"]) for rule in _RULES["number"])
_STEPS: tuple[tuple[int, list[str]], ...] = tuple((rule["step"], rule["words"]) for rule in _RULES["moment"])

RARE = 6
"""The step of what happens to few rows (cancelled, deleted): mostly NULL."""


@dataclass(frozen=True)
class Clue:
    """`kind` chooses the generator; `codes` the values a comment, ENUM or CHECK names; `length` of a text or None."""

    kind: str
    family: str
    codes: tuple[str, ...] = ()
    length: int | None = None
    label: str = ""
    """What to call the column in a made-up text: its comment's first words, else its name."""
    step: int | None = None
    """Place in the life of a row (see `clues.toml`); None where the words tell none."""
    is_day: bool = False
    """A date without a time of day, whatever its type: an Oracle DATE called 일자."""
    bounds: tuple[int, int] | None = None
    """Whole numbers that the comment allows: `평점(1~5)`, `팀(1 또는 2)`."""
    is_own_name: bool = False
    """The name of the table's own things (`guild_name` of guilds), not of something else (`server_name`)."""


def clue_of(table: Table, column: Column) -> Clue:
    """What to put into `column`."""
    words = _words(column.name)
    comment = unicodedata.normalize("NFC", column.comment)
    group = family(column.type)
    label = re.split(r"[(（\[:：,=]", comment)[0].strip() or column.name
    codes = column.choices or tuple(code for code, _ in codes_in(comment))
    length = text_length(column)
    step = _first(_STEPS, words, column.name, label, -9)
    about = Clue("moment", group, (), length, label, None if step == -9 else step, bounds=_bounds(comment))
    if group == "moment":
        return replace(about, is_day=bool(re.search(r"(일자?|날짜|date|day)$", label, re.IGNORECASE)))
    if group == "other":
        return replace(about, kind=_other_kind(column.type), codes=column.choices)
    if codes and _fits(codes, group, length):
        return replace(about, kind="codes", codes=codes)
    if group in {"integer", "decimal", "float"}:
        kind = _first(_NUMBERS, words, column.name, label, _by_unit(comment))
        return replace(about, kind="bounded" if about.bounds and kind not in {"amount", "percent"} else kind)
    kind = _narrowed(_first(_TEXTS, words, column.name, label, "plain"), column.name, label, length)
    if kind == "plain" and _IS_NAME.search(column.name):
        own = len(words) == 1 or bool(set(words[:-1]) & set(_words(table.name))) or label[:2] == table.comment[:2] != ""
        own = own or any(word.rstrip("s") in {w.rstrip("s") for w in _words(table.name)} for word in words)
        return replace(about, kind=_table_kind(table) if own else "plain", is_own_name=own, label=_thing(label))
    return replace(about, kind=kind)


_IS_NAME = re.compile(r"(^|_)(name|nm|nam)$|[a-z]N(ame|m)$|이름$|명$", re.IGNORECASE)


def _thing(label: str) -> str:
    """`쿠폰명` and `쿠폰 이름` name a 쿠폰."""
    short = re.sub(r"(_?(name|nm)|\s*이름|명칭?)$", "", label, flags=re.IGNORECASE).strip()
    return short or label


def _bounds(comment: str) -> tuple[int, int] | None:
    found = re.search(r"(?<![\d.])(\d{1,4})\s*(?:~|～|-|또는|or)\s*(\d{1,4})(?![\d.])", comment)
    if not found or int(found[1]) >= int(found[2]):
        return None
    return int(found[1]), int(found[2])


_UNIT_KINDS = {"원": "amount", "%": "percent", "분": "minutes", "일": "days", "개": "quantity", "점": "score"}


def _by_unit(comment: str) -> str:
    """The kind that a unit in brackets gives: `합산(원)`."""
    for unit, kind in (
        ("원", "amount"),
        ("%", "percent"),
        ("분", "minutes"),
        ("일", "days"),
        ("개", "quantity"),
        ("점", "score"),
    ):
        if re.search(rf"[(\[]\s*(단위\s*[:：]?\s*)?{unit}\b", comment):
            return kind
    return "plain"


def _other_kind(duckdb_type: str) -> str:
    """Of types outside text, numbers and dates: the key of a value that casts to them."""
    name = duckdb_type.upper()
    if name.endswith("]"):
        return "list"
    return next((kind for kind in ("uuid", "json", "time", "interval") if name.startswith(kind.upper())), "unknown")


def _narrowed(kind: str, name: str, label: str, length: int | None) -> str:
    """Corrections by length and by ending: a `product_cd` is no product name, a long `use` is no Y/N."""
    coded = re.search(r"(_|^)(cd|code|id|no|num|key)$|[a-z](Code|Id|No)$|(코드|번호)$", name, re.IGNORECASE)
    if (coded or re.search(r"(코드|번호)$", label)) and kind not in _NUMBERED | {"yes_no", "year_month", "password"}:
        return "code"
    if kind == "yes_no" and length is not None and length > 3:
        return "plain"
    if kind in {"day_text", "clock"} and (length or 99) > 20:
        return "plain"
    return kind


_NUMBERED = {
    "resident",
    "card_number",
    "account",
    "phone",
    "landline",
    "zip",
    "business_no",
    "login",
    "uuid",
    "ip",
    "email",
}
"""Kinds whose values are numbers or codes by themselves."""


def _table_kind(table: Table) -> str:
    """What a bare `name` column of a table names."""
    kind = _first(_TEXTS, _words(table.name), table.name, table.comment, "plain")
    named = {"person", "product", "department", "company", "category", "city", "brand", "bank", "school", "country"}
    if kind in named:
        return kind
    return "position" if kind == "position" else "plain"


def _words(name: str) -> tuple[str, ...]:
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", unicodedata.normalize("NFC", name))
    return tuple(word for word in re.split(r"[^0-9a-z가-힣]+", spaced.lower()) if word)


def _first(kinds: tuple[tuple[K, list[str]], ...], words: tuple[str, ...], name: str, comment: str, default: K) -> K:
    known = frozenset(words) | {word.removesuffix("s") for word in words}
    for kind, spellings in kinds:
        if any(_says(word, known, name, comment) for word in spellings):
            return kind
    return default


def _says(word: str, words: frozenset[str], name: str, comment: str) -> bool:
    if word.isascii():
        return word in words if "+" not in word else all(part in words for part in word.split("+"))
    if word.endswith("$"):
        return name.endswith(word[:-1]) or bool(re.search(re.escape(word[:-1]) + r"\s*($|[(\[])", comment))
    return word in comment or word in name


@cache
def _length_of(source_type: str) -> int | None:
    found = re.search(r"CHAR\w*\s*\(\s*(\d+)", source_type.upper())
    return int(found[1]) if found else None


def text_length(column: Column) -> int | None:
    """`n` of CHAR(n) as the DDL wrote it (DuckDB's VARCHAR has no length), or None."""
    return _length_of(column.source_type) or _length_of(column.type)


def _fits(codes: tuple[str, ...], group: str, length: int | None) -> bool:
    if group == "integer":
        return all(re.fullmatch(r"-?\d{1,9}", code) for code in codes)
    if group != "text":
        return False
    return length is None or all(len(code) <= length for code in codes)
