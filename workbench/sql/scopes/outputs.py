"""The columns that a SELECT, a renamed source or a set operation offers to the query around it."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from workbench.sql.scopes.meaning import resolve
from workbench.sql.scopes.model import Frame, Output, Source


def make_optional(sources: list[Source]) -> None:
    for source in sources:
        source.optional = True
        if source.outputs is not None:
            source.outputs = tuple(replace(o, nullable=True) for o in source.outputs)


def renamed(outputs: tuple[Output, ...] | None, alias: object) -> tuple[Output, ...] | None:
    """`AS t(a, b)` renames the first columns."""
    names = [c.name for c in alias.columns] if isinstance(alias, exp.TableAlias) else []
    if outputs is None or not names:
        return outputs
    changed = tuple(replace(o, name=n) for o, n in zip(outputs, names, strict=False))
    return changed + outputs[len(changed) :]


def merge_outputs(left: tuple[Output, ...], right: tuple[Output, ...] | None) -> tuple[Output, ...]:
    """Names come from the left half; a schema column is certain only where both halves pass on the same one."""
    if right is None or len(left) != len(right):
        return tuple(Output(o.name) for o in left)
    return tuple(
        mine if mine.column is not None and mine.column is other.column else Output(mine.name)
        for mine, other in zip(left, right, strict=True)
    )


def select_outputs(frame: Frame) -> tuple[Output, ...] | None:
    found: list[Output] = []
    for item in frame.node.expressions:
        if isinstance(item, exp.Star) or (isinstance(item, exp.Column) and isinstance(item.this, exp.Star)):
            starred = _starred(item, frame)
            if starred is None:
                return None
            found += starred
        elif any(True for _ in item.find_all(exp.Columns, exp.Explode, exp.Unnest, exp.Aliases)):
            return None
        else:
            found.append(_output(item, frame))
    return tuple(found)


def _output(item: exp.Expr, frame: Frame) -> Output:
    inner = item.unalias()
    name = item.alias if isinstance(item, exp.Alias) else inner.name if isinstance(inner, exp.Column) else ""
    if isinstance(inner, exp.Column):
        meaning = resolve(inner, frame)
        if meaning.output is not None:
            return replace(meaning.output, name=name)
        return Output(name)
    return Output(name, expression=inner, frame=frame)


def _starred(item: exp.Expr, frame: Frame) -> tuple[Output, ...] | None:
    star = item.this if isinstance(item, exp.Column) else item
    if star.args.get("rename") or star.args.get("like"):
        return None
    if isinstance(item, exp.Column):
        source = frame.source(item.table)
        outputs = source.outputs if source is not None else None
    else:
        outputs = star_outputs(frame, frame.sources)
    if outputs is None:
        return None
    gone = {c.name.casefold() for c in star.args.get("except_") or []}
    changed = {a.alias.casefold() for a in star.args.get("replace") or []}
    kept = (o for o in outputs if o.name.casefold() not in gone)
    return tuple(Output(o.name) if o.name.casefold() in changed else o for o in kept)


def star_outputs(frame: Frame, sources: list[Source]) -> tuple[Output, ...] | None:
    found: list[Output] = []
    seen: set[str] = set()
    for source in sources:
        if source.outputs is None:
            return None
        if source.join is not None and source.join.kind in ("SEMI", "ANTI"):
            continue
        for output in source.outputs:
            name = output.name.casefold()
            if not (name in frame.merged and name in seen):
                found.append(output)
            seen.add(name)
    return tuple(found)
