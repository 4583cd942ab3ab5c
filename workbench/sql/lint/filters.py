"""Rules about conditions that hold for no row, every row, or other rows than meant."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from workbench.sql.lint.query import Finding, Query, clause, conjuncts, inside
from workbench.sql.scopes import Frame
from workbench.sql.scopes.kinds import ValueKind, same_kind
from workbench.text import t

COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_TRUE_WORDS = {"true", "false", "t", "f", "y", "n", "yes", "no", "1", "0", "on", "off"}
_WRAPPERS = (
    exp.Upper, exp.Lower, exp.Trim, exp.Substring, exp.Left, exp.Right, exp.TimeToStr, exp.Year, exp.Month, exp.Day,
    exp.Extract, exp.DateTrunc, exp.TimestampTrunc, exp.Cast, exp.Coalesce, exp.Replace, exp.Anonymous,
)  # fmt: skip
_ROW_WISE = {"strftime", "date_part", "datepart", "left", "right", "round"}


def filters(frame: Frame) -> list[exp.Expr]:
    """WHERE, HAVING, QUALIFY and ON of one SELECT."""
    found = [clause(frame, name) for name in ("where", "having", "qualify")]
    found += [source.join.args.get("on") for source in frame.sources if source.join is not None]
    return [node for node in found if node is not None]


def null_comparison(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        for part in [*filters(frame), *frame.node.expressions]:
            for node in inside(part):
                if isinstance(node, exp.EQ | exp.NEQ) and isinstance(node.expression, exp.Null):
                    start, end = query.parsed.span(node.this)
                    end = _with_null(query, end)
                    fixed = "IS NULL" if isinstance(node, exp.EQ) else "IS NOT NULL"
                    yield Finding(start, end, values={"column": query.text(node.this), "fixed": fixed})
                elif isinstance(node, exp.In) and any(isinstance(e, exp.Null) for e in node.expressions):
                    variant = "not-in" if isinstance(node.parent, exp.Not) else "in"
                    yield query.at(node, variant=variant)


def _with_null(query: Query, end: int) -> int:
    """NULL keeps no place in the tree: it is the second token after the column."""
    index = query.parsed.token_at(end)
    for token in query.parsed.tokens[index : index + 3]:
        if token.text.upper() == "NULL":
            return int(token.end) + 1
    return end


def not_in_nullable(query: Query) -> Iterator[Finding]:
    for node in query.statement.find_all(exp.Not):
        inner = node.this.unnest()
        subquery = inner.args.get("query") if isinstance(inner, exp.In) else None
        body = subquery.unnest() if isinstance(subquery, exp.Query) else None
        if not isinstance(body, exp.Select) or len(body.expressions) != 1:
            continue
        frame = query.scopes.frame_of(body)
        item = body.expressions[0].unalias()
        if frame is None or frame.node is not body or not isinstance(item, exp.Column):
            continue
        output = query.scopes.meaning(item, frame).output
        if output is None or output.column is None or not output.nullable or _excludes_null(item, frame):
            continue
        yield query.at(inner, column=item.name)


def _excludes_null(item: exp.Column, frame: Frame) -> bool:
    for condition in conjuncts(clause(frame, "where")):
        if any(c.name.casefold() == item.name.casefold() for c in condition.find_all(exp.Column)):
            if not (isinstance(condition, exp.Is) and isinstance(condition.expression, exp.Null)):
                return True
    return False


def type_mismatch(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        for part in filters(frame):
            for node in inside(part):
                findings = (f for left, right in _compared(node) for f in _mismatch(node, left, right, query))
                first = next(findings, None)
                if first is not None:
                    yield first


def _compared(node: exp.Expr) -> list[tuple[exp.Expr, exp.Expr]]:
    if isinstance(node, COMPARISONS):
        return [(node.this, node.expression)]
    if isinstance(node, exp.Between):
        return [(node.this, node.args["low"]), (node.this, node.args["high"])]
    if isinstance(node, exp.In):
        return [(node.this, item) for item in node.expressions]
    return []


def _mismatch(node: exp.Expr, left: exp.Expr, right: exp.Expr, query: Query) -> Iterator[Finding]:
    if isinstance(left, exp.Literal) and not isinstance(right, exp.Literal):
        left, right = right, left
    if not isinstance(left, exp.Column):
        return
    kind = query.kind(left)
    place = right if isinstance(node, exp.In) else node
    if isinstance(right, exp.Literal) and right.is_string:
        if not _text_fits(str(right.this), kind):
            yield query.at(place, variant="text", column=left.name, kind=_kind_name(kind), value=str(right.this))
        return
    other = query.kind(right)
    if isinstance(right, exp.Column) and _joined_by_key(left, right, query):
        return
    if same_kind(kind, other) or (
        {kind, other} == {"date", "integer"} and not isinstance(right, exp.Literal | exp.Column)
    ):
        return
    variant = "quote" if kind == "text" and isinstance(right, exp.Literal) else ""
    yield query.at(
        place,
        variant=variant,
        column=left.name,
        kind=_kind_name(kind),
        other=_kind_name(other),
        value=query.text(right),
    )


def _joined_by_key(left: exp.Column, right: exp.Column, query: Query) -> bool:
    """Columns that belong together in spite of their types; DuckDB converts row by row, and mostly it works."""
    mine, theirs = query.scopes.meaning(left), query.scopes.meaning(right)
    if left.name.casefold() == right.name.casefold():
        return True
    for one, other in ((mine, theirs), (theirs, mine)):
        if one.table is None or other.table is None or one.column is None or other.column is None:
            continue
        for key in one.table.foreign_keys:
            pairs = {(a.casefold(), b.casefold()) for a, b in zip(key.columns, key.ref_columns, strict=False)}
            if key.table.casefold() == other.table.name.casefold():
                if (one.column.name.casefold(), other.column.name.casefold()) in pairs:
                    return True
    return False


def _text_fits(text: str, kind: ValueKind) -> bool:
    """Whether DuckDB can turn `text` into a value of `kind`; dates are the business of `date-as-text`."""
    if kind in ("integer", "number"):
        try:
            float(text.strip().replace("_", ""))
        except ValueError:
            return False
        return True
    if kind == "boolean":
        return text.strip().casefold() in _TRUE_WORDS
    return True


def _kind_name(kind: ValueKind) -> str:
    return t(f"lint.kind-{kind}") if kind else ""


def function_on_column(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        if not any(source.table is not None for source in frame.sources):
            continue
        for node in inside(clause(frame, "where")):
            if not isinstance(node, (*COMPARISONS, exp.In, exp.Between, exp.Like)):
                continue
            call = node.this
            if isinstance(call, exp.Anonymous) and call.name.casefold() not in _ROW_WISE:
                continue
            if isinstance(call, exp.Cast) and query.kind(call.this) not in ("date", "timestamp"):
                continue  # a number kept as text has to be cast
            if isinstance(call, _WRAPPERS) and any(
                _is_table_column(c, frame, query) for c in call.find_all(exp.Column)
            ):
                if not any(isinstance(part, exp.Query) for part in node.walk()):
                    yield query.at(call, call=query.text(call))


def _is_table_column(column: exp.Column, frame: Frame, query: Query) -> bool:
    meaning = query.scopes.meaning(column, frame)
    return meaning.source is not None and meaning.source.table is not None


def constant_condition(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        for name in ("where", "having"):
            condition = clause(frame, name)
            if condition is not None:
                yield from _constant(condition, query, top=True)
                yield from _contradictions(condition, query, frame)


def _constant(condition: exp.Expr, query: Query, top: bool) -> Iterator[Finding]:
    parts = conjuncts(condition)
    for part in parts:
        if isinstance(part, exp.Or):
            for side in part.flatten():
                yield from _constant(side.unnest(), query, top=False)
            continue
        held = _truth(part)
        # `WHERE 1=1 AND …` is how programs build conditions, and `OR 1=2` takes nothing away: both are harmless
        if (held is False and top) or (held is True and (not top or len(parts) == 1)):
            yield query.at(part, variant="true" if held else "false", condition=query.text(part))


def _truth(node: exp.Expr) -> bool | None:
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if not isinstance(node, COMPARISONS):
        return None
    left, right = node.this.unnest(), node.expression.unnest()
    if isinstance(left, exp.Literal) and isinstance(right, exp.Literal) and left.is_string == right.is_string:
        same = left.this == right.this
        return same if isinstance(node, exp.EQ) else (not same if isinstance(node, exp.NEQ) else None)
    if isinstance(left, exp.Column) and left == right and isinstance(node, exp.EQ | exp.GTE | exp.LTE):
        return True
    if isinstance(left, exp.Column) and left == right:
        return False
    return None


def _contradictions(condition: exp.Expr, query: Query, frame: Frame) -> Iterator[Finding]:
    """`a = 'x' AND a = 'y'`, `BETWEEN 10 AND 1`, `a > 5 AND a < 3`."""
    equal: dict[tuple[int, str], exp.EQ] = {}
    low: dict[tuple[int, str], exp.Expr] = {}
    for part in conjuncts(condition):
        if isinstance(part, exp.Between) and _reversed(part.args["low"], part.args["high"]):
            yield query.at(part, variant="false", condition=query.text(part))
        if not isinstance(part, COMPARISONS) or not isinstance(part.this, exp.Column):
            continue
        meaning = query.scopes.meaning(part.this, frame)
        value = part.expression.unnest()
        if meaning.source is None or not isinstance(value, exp.Literal):
            continue
        key = (id(meaning.source), part.this.name.casefold())
        if isinstance(part, exp.EQ):
            first = equal.setdefault(key, part)
            if first is not part and first.expression.unnest() != value:
                yield query.at(first, part, variant="false", condition=f"{query.text(first)} AND {query.text(part)}")
        elif isinstance(part, exp.GT | exp.GTE):
            low[key] = part
    for part in conjuncts(condition):
        if isinstance(part, exp.LT | exp.LTE) and isinstance(part.this, exp.Column):
            meaning = query.scopes.meaning(part.this, frame)
            other = low.get((id(meaning.source), part.this.name.casefold()))
            if other is not None and _reversed(other.expression, part.expression):
                yield query.at(other, part, variant="false", condition=f"{query.text(other)} AND {query.text(part)}")


def _reversed(low: exp.Expr, high: exp.Expr) -> bool:
    """Whether `low` is above `high`, both numbers or both ISO dates."""
    low, high = low.unnest(), high.unnest()
    if not isinstance(low, exp.Literal) or not isinstance(high, exp.Literal) or low.is_string != high.is_string:
        return False
    if low.is_string:
        return len(low.this) == len(high.this) == 10 and low.this[4:5] == high.this[4:5] == "-" and low.this > high.this
    return float(low.this) > float(high.this)


def leading_wildcard(query: Query) -> Iterator[Finding]:
    for node, pattern in _likes(query):
        if pattern[:1] in ("%", "_") and pattern.strip("%_"):
            yield query.at(node.expression, pattern=pattern)


def like_without_wildcard(query: Query) -> Iterator[Finding]:
    for node, pattern in _likes(query):
        if not any(ch in pattern for ch in "%_"):
            yield query.at(node.expression, pattern=pattern)


def _likes(query: Query) -> Iterator[tuple[exp.Expr, str]]:
    for node in query.statement.find_all(exp.Like, exp.ILike):
        pattern = node.expression
        if isinstance(pattern, exp.Literal) and pattern.is_string and isinstance(node.this, exp.Column):
            yield node, str(pattern.this)


def wildcard_in_equals(query: Query) -> Iterator[Finding]:
    for node in query.statement.find_all(exp.EQ, exp.NEQ, exp.In):
        items = node.expressions if isinstance(node, exp.In) else [node.expression]
        for item in items:
            if isinstance(node.this, exp.Column) and isinstance(item, exp.Literal) and item.is_string:
                text = str(item.this)
                if (
                    len(text) > 1
                    and (text[0] == "%" or text[-1] == "%")
                    and text.strip("%").strip()
                    and not text.strip("%")[-1:].isdigit()
                ):
                    yield query.at(item, value=text)


def and_or_mixed(query: Query) -> Iterator[Finding]:
    """`a OR b AND c` without brackets."""
    for frame in query.frames:
        for part in filters(frame):
            for node in inside(part):
                if isinstance(node, exp.Or):
                    bare = next((side for side in (node.this, node.expression) if isinstance(side, exp.And)), None)
                    if bare is not None and not isinstance(node.parent, exp.Or):
                        yield query.at(node, condition=query.text(bare))
