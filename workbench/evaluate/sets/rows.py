"""Rows into cases: every row that is none is reported with its number and the reason."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from workbench.errors import UsageError
from workbench.evaluate.case import BadRow, EvalCase
from workbench.evaluate.sets.places import Place, Places
from workbench.evaluate.sets.records import Record
from workbench.schema.dialects import canonical
from workbench.settings import INPUT
from workbench.text import t

_CREATE = re.compile(r"\bcreate\b", re.I)
_PART = r"(?:\"[^\"]+\"|`[^`]+`|\[[^\]]+\]|[^\s(.,;\"`\[]+)"
_TABLE = re.compile(
    rf"\bcreate\s+(?:\w+\s+){{0,4}}?(?:table|view)\s+(?:if\s+not\s+exists\s+)?(?:{_PART}\s*\.\s*){{0,3}}({_PART})", re.I
)
_LIMITS = {"question": INPUT.question_chars, "gold": INPUT.sql_chars, "ddl": INPUT.ddl_chars}


class _Bad(Exception):
    """Its argument says (ready to show) why a row is no case."""


@dataclass
class Collected:
    cases: list[EvalCase] = field(default_factory=list)
    problems: list[BadRow] = field(default_factory=list)
    notes: list[BadRow] = field(default_factory=list)
    """Rows that were loaded but deserve a look: the same question twice."""


def collect(
    records: Iterable[Record], mapping: Mapping[str, str], places: Places, limit: int | None = None
) -> Collected:
    """Cases of the rows, at most `limit` (the first ones). Rows without an id get their place in the file, from 1."""
    records = list(records)
    found = Collected()
    ids: dict[str, int] = {}
    given = {text for record in records if (text := _given_id(record, mapping))}
    names = _Names()
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for place, record in enumerate(records, start=1):
        if limit is not None and len(found.cases) >= limit:
            break
        try:
            case = _case(record, mapping, places, _free_id(place, given), names)
            if case.id in ids:
                raise _Bad(t("sets.same_id", id=case.id[:60], number=ids[case.id]))
        except _Bad as bad:
            found.problems.append(BadRow(record.number, str(bad.args[0])))
            continue
        ids[case.id] = record.number
        found.cases.append(case)
        if "\ufffd" in case.question + case.gold:
            found.notes.append(BadRow(record.number, t("sets.broken_bytes")))
        key = (" ".join(case.question.split()), " ".join(case.ddl.split()))
        if key not in seen:
            seen[key] = (record.number, case.gold)
        else:
            first, gold = seen[key]
            same = " ".join(gold.split()) == " ".join(case.gold.split())
            found.notes.append(BadRow(record.number, t("sets.twice" if same else "sets.twice_other", number=first)))
    return found


def _given_id(record: Record, mapping: Mapping[str, str]) -> str:
    try:
        return _text(record, mapping, "id")
    except _Bad:
        return ""


def _free_id(place: int, given: set[str]) -> str:
    """The place as an id, marked where a row claims that very id for itself."""
    identity = str(place)
    while identity in given:
        identity += "'"
    return identity


def _case(record: Record, mapping: Mapping[str, str], places: Places, spare_id: str, names: _Names) -> EvalCase:
    question = _needed(record, mapping, "question")
    gold = _needed(record, mapping, "gold")
    db_id = _text(record, mapping, "db_id")
    place = _place(record, mapping, places, db_id)
    if place.problem:
        raise _Bad(place.problem)
    if len(place.ddl) > INPUT.ddl_chars:
        raise _Bad(t("sets.ddl_long", limit=INPUT.ddl_chars))
    if not _CREATE.search(place.ddl):
        raise _Bad(t("sets.ddl_without_table"))
    return EvalCase(
        id=_text(record, mapping, "id") or spare_id,
        db_id=db_id or names.of(place.ddl),
        question=question,
        gold=gold,
        ddl=place.ddl,
        data_path=_data_path(record, places) or place.data_path,
        dialect=_dialect(_text(record, mapping, "dialect")),
        difficulty=_text(record, mapping, "difficulty")[:40] or None,
        today=_today(record.values.get("today")),
    )


def _place(record: Record, mapping: Mapping[str, str], places: Places, db_id: str) -> Place:
    """The DDL of the row itself, else of the file it names, else of its database's folder."""
    if ddl := _text(record, mapping, "ddl"):
        return Place(ddl)
    named = record.values.get("ddl_path")
    if isinstance(named, str) and named:
        return places.of_file(named)
    return places.of_database(db_id)


def _needed(record: Record, mapping: Mapping[str, str], name: str) -> str:
    text = _text(record, mapping, name).strip()
    if not text:
        raise _Bad(t(f"sets.no_{name}"))
    if len(text) > _LIMITS[name]:
        raise _Bad(t(f"sets.{name}_long", limit=_LIMITS[name]))
    return text


def _text(record: Record, mapping: Mapping[str, str], name: str) -> str:
    """The text of a field, "" where it is missing. Numbers are texts only for ids and labels."""
    value = record.values.get(mapping.get(name, ""))
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool) and name not in _LIMITS:
        return str(int(value) if isinstance(value, float) and value.is_integer() else value)
    if not isinstance(value, str):
        raise _Bad(t("sets.not_text", column=mapping[name][:40]))
    try:
        value.encode()
    except UnicodeEncodeError:  # half a letter, legal as an escape in JSON; no store takes it
        raise _Bad(t("sets.broken_letter", column=mapping[name][:40])) from None
    return value if name in _LIMITS else value.strip()


def _data_path(record: Record, places: Places) -> Path | None:
    value = record.values.get("data_path")
    if not isinstance(value, str) or not value:
        return None
    found = places.resolve(value)
    if found is None or not found.is_dir():
        raise _Bad(t("sets.no_data_folder" if places.follow else "sets.path_not_followed", path=value[:80]))
    return found


def _dialect(name: str) -> str | None:
    try:
        return canonical(name) if name else None
    except UsageError as error:
        raise _Bad(error.message) from None


def _today(value: object) -> dt.date | None:
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise _Bad(t("sets.bad_date", value=str(value)[:40])) from None


class _Names:
    """A name for each DDL that comes without one: its first table, numbered where different DDLs share it."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._taken: dict[str, int] = {}

    def of(self, ddl: str) -> str:
        key = hashlib.sha256(ddl.encode()).hexdigest()
        if key not in self._names:
            found = _TABLE.search(ddl)
            name = found[1].strip('"`[]') if found else "db"
            count = self._taken[name] = self._taken.get(name, 0) + 1
            self._names[key] = name if count == 1 else f"{name}-{count}"
        return self._names[key]
