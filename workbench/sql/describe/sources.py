"""FROM and its joins in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from workbench.sql.describe.conditions import conditions
from workbench.sql.describe.phrases import Phrases
from workbench.text import t


def sources_of(node: exp.Select) -> Iterator[tuple[exp.Expr, exp.Expr | None]]:
    """FROM and its joins, each with its Join node (None for the first)."""
    from_ = node.args.get("from_")
    if from_ is not None:
        yield from_.this, None
        for join in from_.this.args.get("joins") or ():
            yield join.this, join
    for join in node.args.get("joins") or ():
        yield join.this, join


def from_lines(
    sources: list[tuple[exp.Expr, exp.Expr | None]], shown: list[str], phrases: Phrases, where: exp.Expr | None
) -> Iterator[str]:
    """Where the rows come from, one sentence a join. `shown` are the names of `sources`."""
    if not sources:
        return
    first_alone = len(sources) != 2 or not _pairs(sources[1])
    if first_alone:
        yield t("describe.from", table=shown[0])
    for (source, join), name in zip(sources[1:], shown[1:], strict=True):
        assert join is not None
        yield _joined(source, join, None if first_alone else shown[0], name, phrases, where)
    for source, _ in sources:
        for pivot in source.args.get("pivots") or ():
            yield t("describe.unpivot" if pivot.args.get("unpivot") else "describe.pivot")
        if source.args.get("sample"):
            yield t("describe.sampled")


def _pairs(source: tuple[exp.Expr, exp.Expr | None]) -> bool:
    """Whether a join puts rows side by side, so that both tables are named in one sentence."""
    node, join = source
    kind = join.args.get("kind") if join is not None else None
    return kind not in ("SEMI", "ANTI") and not isinstance(node, (exp.Unnest, exp.Lateral))


def _ties_tables(where: exp.Expr | None) -> bool:
    """Whether a WHERE compares columns of two tables: then `FROM a, b` is an old-style join and no product."""
    for node in where.find_all(exp.Predicate) if where is not None else ():
        if isinstance(node, exp.Binary):
            left, right = node.this, node.expression
            if isinstance(left, exp.Column) and isinstance(right, exp.Column) and left.table != right.table:
                return True
    return False


def _joined(
    source: exp.Expr, join: exp.Expr, first: str | None, name: str, phrases: Phrases, where: exp.Expr | None
) -> str:
    start: Mapping[str, str] = {"left": first, "right": name} if first else {"right": name}
    suffix = "" if first else "_next"
    kind, side, on = str(join.args.get("kind") or ""), str(join.args.get("side") or ""), join.args.get("on")
    if isinstance(source, (exp.Unnest, exp.Lateral)) and on is None:
        return t("describe.unfolded", name=name)
    using = join.args.get("using")
    if using:
        how = t("describe.same_columns", columns=", ".join(str(column.name) for column in using))
    elif on is not None and not (isinstance(on, exp.Boolean) and on.this):
        how = t("describe.joined_and").join(conditions(on, phrases))
    else:
        key = "describe.join_natural" if join.args.get("method") == "NATURAL" else "describe.join_cross"
        if key == "describe.join_cross" and _ties_tables(where):
            key = "describe.join_comma"
        return t(key + suffix, **start)
    if kind in ("SEMI", "ANTI"):
        return t(f"describe.join_{kind.lower()}", right=name, how=how)
    text = t("describe.join" + suffix, how=how, **start)
    return text + (" " + t(f"describe.keep_{side.lower()}", name=name) if side in ("LEFT", "RIGHT", "FULL") else "")
