"""Expressions in words: `금액의 합계`, `주문일시의 월`, `고객별로 금액이 큰 순서로 매긴 순위`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlglot import exp

from workbench.sql.describe.dates import moment_words
from workbench.sql.describe.names import Names
from workbench.text import t

_LONGEST = 120
_DEEPEST = 24
_AGGREGATES: dict[type[exp.Expr], str] = {
    exp.Sum: "sum",
    exp.Avg: "avg",
    exp.Median: "median",
    exp.Stddev: "stddev",
    exp.StddevSamp: "stddev",
    exp.StddevPop: "stddev",
    exp.Variance: "variance",
    exp.GroupConcat: "listed",
    exp.ArrayAgg: "listed",
    exp.AnyValue: "any",
    exp.CountIf: "count_if",
    exp.ApproxDistinct: "count_distinct",
}
_OPERATORS: dict[type[exp.Expr], str] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "×",
    exp.Div: "÷",
    exp.IntDiv: "÷",
    exp.DPipe: "+",
    exp.Concat: "+",
}
_RANKS = {exp.RowNumber: "number", exp.Rank: "rank", exp.DenseRank: "rank", exp.PercentRank: "rank"}
_PART_KEYS = frozenset("year quarter month week day hour minute dayofweek dow isodow weekday".split())
_PARTS: dict[type[exp.Expr], str] = {
    exp.Year: "year",
    exp.Quarter: "quarter",
    exp.Month: "month",
    exp.Week: "week",
    exp.Day: "day",
    exp.DayOfMonth: "day",
    exp.DayOfWeek: "dow",
    exp.Monthname: "month",
}
_FORMATS = {"%Y": "year", "%Y-%m": "year_month", "%Y%m": "year_month", "%m": "month", "%Y-%m-%d": "date", "%H": "hour"}


class Later(NamedTuple):
    """A subquery to be told afterwards; of an EXISTS the output columns are not worth a line."""

    query: exp.Query
    shown: bool


@dataclass
class Phrases:
    """Words for the expressions of one query. Subqueries too long to say in passing are collected, and referred to."""

    names: Names
    later: list[Later] = field(default_factory=list)
    aliases: dict[str, exp.Expr] = field(default_factory=dict)
    """Output names of the SELECT, for ORDER BY and HAVING that use them."""
    depth: int = 0

    def words(self, node: exp.Expr | None) -> str:
        """One line of at most 120 characters."""
        if node is None:
            return ""
        if self.depth > _DEEPEST:
            return "…"
        self.depth += 1
        try:
            text = self._said(node)
        finally:
            self.depth -= 1
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    def _said(self, node: exp.Expr) -> str:
        for reader in (self._leaf, self._aggregate, self._date, self._window, self._choice, self._compound):
            text = reader(node)
            if text is not None:
                return text
        return " ".join(node.sql(dialect="duckdb").split())

    def _leaf(self, node: exp.Expr) -> str | None:
        if isinstance(node, exp.Column):
            hidden = self.aliases.get(node.name.casefold()) if not node.table else None
            if hidden is not None and self.names.column_of(node) is None:
                return _as_named(node.name, hidden, self)
            return self.names.column(node)
        if isinstance(node, exp.Star):
            return t("describe.all_columns")
        if isinstance(node, exp.Literal):
            return moment_words(node) or f"'{node.this}'" if node.is_string else number_words(str(node.this))
        if isinstance(node, exp.Null):
            return t("describe.null")
        if isinstance(node, exp.Boolean):
            return t("describe.true" if node.this else "describe.false")
        if isinstance(node, exp.Alias):
            return self.words(node.this)
        return None

    def _aggregate(self, node: exp.Expr) -> str | None:
        if isinstance(node, exp.Filter):
            from workbench.sql.describe.conditions import condition

            where = condition(node.expression.this, self)
            return t("describe.filtered", value=self.words(node.this), condition=where)
        if isinstance(node, exp.Count):
            inner = node.this
            if isinstance(inner, exp.Distinct):
                return t("describe.count_distinct", of=self._listed(inner.expressions))
            if inner is None or isinstance(inner, (exp.Star, exp.Literal)):
                return t("describe.count_rows")
            return t("describe.count", of=self.words(inner))
        if isinstance(node, (exp.Min, exp.Max)):
            kind = "min" if isinstance(node, exp.Min) else "max"
            return t(
                f"describe.{kind}_date" if self.is_date(node.this) else f"describe.{kind}", of=self.words(node.this)
            )
        key = _AGGREGATES.get(type(node))
        if key is None:
            return None
        inner = node.this
        if isinstance(inner, exp.Distinct) and inner.expressions:
            return t(f"describe.{key}", of=t("describe.distinct_of", of=self._listed(inner.expressions)))
        return t(f"describe.{key}", of=self.words(inner.this if isinstance(inner, exp.Order) else inner))

    def _date(self, node: exp.Expr) -> str | None:
        if (moment := moment_words(node)) is not None:
            return moment
        if isinstance(node, exp.CurrentDate):
            return t("describe.today")
        if isinstance(node, exp.CurrentTimestamp) or (isinstance(node, exp.Anonymous) and node.name.lower() == "now"):
            return t("describe.now")
        if isinstance(node, exp.Interval):
            unit = node.text("unit").lower().rstrip("s")
            key = f"describe.interval_{unit}"
            return t(key, count=self.words_of_count(node)) if unit in _INTERVALS else None
        if isinstance(node, (exp.Sub, exp.Add)) and isinstance(node.expression, exp.Interval):
            key = "describe.before" if isinstance(node, exp.Sub) else "describe.after"
            return t(key, moment=self.words(node.this), interval=self.words(node.expression))
        if isinstance(node, exp.Extract):
            return self._part(node.this.name.lower(), node.expression)
        if (
            isinstance(node, exp.Anonymous)
            and node.name.lower() in ("date_part", "datepart")
            and len(node.expressions) > 1
        ):
            return self._part(node.expressions[0].name.lower(), node.expressions[1])
        if isinstance(node, (exp.TimestampTrunc, exp.DateTrunc)):
            unit = node.text("unit").lower()
            return self._part(f"year_{unit}" if unit in ("month", "quarter") else unit, node.this)
        if isinstance(node, exp.TimeToStr):
            form = _FORMATS.get(node.text("format"))
            return self._part(form, node.this) if form else None
        if isinstance(node, exp.DateDiff) and (unit := node.text("unit").lower() or "day") in _INTERVALS:
            return t(f"describe.between_{unit}", first=self.words(node.expression), last=self.words(node.this))
        part = _PARTS.get(type(node))
        return self._part(part, node.this) if part is not None else None

    def words_of_count(self, interval: exp.Interval) -> str:
        inner = interval.this
        return str(inner.this) if isinstance(inner, exp.Literal) else self.words(inner)

    def _part(self, part: str, of: exp.Expr) -> str | None:
        known = _PART_KEYS | {"year_month", "year_quarter", "date"}
        return t(f"describe.part_{part}", of=self.words(of)) if part in known else None

    def _window(self, node: exp.Expr) -> str | None:
        if isinstance(node, (exp.IgnoreNulls, exp.RespectNulls)):
            return self.words(node.this)
        if not isinstance(node, exp.Window):
            return None
        inner = node.this.this if isinstance(node.this, (exp.IgnoreNulls, exp.RespectNulls)) else node.this
        parts, order = node.args.get("partition_by") or [], node.args.get("order")
        within = t("describe.window_by", of=self._listed(parts)) if parts else ""
        sorted_by = self.order(order) if order is not None else ""
        if type(inner) in _RANKS:
            key = "describe.window_rank" if sorted_by else "describe.window_number"
            return within + t(key, order=sorted_by)
        if isinstance(inner, exp.Ntile):
            return within + t("describe.window_ntile", count=self.words(inner.this), order=sorted_by)
        if isinstance(inner, (exp.Lag, exp.Lead)):
            key = "describe.window_lag" if isinstance(inner, exp.Lag) else "describe.window_lead"
            return within + t(key, of=self.words(inner.this), order=sorted_by)
        if isinstance(inner, (exp.FirstValue, exp.LastValue)):
            key = "describe.window_first" if isinstance(inner, exp.FirstValue) else "describe.window_last"
            return within + t(key, of=self.words(inner.this), order=sorted_by)
        key = "describe.window_running" if sorted_by else "describe.window_total"
        return within + t(key, of=self.words(inner), order=sorted_by)

    def _choice(self, node: exp.Expr) -> str | None:
        if isinstance(node, (exp.Case, exp.If)):
            return self._case(node)
        if isinstance(node, exp.Coalesce):
            others = [self.words(other) for other in node.expressions]
            return t("describe.coalesce", value=self.words(node.this), other=", ".join(others))
        if isinstance(node, exp.Subquery):
            return self.subquery(node.this)
        if isinstance(node, exp.Round):
            return t("describe.rounded", of=self.words(node.this))
        if isinstance(node, (exp.Cast, exp.TryCast, exp.Paren)):
            text = self.words(node.this)
            return f"({text})" if isinstance(node, exp.Paren) and isinstance(node.this, exp.Binary) else text
        return None

    def _case(self, node: exp.Case | exp.If) -> str:
        from workbench.sql.describe.conditions import condition

        branches = node.args.get("ifs") or [node]
        subject = node.this if isinstance(node, exp.Case) else None
        pieces = []
        for branch in branches[:3]:
            test = exp.EQ(this=subject.copy(), expression=branch.this.copy()) if subject is not None else branch.this
            pieces.append(
                t("describe.case_when", condition=condition(test, self), value=self.words(branch.args["true"]))
            )
        default = node.args.get("default") or node.args.get("false")
        if len(branches) > 3:
            pieces.append("…")
        if default is not None:
            pieces.append(t("describe.case_else", value=self.words(default)))
        return t("describe.case", branches=", ".join(pieces))

    def _compound(self, node: exp.Expr) -> str | None:
        if isinstance(node, exp.Mod):
            return t("describe.remainder", of=self.words(node.this), by=self.words(node.expression))
        sign = _OPERATORS.get(type(node))
        if sign is not None and isinstance(node, exp.Binary):
            return f"{self.words(node.this)} {sign} {self.words(node.expression)}"
        if isinstance(node, exp.Concat):
            return " + ".join(self.words(part) for part in node.expressions)
        if isinstance(node, exp.Neg):
            return f"-{self.words(node.this)}"
        if isinstance(node, exp.Tuple):
            return f"({self._listed(node.expressions)})"
        if isinstance(node, (exp.Predicate, exp.Connector, exp.Not)):
            from workbench.sql.describe.conditions import condition

            return t("describe.whether", condition=condition(node, self))
        return None

    def subquery(self, query: exp.Expr, shown: bool = True) -> str:
        """A subquery by its number, to be described afterwards."""
        if isinstance(query, exp.Query):
            self.later.append(Later(query, shown))
        return t("describe.subquery_number", number=len(self.later))

    def order(self, order: exp.Expr) -> str:
        """`금액이 큰 순서, 이름의 오름차순`."""
        return ", ".join(self._ordered(item) for item in order.expressions)

    def _ordered(self, item: exp.Expr) -> str:
        node = item.this if isinstance(item, exp.Ordered) else item
        falling = bool(item.args.get("desc"))
        if isinstance(node, exp.Rand):
            return t("describe.order_random")
        kind = "date" if self.is_date(node) else "text" if self.is_text(node) else "number"
        if kind == "number" and not self._is_number(node):
            kind = "plain"
        return t(f"describe.order_{kind}_{'desc' if falling else 'asc'}", of=self.words(node))

    def _listed(self, nodes: list[exp.Expr]) -> str:
        return ", ".join(self.words(node) for node in nodes)

    def is_date(self, node: exp.Expr) -> bool:
        if isinstance(node, (exp.TimestampTrunc, exp.DateTrunc, exp.CurrentDate)):
            return True
        return self._type(node).startswith(("DATE", "TIMESTAMP", "TIME"))

    def is_moment(self, node: exp.Expr) -> bool:
        """Whether it has a time of day."""
        return isinstance(node, exp.Column) and self._type(node).startswith("TIMESTAMP")

    def is_text(self, node: exp.Expr) -> bool:
        return self._type(node).startswith(("VARCHAR", "TEXT", "CHAR", "ENUM"))

    def _is_number(self, node: exp.Expr) -> bool:
        if isinstance(node, (exp.AggFunc, exp.Window, exp.Binary, exp.Round)):
            return True
        if isinstance(node, exp.Column) and self.names.column_of(node) is None:
            behind = self.aliases.get(node.name.casefold())
            return behind is not None and not isinstance(behind, exp.Column) and self._is_number(behind)
        return bool(_NUMERIC.match(self._type(node)))

    def _type(self, node: exp.Expr) -> str:
        """The schema's type of a plain column, or of the one behind an output name or MIN and MAX."""
        if isinstance(node, (exp.Min, exp.Max)):
            node = node.this
        if not isinstance(node, exp.Column):
            return ""
        own = self.names.column_of(node)
        if own is not None:
            return own.type.upper()
        behind = self.aliases.get(node.name.casefold())
        return self._type(behind) if isinstance(behind, (exp.Min, exp.Max)) else ""


_NUMERIC = re.compile(r"U?(?:TINY|SMALL|BIG|HUGE)?INT|DECIMAL|NUMERIC|DOUBLE|FLOAT|REAL")
_INTERVALS = frozenset("year quarter month week day hour minute second".split())


def number_words(text: str) -> str:
    """With thousands separators from 10,000 on; 2024 stays a year."""
    return f"{int(text):,}" if text.isdigit() and len(text) > 4 else text


def _as_named(name: str, node: exp.Expr, phrases: Phrases) -> str:
    """A Hangul output name speaks for itself; any other is said by what it stands for."""
    if any("가" <= ch <= "힣" for ch in name):
        return name
    hidden = phrases.aliases.pop(name.casefold())
    try:
        return phrases.words(node)
    finally:
        phrases.aliases[name.casefold()] = hidden
