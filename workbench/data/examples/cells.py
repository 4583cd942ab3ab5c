"""One generator per kind of column: `(context, row) -> value as text`, or None for NULL."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from workbench.data.examples import people
from workbench.data.examples.clues import RARE, Clue
from workbench.data.examples.people import People

YEARS_DAYS = 730
"""Dates lie in the two years up to the reference day."""


@dataclass(frozen=True)
class Context:
    """What a column's generator may look at. `times[row]` is when the row came to be."""

    rng: random.Random
    people: People
    clue: Clue
    today: dt.date
    times: list[dt.datetime]
    unit: float
    """Size of this column's amounts: one table's prices resemble each other."""


Cell = Callable[[Context, int], str | None]


def cell_of(clue: Clue) -> Cell:
    if clue.family == "moment":
        return _moment
    if clue.family == "boolean":
        return lambda c, row: "true" if c.rng.random() < 0.7 else "false"
    if clue.family in {"integer", "decimal", "float"}:
        return NUMBERS.get(clue.kind, _number)
    if clue.family == "blob":
        return lambda c, row: f"example{row}"
    if clue.family == "other":
        return _other
    return TEXTS.get(clue.kind, _label)


def _pick(words: tuple[str, ...]) -> Cell:
    return lambda c, row: c.rng.choice(words)


def _codes(c: Context, row: int) -> str:
    """Each code at least once where there are rows enough, then the first ones more often, as states usually are."""
    codes = c.clue.codes
    if row < len(codes):
        return codes[row]
    return c.rng.choices(codes, [1 / (place + 1.5) for place in range(len(codes))])[0]


def _label(c: Context, row: int) -> str:
    """`쿠폰 19` for the table's own things; other things come in a handful (`서버 3`)."""
    return f"{c.clue.label} {row + 1 if c.clue.is_own_name else c.rng.randint(1, 9)}"


def _code(c: Context, row: int) -> str:
    length = c.clue.length or 8
    prefix = "".join(ch for ch in c.clue.label.upper() if ch.isascii() and ch.isalpha())[:1] or "A"
    digits = min(4, max(1, length - 1))
    return f"{prefix}{(row + 1) % 10**digits:0{digits}d}" if length > 1 else prefix


def _named(words: tuple[str, ...], c: Context, row: int) -> str:
    """Names of things: each once, then with a number."""
    name = words[row % len(words)]
    return name if row < len(words) else f"{name} {row // len(words) + 1}"


def _moment(c: Context, row: int) -> str | None:
    """By step after the row's own time, never after the reference day; what has not happened yet is NULL."""
    step = c.clue.step or 0
    if step < 0:
        return (c.today - dt.timedelta(days=c.rng.randint(20 * 365, 60 * 365))).isoformat()
    if step == RARE and c.rng.random() < 0.85:
        return None
    at = c.times[row]
    if step:
        at += dt.timedelta(hours=step * 9 + c.rng.randint(1, 20) * step)
    if at.date() > c.today:
        return None
    return at.date().isoformat() if c.clue.is_day else at.isoformat(sep=" ", timespec="seconds")


def _won(low: float, high: float, step: int) -> Cell:
    """Amounts around the column's own size, many small and few large, in steps of `step` 원."""

    def cell(c: Context, row: int) -> str:
        value = low * (high / low) ** min(1.0, max(0.0, c.rng.gauss(c.unit, 0.17)))
        return str(int(value) // step * step)

    return cell


def _whole(low: int, high: int) -> Cell:
    return lambda c, row: str(c.rng.randint(low, high))


def _real(low: float, high: float, digits: int = 1) -> Cell:
    return lambda c, row: f"{c.rng.uniform(low, high):.{digits}f}"


def _number(c: Context, row: int) -> str:
    return str(c.rng.randint(1, 100)) if c.clue.family == "integer" else f"{c.rng.uniform(1, 1000):.2f}"


def _rating(c: Context, row: int) -> str:
    return str(c.rng.choices((1, 2, 3, 4, 5), (3, 6, 15, 36, 40))[0])


def _few(c: Context, row: int) -> str:
    return str(c.rng.choices((1, 2, 3, 4, 5, 10, 20), (35, 25, 14, 10, 8, 5, 3))[0])


def _bounded(c: Context, row: int) -> str:
    low, high = c.clue.bounds or (1, 5)
    return str(c.rng.randint(low, high))


def _percent(c: Context, row: int) -> str:
    return str(c.rng.randint(0, 100)) if c.clue.family == "integer" else f"{c.rng.uniform(0, 100):.1f}"


def _other(c: Context, row: int) -> str | None:
    """Types outside the usual: tried in turn by the cast, so the text must be right for the type at hand."""
    name = c.clue.kind
    if name == "uuid":
        return _uuid(c, row)
    return OTHERS.get(name)


def _uuid(c: Context, row: int) -> str:
    return str(uuid.UUID(int=c.rng.getrandbits(128), version=4))


def _resident(c: Context, row: int) -> str:
    born = c.today - dt.timedelta(days=c.rng.randint(20 * 365, 60 * 365))
    return f"{born:%y%m%d}-{c.rng.randint(1, 2)}******"


def _yes_no(c: Context, row: int) -> str:
    yes = c.rng.random() < 0.7
    if c.clue.family != "text":
        return "1" if yes else "0"
    return "Y" if yes else "N"


def _day_text(c: Context, row: int) -> str:
    dashed = (c.clue.length or 8) >= 10
    return c.times[row].strftime("%Y-%m-%d" if dashed else "%Y%m%d")


def _clock(c: Context, row: int) -> str:
    first, last = (8, 19) if c.clue.step is None else (8, 9) if c.clue.step < 4 else (18, 20)
    at = f"{c.rng.randint(first, last):02d}:{c.rng.randint(0, 59):02d}"
    return at if (c.clue.length or 5) >= 5 else at.replace(":", "")


OTHERS = {"json": '{"예시": true}', "time": "09:30:00", "interval": "2 hours", "list": "[]"}

TEXTS: dict[str, Cell] = {
    "codes": _codes,
    "yes_no": _yes_no,
    "resident": _resident,
    "card_number": lambda c, row: f"0000-****-****-{row % 10000:04d}",
    "account": lambda c, row: f"000-****-{row % 10000:04d}",
    "password": lambda c, row: "********",
    "email": lambda c, row: people.email(c.rng, row),
    "phone": lambda c, row: people.phone(c.rng, row),
    "landline": lambda c, row: people.landline(c.rng, row),
    "zip": lambda c, row: f"{c.rng.randint(1000, 63999):05d}",
    "url": lambda c, row: f"https://example.com/{row + 1}",
    "ip": lambda c, row: f"192.0.2.{row % 254 + 1}",
    "uuid": _uuid,
    "year_month": lambda c, row: c.times[row].strftime("%Y-%m" if (c.clue.length or 6) >= 7 else "%Y%m"),
    "day_text": _day_text,
    "year": lambda c, row: str(c.times[row].year),
    "clock": _clock,
    "gender": lambda c, row: c.rng.choice(("M", "F") if (c.clue.length or 1) == 1 else ("남", "여")),
    "business_no": lambda c, row: f"000-00-{row % 100000:05d}",
    "login": lambda c, row: people.login(c.rng, row),
    "address": lambda c, row: c.rng.choice(c.people.addresses),
    "province": _pick(people.PROVINCES),
    "district": lambda c, row: c.rng.choice(c.people.districts),
    "city": _pick(people.CITIES),
    "country": _pick(people.COUNTRIES),
    "department": lambda c, row: _named(people.DEPARTMENTS, c, row),
    "position": lambda c, row: _named(people.POSITIONS, c, row % len(people.POSITIONS)),
    "job": lambda c, row: c.rng.choice(c.people.jobs),
    "company": lambda c, row: _named(c.people.companies, c, row),
    "bank": _pick(people.BANKS),
    "brand": _pick(people.BRANDS),
    "product": lambda c, row: _named(people.PRODUCTS, c, row),
    "category": lambda c, row: _named(people.CATEGORIES, c, row % len(people.CATEGORIES)),
    "school": _pick(people.SCHOOLS),
    "ward": _pick(people.HOSPITALS),
    "color": _pick(people.COLORS),
    "currency": lambda c, row: "KRW",
    "grade": _pick(people.GRADES),
    "sentence": _pick(people.SENTENCES),
    "title": _pick(people.TITLES),
    "person": lambda c, row: c.people.names[row % 400] if row < 400 else c.rng.choice(c.people.names),
    "status": lambda c, row: c.rng.choices(("정상", "대기", "완료", "취소"), (5, 2, 6, 1))[0],
    "kind": lambda c, row: c.rng.choice(("일반", "특별", "기타")),
    "code": _code,
}

NUMBERS: dict[str, Cell] = {
    "codes": _codes,
    "yes_no": _yes_no,
    "percent": _percent,
    "latitude": _real(33.2, 38.4, 6),
    "longitude": _real(126.2, 129.5, 6),
    "quantity": _few,
    "unit_price": _won(3_000, 300_000, 100),
    "salary": _won(28_000_000, 120_000_000, 100_000),
    "monthly_pay": _won(2_000_000, 8_000_000, 10_000),
    "days": lambda c, row: str(c.rng.choices((1, 2, 3, 5, 10), (45, 25, 15, 10, 5))[0]),
    "bounded": _bounded,
    "amount": _won(5_000, 800_000, 100),
    "rating": _rating,
    "score": _whole(45, 100),
    "point": lambda c, row: str(c.rng.randint(0, 200) * 100),
    "age": _whole(20, 69),
    "year_month": lambda c, row: c.times[row].strftime("%Y%m"),
    "day_text": lambda c, row: c.times[row].strftime("%Y%m%d"),
    "year": lambda c, row: str(c.times[row].year),
    "month": lambda c, row: str(c.times[row].month),
    "minutes": _whole(5, 180),
    "weight": _real(1, 90),
    "height": _real(10, 190),
    "temperature": _real(-5, 33),
    "level": _whole(1, 5),
    "ordinal": lambda c, row: str(row + 1),
    "count": _whole(0, 500),
}
