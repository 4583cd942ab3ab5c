"""What a query makes use of, and how hard Spider would call it."""

from __future__ import annotations

from typing import Literal

from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.sql.parsing import parse
from workbench.sql.transpile.inward import parse as parse_any

Hardness = Literal["easy", "medium", "hard", "extra"]
FEATURES = (
    "join",
    "multi_join",
    "outer_join",
    "self_join",
    "group",
    "having",
    "order",
    "limit",
    "distinct",
    "aggregate",
    "subquery",
    "cte",
    "set_operation",
    "window",
    "case",
    "date",
    "like",
    "null",
    "negation",
    "or",
    "ratio",
)

_DATES = (
    exp.CurrentDate, exp.CurrentTimestamp, exp.Localtimestamp, exp.Interval, exp.Extract, exp.Year, exp.Month, exp.Day,
    exp.Quarter, exp.Week, exp.DateDiff, exp.DateAdd, exp.DateSub, exp.TimestampTrunc, exp.DateTrunc, exp.TimeToStr,
    exp.StrToTime, exp.LastDay, exp.DayOfWeek, exp.DayOfMonth, exp.DayOfYear, exp.TsOrDsToDate, exp.Date, exp.Hour,
)  # fmt: skip
_DATE_NAMES = ("date", "strftime", "strptime", "curdate", "getdate", "sysdate", "to_char", "timestampdiff", "today")
_DATE_TYPES = ("DATE", "TIMESTAMP", "DATETIME", "TIMESTAMPTZ", "TIMESTAMPNTZ")


def features(sql: str) -> tuple[str, ...]:
    """Names out of FEATURES that `sql` has, in that order; () for a text that cannot be read."""
    tree = _tree(sql)
    if tree is None:
        return ()
    found = {name for name, has in _clauses(tree).items() if has} | _conditions(tree)
    return tuple(name for name in FEATURES if name in found)


def hardness(sql: str) -> Hardness:
    """Spider's level, by the rules of its evaluation.py (components 1, 2 and others).

    A CTE, a subquery in FROM and a window, which Spider's grammar lacks, count as its nested queries do. A text that
    cannot be read is `extra`.
    """
    tree = _tree(sql)
    if tree is None:
        return "extra"
    first, second, others = _component1(tree), _component2(tree), _others(tree)
    if first <= 1 and others == 0 and second == 0:
        return "easy"
    if second == 0 and ((others <= 2 and first <= 1) or (first <= 2 and others < 2)):
        return "medium"
    if second == 0 and ((others > 2 and first <= 2) or (2 < first <= 3 and others <= 2)):
        return "hard"
    return "hard" if first <= 1 and others == 0 and second <= 1 else "extra"


def _tree(sql: str) -> exp.Expr | None:
    parsed = parse(sql.strip().rstrip(";"))
    tree: exp.Expr | None = parsed.statements[0] if len(parsed.statements) == 1 else None
    if parsed.problem is not None and parsed.problem.kind == "syntax":
        try:
            tree = parse_any(sql, "mysql")
        except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError):
            return None
    return tree if isinstance(tree, exp.Query) else None


def _clauses(tree: exp.Expr) -> dict[str, bool]:
    joins = [join for select in tree.find_all(exp.Select) for join in select.args.get("joins") or ()]
    names = [
        sorted(t.name.casefold() for t in _tables(select)) for select in tree.find_all(exp.Select) if _tables(select)
    ]
    queries = [q for q in tree.find_all(exp.Query) if not isinstance(q, exp.Subquery | exp.Table)]
    inner = [q for q in queries if q is not tree and not isinstance(q.parent, exp.CTE | exp.SetOperation)]
    root = tree.this if isinstance(tree, exp.Subquery) else tree
    return {
        "join": bool(joins),
        "multi_join": any(len(select.args.get("joins") or ()) > 1 for select in tree.find_all(exp.Select)),
        "outer_join": any(join.side in ("LEFT", "RIGHT", "FULL") for join in joins),
        "self_join": any(len(set(one)) < len(one) for one in names),
        "group": tree.find(exp.Group) is not None,
        "having": tree.find(exp.Having) is not None,
        "order": any(isinstance(order.parent, exp.Query) for order in tree.find_all(exp.Order)),
        "limit": tree.find(exp.Limit, exp.Fetch) is not None,
        "distinct": tree.find(exp.Distinct) is not None,
        "aggregate": any(not isinstance(a.parent, exp.Window) for a in tree.find_all(exp.AggFunc)),
        "subquery": any(q is not root for q in inner),
        "cte": tree.find(exp.CTE) is not None,
        "set_operation": tree.find(exp.SetOperation) is not None,
        "window": tree.find(exp.Window) is not None,
        "case": tree.find(exp.Case, exp.If) is not None,
    }


def _tables(select: exp.Select) -> list[exp.Table]:
    first = select.args.get("from_")
    nodes = [first.this] if first is not None else []
    nodes += [join.this for join in select.args.get("joins") or ()]
    return [node for node in nodes if isinstance(node, exp.Table)]


def _conditions(tree: exp.Expr) -> set[str]:
    found = set()
    if _is_dated(tree):
        found.add("date")
    if tree.find(exp.Like, exp.ILike, exp.RegexpLike) is not None:
        found.add("like")
    if any(isinstance(node.expression, exp.Null) for node in tree.find_all(exp.Is)):
        found.add("null")
    if tree.find(exp.Not, exp.NEQ, exp.Except) is not None:
        found.add("negation")
    if tree.find(exp.Or) is not None:
        found.add("or")
    if any(_is_ratio(node) for node in tree.find_all(exp.Div)):
        found.add("ratio")
    return found


def _is_dated(tree: exp.Expr) -> bool:
    if tree.find(*_DATES) is not None:
        return True
    if any(cast.to.this.value in _DATE_TYPES for cast in tree.find_all(exp.Cast)):
        return True
    if any(node.name.casefold().startswith(_DATE_NAMES) for node in tree.find_all(exp.Anonymous)):
        return True
    return any(node.is_string and _looks_dated(node.name) for node in tree.find_all(exp.Literal))


def _looks_dated(text: str) -> bool:
    """2024-01, 2024-01-31, 2024-01-31 10:30, 2023-02-%"""
    digits = text[:7].replace("-", "")
    return len(text) >= 7 and text[4] == "-" and len(digits) == 6 and digits.isdigit()


def _is_ratio(node: exp.Div) -> bool:
    """A division by something counted, not by a constant such as 1000."""
    return node.right.find(exp.Column, exp.AggFunc, exp.Query) is not None


def _main(tree: exp.Expr) -> exp.Expr:
    """The query whose clauses count: the first of a set operation, as in Spider."""
    while isinstance(tree, exp.Subquery | exp.SetOperation):
        tree = tree.this
    return tree


def _own(tree: exp.Expr, *kinds: type[exp.Expr]) -> list[exp.Expr]:
    """Nodes of the WHERE, HAVING and ON of the main query itself."""
    main = _main(tree)
    clauses = [main.args.get("where"), main.args.get("having")]
    clauses += [join.args.get("on") for join in main.args.get("joins") or ()]
    found = [node for clause in clauses if clause is not None for node in clause.find_all(*kinds)]
    return [node for node in found if node.find_ancestor(exp.Select) is main]


def _component1(tree: exp.Expr) -> int:
    main = _main(tree)
    count = sum(main.args.get(name) is not None for name in ("where", "group", "order", "limit"))
    if main is not tree:
        count += sum(tree.args.get(name) is not None for name in ("order", "limit"))
    count += len(main.args.get("joins") or ())
    return count + len(_own(tree, exp.Or)) + len(_own(tree, exp.Like, exp.ILike))


def _component2(tree: exp.Expr) -> int:
    main = _main(tree)
    nested = [q for q in main.find_all(exp.Select) if q is not main and q.find_ancestor(exp.Select) is main]
    operations = len(list(tree.find_all(exp.SetOperation))) if main is not tree else 0
    windows = main.find(exp.Window) is not None
    return len(nested) + operations + windows


def _others(tree: exp.Expr) -> int:
    main = _main(tree)
    order = main.args.get("order")
    counted = [*main.expressions, *(order.expressions if order is not None else ())]
    aggregates = sum(len(list(item.find_all(exp.AggFunc))) for item in counted)
    where, group = main.args.get("where"), main.args.get("group")
    return sum(
        (
            aggregates > 1,
            len(main.expressions) > 1,
            where is not None and isinstance(where.this.unnest(), exp.Connector),
            group is not None and len(group.expressions) > 1,
        )
    )
