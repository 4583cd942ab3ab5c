"""Changes to the query's tree: what other databases say with clauses, pseudo-columns and operators."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp
from sqlglot.transforms import eliminate_join_marks

from workbench.sql.sources import select_of, sources, visible
from workbench.sql.transpile.build import cast, func, interval, is_text, shifted, text
from workbench.sql.transpile.context import Context
from workbench.text import t

_LITERAL_PLACES = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Like, exp.ILike, exp.In, exp.Between,
exp.If, exp.Case,
                   exp.Func, exp.DPipe, exp.Tuple, exp.RegexpLike)  # fmt: skip


def reshape(tree: exp.Expr, context: Context) -> tuple[exp.Expr, tuple[str, ...]]:
    """The tree in DuckDB's terms and a note for each change that a reader should know."""
    notes: list[str] = []
    if any(c.args.get("join_mark") for c in tree.find_all(exp.Column)):
        tree = _once(eliminate_join_marks(tree))
        notes.append(t("transpile.join_marks"))
    steps: tuple[tuple[Callable[[exp.Expr, Context], bool], str], ...] = (
        (_dual, ""), (_namespaces, "transpile.namespace"), (_rownum, "transpile.rownum"), (_quoted_literals,
        "transpile.quoted_literal"),
        (_alias_literals, "transpile.alias_literal"), (_plus, "transpile.plus"), (_date_arithmetic,
        "transpile.date_arithmetic"),
        (_text_dates, "transpile.text_date"), (_distinct_tuple, ""), (_ratio, ""), (_korean_days, ""),
        (_text_arguments, "transpile.text_argument"),
    )  # fmt: skip
    for step, note in steps:
        if step(tree, context) and note:
            notes.append(t(note))
    return tree, tuple(notes)


def _once(tree: exp.Expr) -> exp.Expr:
    """sqlglot moves a marked table out of FROM and leaves the one that replaced it in the list as well."""
    for select in tree.find_all(exp.Select):
        from_ = select.args.get("from_")
        first = from_.this.alias_or_name.casefold() if from_ is not None else ""
        kept = [
            j for j in select.args.get("joins") or [] if j.args.get("on") or j.this.alias_or_name.casefold() != first
        ]
        select.set("joins", kept)
    return tree


def _dual(tree: exp.Expr, context: Context) -> bool:
    changed = False
    for table in list(tree.find_all(exp.Table)):
        from_ = table.parent
        if table.name.casefold() == "dual" and isinstance(from_, exp.From) and context.schema.table("dual") is None:
            select = from_.parent
            if isinstance(select, exp.Select) and not select.args.get("joins"):
                select.set("from_", None)
                changed = True
    return changed


def _namespaces(tree: exp.Expr, context: Context) -> bool:
    """public.orders → orders, and public.orders.id → orders.id: built databases have no other namespace."""
    changed = False
    for node in list(tree.find_all(exp.Table, exp.Column)):
        known = context.schema.table(node.table if isinstance(node, exp.Column) else node.name)
        if node.args.get("db") and (known is not None or isinstance(node, exp.Column)):
            node.set("db", None)
            node.set("catalog", None)
            changed = True
    return changed


def _rownum(tree: exp.Expr, context: Context) -> bool:
    """WHERE ROWNUM <= n → LIMIT n. With ORDER BY beside it the first n in that order are meant."""
    changed = False
    for column in list(tree.find_all(exp.Column)):
        select = select_of(column)
        if column.name.upper() != "ROWNUM" or column.table or select is None or _is_column(column, context):
            continue
        test = column.parent
        amount = _at_most(test, column) if isinstance(test, exp.Predicate) else None
        if test is not None and amount is not None and _is_conjunct(test, select):
            _drop_condition(select, test)
            inner = _only_subquery(select)
            (inner if inner is not None else select).limit(amount, copy=False)
        else:
            column.replace(exp.Window(this=exp.RowNumber()))
        changed = True
    return changed


def _is_column(column: exp.Column, context: Context) -> bool:
    return any(s.has(column.name) for offered in visible(column, context.schema) for s in offered)


def _at_most(test: exp.Expr, column: exp.Column) -> int | None:
    left, right = test.args.get("this"), test.args.get("expression")
    other = right if left is column else left
    if not isinstance(other, exp.Literal) or other.is_string or not other.name.isdigit():
        return None
    value = int(other.name)
    below: type[exp.Expr] = exp.LT if left is column else exp.GT
    upto: type[exp.Expr] = exp.LTE if left is column else exp.GTE
    if isinstance(test, below):
        return value - 1
    return value if isinstance(test, upto) or (isinstance(test, exp.EQ) and value == 1) else None


def _is_conjunct(test: exp.Expr, select: exp.Select) -> bool:
    where = select.args.get("where")
    parts = (
        where.this.flatten()
        if where is not None and isinstance(where.this, exp.And)
        else [where.this]
        if where is not None
        else []
    )
    return any(part is test for part in parts)


def _drop_condition(select: exp.Select, test: exp.Expr) -> None:
    where = select.args["where"]
    rest = [part.copy() for part in where.this.flatten() if part is not test] if isinstance(where.this, exp.And) else []
    select.set("where", exp.Where(this=exp.and_(*rest, copy=False)) if rest else None)


def _only_subquery(select: exp.Select) -> exp.Select | None:
    """SELECT * FROM (… ORDER BY …) WHERE ROWNUM <= n: the limit belongs where the order is."""
    from_ = select.args.get("from_")
    plain = not any(select.args.get(k) for k in ("where", "joins", "group", "order", "having"))
    inner = from_.this.this if from_ is not None and isinstance(from_.this, exp.Subquery) else None
    ordered = isinstance(inner, exp.Select) and inner.args.get("order") and not inner.args.get("limit")
    return inner if plain and ordered else None


def _quoted_literals(tree: exp.Expr, context: Context) -> bool:
    """city = "서울" of MySQL, SQLite and BigQuery: a text, unless some table in reach has such a column."""
    changed = False
    for column in list(tree.find_all(exp.Column)):
        name = column.this
        if (
            not isinstance(name, exp.Identifier)
            or not name.quoted
            or column.table
            or not isinstance(column.parent, _LITERAL_PLACES)
        ):
            continue
        offered = [s for level in visible(column, context.schema) for s in level]
        select = select_of(column)
        aliases = {e.alias.casefold() for e in select.expressions if e.alias} if select is not None else set()
        close = {_plain(c.name) for s in offered if s.table for c in s.table.columns}
        unknown = any(s.has(column.name) is not False for s in offered)
        if unknown or column.name.casefold() in aliases or _plain(column.name) in close:
            continue
        column.replace(text(column.name))
        changed = True
    return changed


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _alias_literals(tree: exp.Expr, context: Context) -> bool:
    """ORDER BY '총 매출' where that is an alias or a column (GROUP BY and HAVING too)."""
    changed = False
    for select in tree.find_all(exp.Select):
        aliases = {_plain(e.alias_or_name): e.alias_or_name for e in select.expressions if e.alias_or_name}
        tables = [source.table for source in sources(select, context.schema) if source.table is not None]
        columns = {_plain(column.name): column.name for table in tables for column in table.columns}
        for literal in _outer_literals(select):
            known = aliases.get(_plain(literal.name)) or columns.get(_plain(literal.name))
            if known:
                literal.replace(exp.column(exp.to_identifier(known, quoted=True)))
                changed = True
    return changed


def _outer_literals(select: exp.Select) -> list[exp.Expr]:
    found: list[exp.Expr] = []
    for ordered in (select.args.get("order") or exp.Order(expressions=[])).expressions:
        found += [ordered.this] if is_text(ordered.this) else []
    group = select.args.get("group")
    found += [e for e in (group.expressions if group is not None else []) if is_text(e)]
    having = select.args.get("having")
    if having is not None:
        # In HAVING '총 매출' > 100 the left side can only be meant as a name.
        found += [p.this for p in having.find_all(exp.GT, exp.GTE, exp.LT, exp.LTE) if is_text(p.this)]
    return found


def _plus(tree: exp.Expr, context: Context) -> bool:
    """'a' + name of T-SQL → 'a' || name."""
    changed = False
    for node in reversed(list(tree.find_all(exp.Add))):
        sides = [node.left, node.right]
        kinds = [context.kind(s) for s in sides]
        words = any(is_text(s) and not re.fullmatch(r"\s*-?[\d.]+\s*", s.name) for s in sides)
        texts = all(k == "text" for k in kinds) or words or any(isinstance(s, exp.DPipe) for s in sides)
        if texts and not {"date", "timestamp", "interval"} & set(kinds):
            node.replace(exp.DPipe(this=node.left.copy(), expression=node.right.copy()))
            changed = True
    return changed


def _date_arithmetic(tree: exp.Expr, context: Context) -> bool:
    """Oracle counts in days: SYSDATE - 7, SYSDATE - order_date > 30."""
    changed = False
    for node in reversed(list(tree.find_all(exp.Add, exp.Sub))):
        left, right = context.kind(node.left), context.kind(node.right)
        if left == "timestamp" and right == "number":
            minus = isinstance(node, exp.Sub)
            node.replace(shifted(node.left, _days(node.right), minus))
            changed = True
        elif (
            isinstance(node, exp.Sub)
            and {left, right} <= {"date", "timestamp"}
            and "timestamp" in (left, right)
            and _counts(node, context)
        ):
            node.replace(func("DATE_DIFF", text("day"), node.right.copy(), node.left.copy()))
            changed = True
    return changed


def _days(amount: exp.Expr) -> exp.Expr:
    """n days; Oracle's n/24 are hours."""
    if isinstance(amount, exp.Div) and amount.expression.name == "24" and isinstance(amount.this, exp.Literal):
        return interval(amount.this, "HOUR")
    return interval(amount, "DAY")


def _counts(node: exp.Expr, context: Context) -> bool:
    """Whether the difference of two times is used as a number."""
    parent = node.parent
    while isinstance(parent, exp.Paren):
        parent = parent.parent
    if isinstance(parent, exp.Avg | exp.Sum | exp.Round | exp.Floor | exp.Ceil | exp.Div | exp.Mul | exp.Abs):
        return True
    if isinstance(parent, exp.Anonymous) and parent.name.upper() in ("TRUNC", "ROUND", "CEIL", "FLOOR"):
        return True
    others = (
        [c for c in parent.iter_expressions() if c is not node and c.unnest() is not node]
        if isinstance(parent, exp.Predicate)
        else []
    )
    return (bool(others) and all(context.kind(c) == "number" for c in others)) or (
        context.dialect == "oracle" and isinstance(parent, exp.Alias | exp.Select)
    )


def _text_dates(tree: exp.Expr, context: Context) -> bool:
    """EXTRACT(YEAR FROM '…' or a text column), and MySQL's EXTRACT(YEAR_MONTH …)."""
    changed = False
    for node in list(tree.find_all(exp.Extract)):
        value = context.as_time(node.expression)
        if node.name.upper() == "YEAR_MONTH":
            node.replace(cast(func("STRFTIME", value, text("%Y%m")), "INTEGER"))
            changed = True
        elif value != node.expression:
            node.set("expression", value)
            changed = True
    return changed


def _distinct_tuple(tree: exp.Expr, context: Context) -> bool:
    """COUNT(DISTINCT a, b) → COUNT(DISTINCT (a, b))."""
    changed = False
    for node in list(tree.find_all(exp.Distinct)):
        if isinstance(node.parent, exp.Count) and len(node.expressions) > 1:
            node.set("expressions", [exp.Tuple(expressions=[e.copy() for e in node.expressions])])
            changed = True
    return changed


def _ratio(tree: exp.Expr, context: Context) -> bool:
    """RATIO_TO_REPORT(x) OVER (…) → x / SUM(x) OVER (…)."""
    changed = False
    for node in list(tree.find_all(exp.Window)):
        call = node.this
        if isinstance(call, exp.Anonymous) and call.name.upper() == "RATIO_TO_REPORT" and call.expressions:
            part = call.expressions[0].copy()
            total = node.copy()
            total.set("this", exp.Sum(this=part))
            node.replace(exp.paren(exp.Div(this=part.copy(), expression=total)))
            changed = True
    return changed


_DAYS = "월화수목금토일"


def _korean_days(tree: exp.Expr, context: Context) -> bool:
    """TO_CHAR(d, 'DAY') = '월요일': with Korean settings Oracle and MySQL name days so; DuckDB has English only."""
    changed = False
    for node in list(tree.find_all(exp.EQ, exp.NEQ, exp.In)):
        literals = node.expressions if isinstance(node, exp.In) else [node.expression]
        if not literals or not all(is_text(x) and re.fullmatch(f"[{_DAYS}](요일)?", x.name) for x in literals):
            continue
        for call in node.this.find_all(exp.Anonymous):
            shown = call.name.upper() == "STRFTIME" and call.expressions[-1].name in ("%A", "%a")
            if shown or call.name.upper() == "DAYNAME":
                ending = "요일" if len(literals[0].name) > 1 else ""
                names = exp.Array(expressions=[text(day + ending) for day in _DAYS])
                node.this.replace(func("LIST_EXTRACT", names, func("ISODOW", call.expressions[0].copy())))
                changed = True
                break
    return changed


_TEXT_FUNCTIONS = frozenset(
    "LPAD RPAD SUBSTR SUBSTRING LEFT RIGHT LENGTH LEN UPPER LOWER REPLACE TRIM STRPOS STRING_SPLIT "
    "REVERSE LTRIM RTRIM".split()
)


def _text_arguments(tree: exp.Expr, context: Context) -> bool:
    """SUBSTR(order_date, 1, 7), LPAD(id, 5, '0'), id LIKE '1%': other databases make text of anything."""
    changed = False
    kinds = (exp.Substring, exp.Left, exp.Right, exp.Pad, exp.Like, exp.ILike, exp.Length, exp.Upper, exp.Lower,
    exp.Replace, exp.Trim,
             exp.RegexpLike, exp.StrPosition)  # fmt: skip
    for node in list(tree.find_all(*kinds, exp.Anonymous)):
        if isinstance(node, exp.Anonymous):
            first = node.expressions[0] if node.name.upper() in _TEXT_FUNCTIONS and node.expressions else None
        else:
            first = node.this
        if first is not None and context.kind(first) in ("number", "date", "timestamp", "bool"):
            first.replace(cast(first, "VARCHAR"))
            changed = True
    return changed
