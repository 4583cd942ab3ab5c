"""How many of the hints that go to the model name what the gold query uses, and how much of gold they name."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlglot.errors import SqlglotError

from tests.benchmarks.gold import TODAY
from tests.benchmarks.hint_evidence import DateFact, Form, Key, Used, used_by
from tests.benchmarks.measured import Measured
from tests.benchmarks.timing import figure, timed
from workbench.ask.hints import hint_lines
from workbench.question.dates import calendar as cal
from workbench.question.interpret import interpret
from workbench.question.link import link
from workbench.question.linking.found_values import Values
from workbench.schema.graph import with_inferred_keys
from workbench.schema.model import Schema
from workbench.sql.pasted import read_pasted
from workbench.train.data.sources import CORPUS, read_sources

KINDS = ("range", "date_column", "column", "value", "amount")
_NAME = r'(?:"(?:[^"]|"")+"|[\w가-힣]+)'
_COLUMN = re.compile(rf"(?P<table>{_NAME})\.(?P<column>{_NAME})")
_BOUND = re.compile(r"(?P<op>>=|<=|<|>|=|\bfrom\b|\bbefore\b|\bup to\b) (?P<date>DATE )?'?(?P<value>[0-9-]+)'?")
_A_DATE = re.compile(r"%?\d{4}(?:-?\d\d){0,2}%?|%[a-z%-]*")
_LARGE = 3_000
"""Numbers from here on are likely written with 천, 만 or 억 in the question."""
_BARE = re.compile(r"'\d{4}(?:-?\d\d){1,2}'")
_FROM_TO = re.compile(r"from \S+ to less than")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Judged:
    """One thing that a hint line says. `line` is the hint as the model reads it."""

    kind: str
    is_right: bool
    line: str


@dataclass
class Tally:
    """right, wrong: by kind, what hints say. named, unnamed: by kind, what gold uses and whether a hint names it."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    unnamed: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    wrong_lines: int = 0

    def precision(self) -> float:
        """Share of hint lines without anything wrong, in percent."""
        return 100 * (self.lines - self.wrong_lines) / max(1, self.lines)


def judge(line: str, used: Used) -> tuple[Judged, ...]:
    """What a hint line says, each part held against gold. Lines of a follow-up question say nothing here."""
    said = line.rpartition(": ")[2]
    column = _COLUMN.search(said)
    key = _key(column) if column else None
    if column and (column.end() == len(said)):
        return (Judged("column", key in used.columns, line),)
    if _BARE.fullmatch(said):
        said = f"= {said}"
    is_number = _FROM_TO.match(said) or said.endswith(f"= '{line.partition(': ')[0]}'")
    bounds = [] if is_number else list(_BOUND.finditer(said))
    if bounds and (key is None or not re.search(r"= '(?!\d{4,8}')", said)):
        found = [Judged("range", _is_range(said, used), line)]
        if key is not None:
            found.append(Judged("date_column", any(key in fact.columns for fact in used.dates), line))
        return tuple(found)
    if column and (value := re.search(r" = '(?P<text>.*)'$", said)):
        text = value["text"].replace("''", "'").casefold()
        held = text in used.texts or any(text == one.strip("%") for one in used.texts)
        held = held or (text.isdigit() and float(text) in used.numbers)
        return (Judged("value", held and key in used.columns, line),)
    numbers = [float(one) for one in _NUMBER.findall(said)]
    right = all(_is_number(one, used, percent="%" in said) for one in numbers)
    return (Judged("amount", bool(numbers) and right, line),)


def _key(match: re.Match[str]) -> Key:
    return _unquoted(match["table"]), _unquoted(match["column"])


def _unquoted(name: str) -> str:
    return (name[1:-1].replace('""', '"') if name.startswith('"') else name).casefold()


def _is_number(value: float, used: Used, *, percent: bool) -> bool:
    wanted = {value, value - 1} | ({value / 100} if percent else set())
    return any(abs(one - other) < 1e-9 for one in wanted for other in used.numbers)


def _is_range(said: str, used: Used) -> bool:
    """Whether gold has every bound of the hint, in its form: `>= a` as `>= a`, `> a - 1` or as a period from a on."""
    return all(any(_meets(bound, fact) for fact in used.dates) for bound in _BOUND.finditer(said))


def _meets(bound: re.Match[str], fact: DateFact) -> bool:
    form: Form = "date" if bound["date"] else "text" if f"'{bound['value']}'" in bound[0] else "number"
    first, last = _days(bound["value"])
    is_year = len(bound["value"]) == 4 and "date" not in (form, fact.form)
    if form != fact.form and not is_year:  # a year kept as text may be compared with a number
        return False
    op = {"from": ">=", "before": "<", "up to": "<="}.get(bound["op"], bound["op"])
    if op == "=":
        return (first, last) == (fact.first, fact.last)
    end = last + cal.ONE_DAY
    if op in (">=", ">"):
        return fact.lower == (first if op == ">=" else end)
    return fact.upper == (end if op == "<=" else first)


def _days(digits: str) -> tuple[dt.date, dt.date]:
    plain = digits.replace("-", "")
    year, month, day = int(plain[:4]), int(plain[4:6] or 0), int(plain[6:8] or 0)
    if day:
        return dt.date(year, month, day), dt.date(year, month, day)
    return cal.month_of(year, month) if month else cal.year_of(year)


def count(lines: Iterable[str], used: Used, tally: Tally) -> list[Judged]:
    """Add one question's hints to the tally. Returns what is wrong."""
    wrong: list[Judged] = []
    hinted: dict[str, str] = {}
    for line in lines:
        parts = judge(line, used)
        bad = [one for one in parts if not one.is_right]
        tally.lines += 1
        tally.wrong_lines += bool(bad)
        wrong += bad
        for one in parts:
            (tally.right if one.is_right else tally.wrong)[one.kind] += 1
            if one.is_right:
                hinted[one.kind] = hinted.get(one.kind, "") + "\n" + line
    for kind, is_named in _gold_named(used, hinted):
        (tally.named if is_named else tally.unnamed)[kind] += 1
    return wrong


def _gold_named(used: Used, hinted: dict[str, str]) -> Iterator[tuple[str, bool]]:
    """Each date range, date column, column, text and large number of gold, and whether a right hint names it."""
    for fact in used.dates:
        dated = hinted.get("range", "")
        yield "range", any(_meets(bound, fact) for bound in _BOUND.finditer(dated))
        named = {_key(match) for match in _COLUMN.finditer(hinted.get("date_column", ""))}
        yield "date_column", bool(named & fact.columns)
    named = {_key(match) for lines in hinted.values() for match in _COLUMN.finditer(lines)}
    for key in used.columns:
        yield "column", key in named
    values = hinted.get("value", "").casefold()
    for text in used.texts:
        if text and not _A_DATE.fullmatch(text):
            yield "value", f"'{text}'" in values
    amounts = {float(one) for one in _NUMBER.findall(hinted.get("amount", ""))}
    for number in used.numbers:
        if number >= _LARGE and not 1500 <= number <= 2100:
            yield "amount", number in amounts


def hints_of(question: str, schema: Schema, values: Values | None, today: dt.date) -> tuple[str, ...]:
    """As 질문하기 gives them, for a schema that fits the prompt."""
    interpreted = interpret(question, today)
    return hint_lines(interpreted, link(interpreted, schema, values, budget_tokens=10**6), schema, None)


def measure(quick: bool) -> Measured:
    """Every question of the shipped corpus by its DDL alone; quick: of every fourth database."""
    [source] = read_sources([CORPUS])
    names = list(dict.fromkeys(one.case.db_id for one in source.cases))
    chosen = set(names[:: 4 if quick else 1])
    tally, schemas, seconds, unread = Tally(), {}, [], 0
    for one in source.cases:
        case = one.case
        if case.db_id not in chosen:
            continue
        if case.db_id not in schemas:
            schemas[case.db_id] = with_inferred_keys(read_pasted(case.ddl, case.dialect))
        schema, today = schemas[case.db_id], case.today or TODAY
        try:
            used = used_by(case.gold, schema, today)
        except SqlglotError:
            unread += 1
            continue
        taken, lines = timed(hints_of, case.question, schema, None, today)
        seconds.append(1000 * taken)
        count(lines, used, tally)
    return summed(tally, seconds, {"databases": len(schemas), "questions": len(seconds), "unread": unread})


def summed(tally: Tally, milliseconds: list[float], facts: dict[str, int]) -> Measured:
    by_kind = {
        kind: {
            "right": tally.right[kind],
            "wrong": tally.wrong[kind],
            "of_gold_named": tally.named[kind],
            "of_gold_not": tally.unnamed[kind],
        }
        for kind in KINDS
    }
    ranges = tally.named["range"] + tally.unnamed["range"]
    return Measured(
        {"precision": tally.precision(), "ranges_named": 100 * tally.named["range"] / max(1, ranges)},
        {"question": figure(milliseconds, "ms"), "lines": figure([float(tally.lines)], "")},
        {**facts, "lines": tally.lines, "wrong_lines": tally.wrong_lines, "by_kind": by_kind},
    )
