"""Values for columns that no gold says anything about, in the column's own type and within its declared width."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.data.codes import codes_in
from workbench.data.convert import family
from workbench.data.examples.clues import text_length
from workbench.schema.model import Column

Mode = Literal["few", "many", "high", "low", "peak", "floor"]
"""A handful of values that repeat, mostly different ones, some above or below all of those, and the very ends."""
Style = Literal["words", "numbers", "days", "packed", "months", "years", "clock"]

STYLES: dict[Style, tuple[str, ...]] = {
    "words": ("Alpha", "Beta"),
    "numbers": ("3", "12"),
    "days": ("2025-03-01", "2024-12-31"),
    "packed": ("20250301", "20241231"),
    "months": ("202503", "202412"),
    "years": ("2025", "2024"),
    "clock": ("10:30", "09:00"),
}
"""Samples of the texts that a conversion may want; the first style that every use of a column survives is taken."""


_SPANS: dict[Mode, tuple[int, int]] = {
    "few": (1, 6), "many": (6, 900), "high": (950, 990), "low": (3, 5), "peak": (998, 999), "floor": (1, 2),
}  # fmt: skip


@dataclass(frozen=True)
class Ordinary:
    """Draws values for one column. `codes`: the only values where the DDL names them, else empty."""

    column: Column
    label: str
    codes: tuple[str, ...]
    style: Style
    today: dt.date

    def draw(self, rng: random.Random, mode: Mode) -> str | None:
        """A value as text; None only for types that no text is known for."""
        if self.codes:
            return rng.choice(self.codes)
        kind = family(self.column.type)
        if kind in ("integer", "decimal", "float"):
            return self._number(rng, mode, whole=kind == "integer")
        if kind == "moment":
            return self._moment(rng, mode)
        if kind == "boolean":
            return rng.choice(("true", "false"))
        return self._text(rng, mode) if kind in ("text", "blob") else _other(self.column.type, rng)

    def fresh(self, number: int) -> str | None:
        """The `number`-th of values that are all different (for keys); None when the column has no more."""
        if self.codes:
            return self.codes[number] if number < len(self.codes) else None
        kind = family(self.column.type)
        if kind in ("integer", "decimal", "float"):
            return str(number + 1) if number + 1 < self._top() else None
        if kind == "moment":
            day = dt.datetime.combine(self.today, dt.time(9)) - dt.timedelta(days=number)
            return self._shown(day)
        if kind == "boolean":
            return ("true", "false")[number] if number < 2 else None
        if kind in ("text", "blob"):
            return self._key(number)
        rng = random.Random(number)
        return _other(self.column.type, rng) if self.column.type.upper() == "UUID" else None

    def _key(self, number: int) -> str | None:
        length = text_length(self.column) or 40
        if self.style == "words":
            head = "".join(ch for ch in self.label[:1].upper() if ch.isalpha())
            text = f"{head}{number + 1:03d}"
            if len(text) > length:
                text = _short(number, length)
            return text if text and len(text) <= length else None
        if self.style == "numbers":
            return str(number + 1) if len(str(number + 1)) <= length else None
        return self._styled(dt.datetime.combine(self.today, dt.time(9)) - dt.timedelta(days=number * 31))

    def _number(self, rng: random.Random, mode: Mode, *, whole: bool) -> str:
        top = self._top()
        if mode in ("peak", "floor"):
            value: float = rng.randint(1, 2) if mode == "floor" else top - rng.randint(0, 1)
        elif mode == "high":
            value = top - rng.randint(2, max(2, min(99, top // 4)))
        elif mode == "low":
            value = rng.randint(3, 5)
        elif mode == "few":
            value = rng.choice((1, 2, 3, 5, 8, 12))
        else:
            value = rng.randint(6, max(7, min(5_000, top * 3 // 4)))
        value = min(value, top)
        if whole or mode in ("low", "floor"):
            return str(int(value))
        if re.fullmatch(r"\w+\(\d+, *0\)", self.column.type):
            return str(int(value))
        return str(value) if mode == "few" else f"{min(value + rng.choice((0, 0.25, 0.5)), top):.12g}"

    def _top(self) -> int:
        """The largest whole number worth using: within the type, and not beyond what a person would write."""
        if match := re.fullmatch(r"(?:DECIMAL|NUMERIC)\((\d+)(?:, *(\d+))?\)", self.column.type.upper()):
            return int(min(10 ** (int(match[1]) - int(match[2] or 0)) - 1, 90_000))
        return {"TINYINT": 120, "UTINYINT": 250, "SMALLINT": 30_000}.get(self.column.type.upper(), 90_000)

    def _moment(self, rng: random.Random, mode: Mode) -> str:
        start = dt.datetime.combine(self.today, dt.time())
        if mode in ("high", "peak"):
            at = start - dt.timedelta(days=rng.randint(0, 1))
        elif mode in ("low", "floor"):
            at = start - dt.timedelta(days=rng.randint(20_000, 21_000))
        elif mode == "few":
            at = start - dt.timedelta(days=rng.choice((1, 2, 9, 31, 62, 120, 366)))
        else:
            at = start - dt.timedelta(days=rng.randint(1, 1_200))
        return self._shown(at + dt.timedelta(hours=rng.choice((0, 9, 10, 15, 23)), minutes=rng.choice((0, 30))))

    def _shown(self, at: dt.datetime) -> str:
        return (
            at.date().isoformat() if self.column.type.upper() == "DATE" else at.isoformat(sep=" ", timespec="seconds")
        )

    def _text(self, rng: random.Random, mode: Mode) -> str:
        length = text_length(self.column) or 40
        if self.style == "numbers":
            low, high = _SPANS[mode]
            return str(rng.randint(low, high))[:length]
        if self.style != "words":
            return self._styled(dt.datetime.combine(self.today, dt.time()) - dt.timedelta(days=rng.randint(0, 900)))
        if mode in ("high", "peak"):
            return f"zz{rng.randint(1, 999)}"[:length]
        if mode in ("low", "floor"):
            return f"00{rng.randint(1, 999)}"[:length]
        number = rng.randint(1, 5 if mode == "few" else 900)
        text = f"{self.label[: max(1, length - 3)]}{number}"
        return text if len(text) <= length else _short(number % 36**length, length)

    def _styled(self, at: dt.datetime) -> str:
        form = {"days": "%Y-%m-%d", "packed": "%Y%m%d", "months": "%Y%m", "years": "%Y", "clock": "%H:%M"}
        return at.strftime(form.get(self.style, "%Y"))


def known_codes(column: Column) -> tuple[str, ...]:
    """The values that an ENUM, a CHECK or the column's comment allows."""
    if column.choices:
        return column.choices
    kind = family(column.type)
    codes = tuple(code for code, _ in codes_in(column.comment))
    if kind == "integer":
        return codes if all(re.fullmatch(r"-?\d{1,9}", code) for code in codes) else ()
    length = text_length(column)
    return codes if kind == "text" and all(length is None or len(code) <= length for code in codes) else ()


def fits(column: Column, value: str, exact: Sequence[str]) -> bool:
    """Whether a candidate is a value that the column may hold by its DDL; `exact`: the golds' own constants."""
    if column.choices:
        return value in column.choices
    codes = known_codes(column)
    if codes:
        return value in codes or value in exact
    if family(column.type) == "text":
        length = text_length(column)
        return length is None or len(value) <= length
    return True


def _short(number: int, length: int) -> str:
    """A key in very few characters: digits, then letters."""
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    for _ in range(length):
        number, place = divmod(number, len(signs))
        text = signs[place] + text
    return text if number == 0 else ""


def _other(duckdb_type: str, rng: random.Random) -> str | None:
    name = duckdb_type.upper()
    if name == "UUID":
        bits = f"{rng.getrandbits(128):032x}"
        return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-8{bits[17:20]}-{bits[20:]}"
    if name.startswith("TIME"):
        return f"{rng.randint(0, 23):02d}:{rng.choice((0, 30)):02d}:00"
    if name.startswith("INTERVAL"):
        return f"{rng.randint(1, 50)} hours"
    if name.endswith("]"):
        return f"[{rng.randint(1, 5)}]"
    return '{"a": 1}' if name == "JSON" else None
