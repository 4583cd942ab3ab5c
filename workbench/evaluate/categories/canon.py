"""One spelling for expressions that say the same: aliases, quoting, operand order and casts do not count.

sqlglot's optimizer (qualify, normalize) does much of this, but raises at the first name it does not know and loses
the places in the text; a wrong answer is read here with whatever names it has.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from sqlglot import exp

from workbench.schema.names import fold
from workbench.sql.scopes import Frame, Scopes, Source

_DEEPEST = 40
_SWAPPED = (exp.Add, exp.EQ, exp.NEQ, exp.NullSafeEQ, exp.NullSafeNEQ)
_MIRRORED: dict[type[exp.Expr], str] = {exp.LT: ">", exp.LTE: ">=", exp.GT: ">", exp.GTE: ">="}
_PARTS: dict[type[exp.Expr], str] = {
    exp.Year: "year",
    exp.Month: "month",
    exp.Day: "day",
    exp.DayOfMonth: "day",
    exp.Quarter: "quarter",
    exp.Week: "week",
    exp.DayOfWeek: "dayofweek",
}
_FORMATS = {"%Y": "year", "%m": "month", "%d": "day"}
_LABELS = {"%Y-%m": "trunc_month", "%Y%m": "trunc_month", "%Y-%m-%d": "trunc_day", "%Y%m%d": "trunc_day"}
_SILENT = {"big_int", "nulls_first", "safe", "coalesce", "date_part_boundary", "over", "safe_division", "typed"}
_NUMERIC = ("DOUBLE", "FLOAT", "DECIMAL", "REAL", "NUMERIC")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(:00(\.0+)?)?")


class Canon:
    """Spells the expressions of one statement.

    inline: a column of a CTE or subquery by what it is made of, else by its name. same: columns that an inner join
    makes equal, by frame (id) and spelling, to the one that stands for all of them. turned: where a table is read
    twice in one SELECT, count the last one first.
    """

    def __init__(
        self,
        scopes: Scopes,
        inline: bool,
        same: Mapping[int, Mapping[str, str]] | None = None,
        turned: bool = False,
    ) -> None:
        self.scopes = scopes
        self.inline = inline
        self.same = same or {}
        self.turned = turned
        self._depth = 0

    def text(self, node: exp.Expr | None) -> str:
        """The spelling; never raises for depth."""
        if node is None:
            return ""
        if self._depth > _DEEPEST:
            return "…"
        self._depth += 1
        try:
            return self._spelled(node)
        finally:
            self._depth -= 1

    def label(self, source: Source, frame: Frame) -> str:
        """The table's name; the second use of a table in one SELECT has a number."""
        name = fold(source.table.name) if source.table is not None else fold(source.name)
        twins = [s for s in frame.sources if s.table is source.table and s.table is not None]
        place = twins.index(source) if source in twins else 0
        place = len(twins) - 1 - place if self.turned and twins else place
        return f"{name}#{place + 1}" if place else name

    def _spelled(self, node: exp.Expr) -> str:
        if isinstance(node, (exp.Paren, exp.Alias, exp.Subquery)) and not isinstance(node.this, exp.Query):
            return self.text(node.this)
        if isinstance(node, exp.Query) or (isinstance(node, exp.Subquery)):
            return "(query)"
        if isinstance(node, exp.Column):
            return self._column(node)
        if isinstance(node, exp.Literal):
            return _literal(node)
        if isinstance(node, (exp.Identifier, exp.Var)):
            return fold(node.name)
        if isinstance(node, exp.Cast):
            return self._cast(node)
        if isinstance(node, (exp.And, exp.Or)):
            return f"{node.key}({', '.join(sorted(self.text(part) for part in node.flatten()))})"
        if isinstance(node, _SWAPPED):
            return f"{node.key}({', '.join(sorted((self.text(node.this), self.text(node.expression))))})"
        if type(node) in _MIRRORED:
            sides = [self.text(node.this), self.text(node.expression)]
            if isinstance(node, (exp.LT, exp.LTE)):
                sides.reverse()
            return f"{sides[0]} {_MIRRORED[type(node)]} {sides[1]}"
        return self._call(node)

    def _call(self, node: exp.Expr) -> str:
        part = date_part(node)
        if part is not None:
            return f"{part[0]}({self.text(part[1])})"
        if isinstance(node, exp.Count):
            return self._count(node)
        counted = conditional(node)
        if counted is not None:
            value, condition = counted
            return f"{self.text(value) if value is not None else 'count(*)'} if {self.text(condition)}"
        if isinstance(node, (exp.CurrentDate, exp.CurrentTimestamp, exp.Localtimestamp)) or _is_now(node):
            return "today" if isinstance(node, exp.CurrentDate) else "now"
        if isinstance(node, (exp.Mul, exp.Div)):
            return self._product(node)
        if isinstance(node, (exp.TimestampTrunc, exp.DateTrunc)):
            return f"trunc_{node.text('unit').lower()}({self.text(node.this)})"
        if isinstance(node, exp.Interval):
            return f"{node.text('this')} {node.text('unit').lower().rstrip('s')}"
        if isinstance(node, (exp.DPipe, exp.Concat)):
            parts = node.expressions or list(node.flatten())
            return f"concat({', '.join(self.text(p) for p in parts)})"
        return self._generic(node)

    def _generic(self, node: exp.Expr) -> str:
        name = fold(node.name) if isinstance(node, exp.Anonymous) else node.key
        shown = []
        for key, value in node.args.items():
            if key in _SILENT or value is None or value is False or (key == "this" and isinstance(value, str)):
                continue
            values = value if isinstance(value, list) else [value]
            texts = [self.text(v) if isinstance(v, exp.Expr) else fold(str(v)) for v in values]
            if texts:
                shown.append(", ".join(texts))
        return f"{name}({'; '.join(shown)})"

    def _product(self, node: exp.Expr) -> str:
        """`100.0 * a / b` and `a / b * 100` alike."""
        over, under = factors(node)
        above, below = (sorted(self.text(f) for f in side if not _is_one(f)) for side in (over, under))
        if len(above) == 1 and not below:
            return above[0]
        return f"({' * '.join(above) or '1'}{' / ' if below else ''}{' / '.join(below)})"

    def _column(self, node: exp.Column) -> str:
        if isinstance(node.this, exp.Star):
            return "*"
        meaning = self.scopes.meaning(node)
        frame = meaning.frame
        if meaning.kind == "alias" and frame is not None:
            made = frame.aliases.get(fold(node.name))
            return self.text(made) if made is not None and made is not node else fold(node.name)
        if meaning.kind != "found" or meaning.source is None or frame is None:
            return fold(node.name)
        spelled = self._of_source(node, meaning.source, frame)
        spelled = self.same.get(id(frame), {}).get(spelled, spelled)
        return spelled if frame is self.scopes.frame_of(node) else f"^{spelled}"

    def _of_source(self, node: exp.Column, source: Source, frame: Frame) -> str:
        output = source.find(node.name)
        if source.table is not None:
            name = output.column.name if output is not None and output.column is not None else node.name
            return f"{self.label(source, frame)}.{fold(name)}"
        if not self.inline or output is None:
            return f"~{fold(node.name)}"
        if output.column is not None and output.table is not None:
            return f"{fold(output.table.name)}.{fold(output.column.name)}"
        return self.text(output.expression) if output.expression is not None else f"~{fold(node.name)}"

    def _cast(self, node: exp.Cast) -> str:
        inner = self.text(node.this)
        if isinstance(node.this, exp.Literal) and node.this.is_string:
            return _midnight(inner) if node.to.is_type(*exp.DataType.TEMPORAL_TYPES) else inner
        kind = node.to.sql("duckdb").upper()
        return inner if kind.startswith(_NUMERIC) else f"{kind.lower()}({inner})"

    def _count(self, node: exp.Count) -> str:
        inner = node.this
        if inner is None or isinstance(inner, (exp.Star, exp.Literal)):
            return "count(*)"
        if isinstance(inner, exp.Column):
            meaning = self.scopes.meaning(inner)
            if meaning.output is not None and not meaning.output.nullable:
                return "count(*)"
        if isinstance(inner, exp.Case | exp.If) and (counted := conditional(node)) is not None:
            return f"count(*) if {self.text(counted[1])}"
        return f"count({self.text(inner)})"


def factors(node: exp.Expr) -> tuple[list[exp.Expr], list[exp.Expr]]:
    """What a product multiplies and what it divides by; casts to decimals are looked through."""
    inner = node
    while isinstance(inner, exp.Paren) or (isinstance(inner, exp.Cast) and inner.to.is_type(*exp.DataType.REAL_TYPES)):
        inner = inner.this
    if not isinstance(inner, (exp.Mul, exp.Div)):
        return [node], []
    over, under = factors(inner.this)
    more, less = factors(inner.expression)
    return (over + more, under + less) if isinstance(inner, exp.Mul) else (over + less, under + more)


def date_part(node: exp.Expr) -> tuple[str, exp.Expr] | None:
    """`year` and the date, of YEAR(d), EXTRACT(year FROM d), date_part('year', d) and strftime(d, '%Y')."""
    if type(node) in _PARTS:
        return _PARTS[type(node)], node.this
    if isinstance(node, exp.Extract):
        return fold(node.this.name), node.expression
    if isinstance(node, exp.Anonymous) and fold(node.name) in ("date_part", "datepart") and len(node.expressions) == 2:
        return fold(node.expressions[0].name), node.expressions[1]
    if isinstance(node, exp.TimeToStr) and node.text("format") in _FORMATS:
        return _FORMATS[node.text("format")], node.this
    if isinstance(node, exp.Cast) and not isinstance(node.this, exp.Literal) and not isinstance(node, exp.TryCast):
        inner = date_part(node.this)
        return inner if node.to.is_type(*exp.DataType.INTEGER_TYPES) else None
    return None


def period(node: exp.Expr) -> tuple[str, exp.Expr] | None:
    """`trunc_month` and the date, of date_trunc('month', d) and strftime(d, '%Y-%m')."""
    if isinstance(node, (exp.TimestampTrunc, exp.DateTrunc)):
        return f"trunc_{node.text('unit').lower()}", node.this
    if isinstance(node, exp.TimeToStr):
        return _LABELS.get(node.text("format"), "text"), node.this
    if isinstance(node, (exp.Monthname, exp.Dayname)):
        return node.key, node.this
    return None


def conditional(node: exp.Expr) -> tuple[exp.Expr | None, exp.Expr] | None:
    """What is aggregated (None: rows are counted) and under which condition.

    One form for count(*) FILTER (WHERE c), count_if(c), sum(CASE WHEN c THEN 1 ELSE 0 END) and count(CASE WHEN c …).
    """
    if isinstance(node, exp.Filter) and isinstance(node.expression, exp.Where):
        inner = node.this
        counts = isinstance(inner, exp.Count) and not isinstance(inner.this, (exp.Distinct, exp.Column))
        return (None if counts else inner), node.expression.this
    if isinstance(node, exp.CountIf):
        return None, node.this
    if not isinstance(node, (exp.Sum, exp.Count)):
        return None
    case = node.this.unnest() if node.this is not None else None
    if not isinstance(case, (exp.Case, exp.If)):
        return None
    branches = case.args.get("ifs") or [case]
    default = case.args.get("default") or case.args.get("false")
    if len(branches) != 1 or (isinstance(case, exp.Case) and case.this is not None):
        return None
    value, nothing = branches[0].args.get("true"), default is None or isinstance(default, exp.Null)
    if isinstance(node, exp.Sum):
        nothing = nothing or (isinstance(default, exp.Literal) and default.this == "0")
        return (None, branches[0].this) if nothing and _is_one(value) else None
    return (None, branches[0].this) if nothing and isinstance(value, exp.Literal) else None


def day_of(text: str) -> dt.date | None:
    """The date of a spelled literal `'2024-01-31'`."""
    try:
        return dt.date.fromisoformat(text.strip("'"))
    except ValueError:
        return None


def _literal(node: exp.Literal) -> str:
    if node.is_string:
        return _midnight(f"'{node.this}'")
    try:
        return f"{float(node.this):.12g}"
    except ValueError:
        return str(node.this)


def _midnight(text: str) -> str:
    match = _MIDNIGHT.fullmatch(text.strip("'"))
    return f"'{match[1]}'" if match else text


def _is_now(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and fold(node.name) in ("now", "get_current_timestamp")


def _is_one(node: exp.Expr | None) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and node.this in ("1", "1.0")
