"""GROUP BY as MySQL and SQLite allow it: columns that are neither grouped nor aggregated."""

from __future__ import annotations

from sqlglot import exp

from workbench.sql.repair.grouping import has_aggregate
from workbench.sql.sources import select_of
from workbench.text import t


def relax_groups(tree: exp.Expr, dialect: str, notes: list[str]) -> exp.Expr:
    """Each such column within ANY_VALUE; beside the one MAX or MIN of SQLite, as SQLite has it, that row's value.

    MySQL documents "any value" (without ONLY_FULL_GROUP_BY), SQLite's "bare columns in an aggregate query" take the
    row with the extreme. Both are what gold's writer saw.
    """
    for select in tree.find_all(exp.Select):
        clauses = [*select.expressions, select.args.get("having"), select.args.get("order")]
        aggregated = any(clause is not None and has_aggregate(clause, select) for clause in clauses)
        group = select.args.get("group")
        if (aggregated or group is not None) and not (group is not None and group.args.get("all")):
            _relax(select, dialect, notes)
    return tree


def _relax(select: exp.Select, dialect: str, notes: list[str]) -> None:
    grouped = _grouped(select)
    extreme = _extreme(select) if dialect == "sqlite" else None
    aliases = {item.alias.casefold() for item in select.expressions if item.alias}
    names: list[str] = []
    for item in list(select.expressions):
        if isinstance(item, exp.Star):
            item.replace(_picked(exp.Columns(this=exp.Star()), extreme))
            names.append("*")
            continue
        for column in _loose(item, select, grouped):
            names.append(column.name)
            picked = _picked(column.copy(), extreme)
            column.replace(exp.alias_(picked, column.name, quoted=True) if column is item else picked)
    for clause in (select.args.get("having"), select.args.get("order")):
        for column in _loose(clause, select, grouped) if clause is not None else ():
            if column.table or column.name.casefold() not in aliases:
                column.replace(_picked(column.copy(), extreme))
                names.append(column.name)
    if names:
        notes.append(t("score.any_value", columns=", ".join(dict.fromkeys(names))))


def _picked(column: exp.Expr, extreme: exp.Expr | None) -> exp.Expr:
    if extreme is None:
        return exp.Anonymous(this="ANY_VALUE", expressions=[column])
    name = "ARG_MAX" if isinstance(extreme, exp.Max) else "ARG_MIN"
    return exp.Anonymous(this=name, expressions=[column, extreme.this.copy()])


def _grouped(select: exp.Select) -> set[str]:
    """The grouped expressions as text; a plain column also without its table."""
    group = select.args.get("group")
    aliases = {item.alias.casefold(): item.this for item in select.expressions if isinstance(item, exp.Alias)}
    found: set[str] = set()
    for item in group.expressions if group is not None else ():
        target = item
        if isinstance(item, exp.Literal) and item.name.isdigit() and 0 < int(item.name) <= len(select.expressions):
            target = select.expressions[int(item.name) - 1].unalias()
        elif isinstance(item, exp.Column) and not item.table and item.name.casefold() in aliases:
            found.add(_text(aliases[item.name.casefold()]))
        found.add(_text(target))
        if isinstance(target, exp.Column) and not select.args.get("joins"):
            found.add(target.name.casefold())
    return found


def _loose(clause: exp.Expr, select: exp.Select, grouped: set[str]) -> list[exp.Column]:
    found = []
    for column in [clause] if isinstance(clause, exp.Column) else list(clause.find_all(exp.Column)):
        if select_of(column) is not select or _is_covered(column, select, grouped):
            continue
        found.append(column)
    return found


def _is_covered(column: exp.Column, select: exp.Select, grouped: set[str]) -> bool:
    """Whether the column is aggregated, grouped, or part of a grouped expression."""
    if not select.args.get("joins") and column.name.casefold() in grouped:
        return True
    node: exp.Expr | None = column
    while node is not None and node is not select:
        windowed = isinstance(node.parent, exp.Window)
        if _text(node) in grouped or (isinstance(node, exp.AggFunc) and not windowed):
            return True
        node = node.parent
    return False


def _text(node: exp.Expr) -> str:
    return str(node.unalias().sql("duckdb")).casefold()


def _extreme(select: exp.Select) -> exp.Expr | None:
    """The one MAX(x) or MIN(x) of the query, if it has no other aggregate."""
    clauses = [*select.expressions, select.args.get("having"), select.args.get("order")]
    found = {
        _text(node): node
        for clause in clauses
        if clause is not None
        for node in clause.find_all(exp.AggFunc)
        if select_of(node) is select
    }
    only = next(iter(found.values())) if len(found) == 1 else None
    return only if isinstance(only, exp.Max | exp.Min) else None
