"""What a gold query uses: the columns, the values and numbers it compares with, and the days its dates stand for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import duckdb
import sqlglot
from sqlglot import exp

from workbench.question.dates import calendar as cal
from workbench.schema.model import Schema

Key = tuple[str, str]
"""Table and column in lower case."""
Form = Literal["date", "number", "text"]
"""How a period is written: `DATE '2024-03-01'` (or a part taken from a date), 2024, '20240301'."""
_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.Like, exp.ILike)
_TIME_NAME = re.compile(r"year|yr|yy|ym|date|found|open|built|연도|년도|연식|년월", re.IGNORECASE)
_DIGITS = re.compile(r"(?P<y>(?:1[5-9]|20)\d\d)(?:-?(?P<m>0[1-9]|1[0-2])(?:-?(?P<d>[0-3]\d))?)?")


@dataclass(frozen=True)
class DateFact:
    """Gold compares `columns` with the days `first`..`last`, written in `form`; it wants rows from `lower` on, before
    `upper` (None: no such bound)."""

    columns: frozenset[Key]
    first: dt.date
    last: dt.date
    form: Form
    lower: dt.date | None
    upper: dt.date | None


@dataclass(frozen=True)
class Used:
    """columns: all that gold names, with every table of gold that an unqualified name fits."""

    columns: frozenset[Key]
    texts: frozenset[str]
    numbers: frozenset[float]
    dates: tuple[DateFact, ...]


def used_by(sql: str, schema: Schema, today: dt.date) -> Used:
    """Raises sqlglot's errors where `sql` is not DuckDB's."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    places = _Places(tree, schema)
    texts = {one.this for one in tree.find_all(exp.Literal) if one.is_string}
    texts |= {one.name for one in tree.find_all(exp.Column) if not places.of(one)}  # "text" in double quotes
    numbers = {float(one.this) for one in tree.find_all(exp.Literal) if not one.is_string}
    columns = frozenset(key for one in tree.find_all(exp.Column) for key in places.of(one))
    dates = tuple(_date_facts(tree, places, today))
    return Used(columns, frozenset(text.casefold() for text in texts), frozenset(numbers), dates)


class _Places:
    """Which tables' columns a name in gold may be. Aliases count everywhere in the statement."""

    def __init__(self, tree: exp.Expr, schema: Schema) -> None:
        self.schema = schema
        self.tables: dict[str, set[str]] = {}
        for table in tree.find_all(exp.Table):
            self.tables.setdefault(table.alias_or_name.casefold(), set()).add(table.name.casefold())

    def of(self, column: exp.Column) -> frozenset[Key]:
        given = self.tables.get(column.table.casefold(), set()) if column.table else set()
        # A qualifier that names a derived table says nothing of where the column came from.
        inside = {name for names in self.tables.values() for name in names}
        named = [name for name in (given or inside) if self._has(name, column.name)]
        if not named:
            named = [name for name in inside if self._has(name, column.name)]
        return frozenset((name, column.name.casefold()) for name in named)

    def are_time(self, columns: frozenset[Key]) -> bool:
        """Whether a number compared with these may be a year: 2000 of `rank_point` is none."""
        found = [(table and table.column(name)) for table, name in ((self.schema.table(t), c) for t, c in columns)]
        return any(one and (_TIME_NAME.search(one.name + one.comment) or "INT" not in one.type) for one in found)

    def _has(self, table: str, column: str) -> bool:
        found = self.schema.table(table)
        return found is not None and found.column(column) is not None


def _date_facts(tree: exp.Expr, places: _Places, today: dt.date) -> Iterator[DateFact]:
    months: list[tuple[frozenset[Key], int]] = []
    years: list[DateFact] = []
    for node in tree.find_all(*_COMPARED):
        sides = [*node.args.values()] if not isinstance(node, exp.In) else [node.this, *node.expressions]
        flat = [one for side in sides for one in (side if isinstance(side, list) else [side])]
        flat = [one for one in flat if isinstance(one, exp.Expr)]
        with_columns = [one for one in flat if one.find(exp.Column) is not None]
        columns = frozenset(key for one in with_columns for c in one.find_all(exp.Column) for key in places.of(c))
        is_plain = all(isinstance(_bare(one), exp.Column) for one in with_columns)
        for side in flat:
            if not columns or side.find(exp.Column) is not None or side.find(exp.Select) is not None:
                continue
            value = _value(side.sql(dialect="duckdb"), today.isoformat())
            if isinstance(value, (int, float)) and 1 <= value <= 12 and not is_plain:
                months.append((columns, int(value)))
            if isinstance(value, (int, float)) and not places.are_time(columns):
                continue
            for first, last in _period(value):
                fact = DateFact(columns, first, last, _form(value, is_plain), *_bounds(node, side, first, last))
                years += [fact] if (last - first).days > 300 else []
                yield fact
    for fact in years:
        for columns, month in months:
            first, last = cal.month_of(fact.first.year, month)
            yield DateFact(fact.columns | columns, first, last, "date", first, last + cal.ONE_DAY)


def _bounds(node: exp.Expr, side: exp.Expr, first: dt.date, last: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The first day wanted and the first one after, as far as one side of a comparison gives them."""
    end = last + cal.ONE_DAY
    flipped = side is node.args.get("this")
    if isinstance(node, (exp.LT, exp.LTE)) != flipped and isinstance(node, (exp.LT, exp.LTE, exp.GT, exp.GTE)):
        return None, end if isinstance(node, (exp.LTE, exp.GTE)) else first
    if isinstance(node, (exp.LT, exp.LTE, exp.GT, exp.GTE)):
        return first if isinstance(node, (exp.LTE, exp.GTE)) else end, None
    if isinstance(node, exp.Between):
        return (first, None) if side is node.args["low"] else (None, end)
    return first, end


def _bare(side: exp.Expr) -> exp.Expr:
    while isinstance(side, (exp.Paren, exp.Cast)):
        side = side.this
    return side


def _form(value: object, is_plain: bool) -> Form:
    """A year compared with YEAR(column) is a period of dates; with the column itself it is a number."""
    if isinstance(value, dt.date) or not is_plain:
        return "date"
    if isinstance(value, str):
        return "date" if len(value) >= len("2024-03-01") else "text"
    return "number"


def _period(value: object) -> Iterator[tuple[dt.date, dt.date]]:
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        yield value, value
        return
    text = str(int(value)) if isinstance(value, float) and value == int(value) else str(value)
    match = _DIGITS.match(text.strip("%"))
    if match is None or (isinstance(value, (int, float)) and match.end() != len(text)):
        return
    year, month, day = int(match["y"]), int(match["m"] or 0), int(match["d"] or 0)
    try:
        if day:
            yield dt.date(year, month, day), dt.date(year, month, day)
        else:
            yield cal.month_of(year, month) if month else cal.year_of(year)
    except ValueError:
        return


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@lru_cache(maxsize=4096)
def _value(sql: str, today: str) -> object:
    """What an expression without columns comes to; None where DuckDB cannot say."""
    if re.fullmatch(r"-?\d+", sql):
        return int(sql)
    if re.fullmatch(r"'[^']*'", sql):
        return sql[1:-1]
    sql = re.sub(r"CURRENT_DATE(?:\(\))?|\bTODAY\(\)", f"DATE '{today}'", sql, flags=re.IGNORECASE)
    sql = re.sub(r"CURRENT_TIMESTAMP(?:\(\))?|\bNOW\(\)", f"TIMESTAMP '{today}'", sql, flags=re.IGNORECASE)
    try:
        row = _engine().execute(f"SELECT {sql}").fetchone()
    except duckdb.Error:
        return None
    return row[0] if row else None
