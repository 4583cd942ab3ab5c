"""What is given: output columns, groups, duplicates, order, number of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from workbench.evaluate.categories.blocks import Block, Reading
from workbench.evaluate.categories.canon import period
from workbench.evaluate.categories.expressions import explain
from workbench.evaluate.categories.finding import CAUSE, LIKELY, SLIGHT, Difference
from workbench.evaluate.categories.names import column_name
from workbench.evaluate.categories.pairs import paired, without_equals
from workbench.evaluate.categories.sides import Sides
from workbench.schema.names import fold
from workbench.text import t


@dataclass(frozen=True, eq=False)
class _Item:
    """An output column, a group key or a sort key; of `*` each column is one."""

    node: exp.Expr
    keys: tuple[str, ...]
    falling: bool = False


def compare_outputs(gold: Block, answer: Block, sides: Sides) -> Iterator[Difference]:
    left, others, _ = without_equals(_outputs(gold, sides.gold), _outputs(answer, sides.answer), _keys, _keys)
    pairs, left, others = paired(left, others, lambda g, a: _likeness(g, a, gold, answer, sides), 2)
    if len(left) == len(others) == 1:
        pairs, left, others = [*pairs, (left[0], others[0])], [], []
    for own, other in pairs:
        why = explain(own.node, other.node, sides)
        is_key = _is_key(own, gold, sides.gold) and _is_key(other, answer, sides.answer)
        weight = min(why.weight, LIKELY) if is_key else why.weight
        yield sides.difference("select", why.category, why.message, [own.node], [other.node], weight)
    for item in left:
        message = t("category.output_missing", column=column_name(item.node.unalias(), sides.gold))
        yield sides.difference("select", "columns", message, [item.node])
    for item in others:
        message = t("category.output_extra", column=column_name(item.node.unalias(), sides.answer))
        yield sides.difference("select", "columns", message, (), [item.node])


def _keys(item: _Item) -> tuple[str, ...]:
    return item.keys


def _outputs(block: Block, reading: Reading) -> list[_Item]:
    found = []
    for node in block.outputs:
        if node.is_star and block.frame.outputs is not None and len(block.outputs) == 1:
            columns = [(o.table, o.column) for o in block.frame.outputs]
            names = [f"{fold(tb.name)}.{fold(c.name)}" if tb and c else "*" for tb, c in columns]
            found += [_Item(node, (name,) * len(reading.canons)) for name in names]
        else:
            found.append(_Item(node, reading.keys(node.unalias())))
    return found


def _likeness(own: _Item, other: _Item, gold: Block, answer: Block, sides: Sides) -> float:
    mine, theirs = own.node.unalias(), other.node.unalias()
    columns = [
        {r.canons[1].text(c) for c in n.find_all(exp.Column)} for r, n in ((sides.gold, mine), (sides.answer, theirs))
    ]
    score = 2.0 if columns[0] and columns[0] & columns[1] else 0.0
    aggregated = [n.find(exp.AggFunc, exp.Window) is not None for n in (mine, theirs)]
    score += 1.0 if aggregated[0] == aggregated[1] else 0.0
    score += 1.0 if type(mine) is type(theirs) and not isinstance(mine, exp.Column) else 0.0
    places = [b.outputs.index(n.node) if n.node in b.outputs else -1 for b, n in ((gold, own), (answer, other))]
    same_place = places[0] == places[1] and len(gold.outputs) == len(answer.outputs)
    return score + (1.0 if same_place else 0.0)


def _is_key(item: _Item, block: Block, reading: Reading) -> bool:
    return any(reading.keys(key)[1] == item.keys[1] for key in block.keys)


def compare_groups(gold: Block, answer: Block, sides: Sides) -> Iterator[Difference]:
    own, theirs = _groups(gold, sides.gold), _groups(answer, sides.answer)
    if not own and not theirs:
        return
    if _is_distinct(gold, sides.gold) and _is_distinct(answer, sides.answer):
        return
    left, others, _ = without_equals(
        _reduced(own, gold, sides.gold), _reduced(theirs, answer, sides.answer), _keys, _keys
    )
    if not left and not others:
        return
    nodes = [i.node for i in left or own], [i.node for i in others or theirs]
    names = [", ".join(column_name(i.node, r) for i in items) or t("category.no_groups")
             for items, r in ((own, sides.gold), (theirs, sides.answer))]  # fmt: skip
    message = t("category.groups_changed", gold=names[0], answer=names[1])
    if len(left) == len(others) == 1:
        why = explain(left[0].node, others[0].node, sides)
        if why.category == "date":
            yield sides.difference("group", "date", why.message, *nodes)
            return
    merges = _same_groups(own, theirs, gold, answer)
    if merges:
        message = f"{message} {t('category.groups_merge')}"
    weight = SLIGHT if merges else LIKELY if _is_unaggregated(others, gold, sides) else CAUSE
    yield sides.difference("group", "grouping", message, *(nodes if own and theirs else (nodes[0], nodes[1])), weight)


def _groups(block: Block, reading: Reading) -> list[_Item]:
    made = [_made(key, reading) for key in block.keys]
    return [_Item(key, (*reading.keys(key), _period(key, reading))) for key in made]


def _period(key: exp.Expr, reading: Reading) -> str:
    """Months as dates or as text make the same groups."""
    found = period(key)
    return f"{found[0]}({reading.canons[0].text(found[1])})" if found is not None else reading.canons[0].text(key)


def _made(key: exp.Expr, reading: Reading) -> exp.Expr:
    """What an output name that stands as a key was made of."""
    meaning = reading.scopes.meaning(key) if isinstance(key, exp.Column) else None
    if meaning is None or meaning.kind != "alias" or meaning.frame is None:
        return key
    return meaning.frame.aliases.get(fold(key.name), key)


def _reduced(items: list[_Item], block: Block, reading: Reading) -> list[_Item]:
    """Without the columns that another key of the same table already fixes."""
    fixed: dict[int, set[str]] = {}
    for item in items:
        source = reading.scopes.meaning(item.node).source if isinstance(item.node, exp.Column) else None
        if source is not None and source.table is not None:
            fixed.setdefault(id(source), set()).add(fold(item.node.name))
    kept: list[_Item] = []
    for item in items:
        source = reading.scopes.meaning(item.node).source if isinstance(item.node, exp.Column) else None
        table = source.table if source is not None else None
        if source is not None and table is not None and table.primary_key:
            key = {fold(name) for name in table.primary_key}
            if key <= fixed[id(source)] and fold(item.node.name) not in key:
                continue
        if all(item.keys != other.keys for other in kept):
            kept.append(item)
    return kept


def _is_unaggregated(others: list[_Item], gold: Block, sides: Sides) -> bool:
    """Whether the answer only groups by more, and that is what gold aggregates: the aggregate is what it lacks."""
    columns = {
        sides.gold.canons[1].text(column)
        for output in gold.outputs
        for aggregate in output.find_all(exp.AggFunc)
        for column in aggregate.find_all(exp.Column)
    }
    unnamed = {name for name in (i.keys[1] for i in others) if name in columns}
    return bool(unnamed) and all(i.keys[1] in unnamed for i in others)


def _same_groups(own: list[_Item], theirs: list[_Item], gold: Block, answer: Block) -> bool:
    """Whether one side only adds an identifier to the other's keys: groups differ where two have the same name."""
    mine, other = ({i.keys[1] for i in items} for items in (own, theirs))
    more, fewer = (mine, other) if len(mine) > len(other) else (other, mine)
    if not fewer or not fewer < more:
        return False
    tables = {name.rpartition(".")[0] for name in fewer}
    keys = {
        f"{fold(s.table.name)}.{fold(column)}"
        for block in (gold, answer)
        for s in block.sources
        if s.table is not None
        for column in (*s.table.primary_key, *(c for k in s.table.unique_keys for c in k))
    }
    return all(name in keys and name.rpartition(".")[0] in tables for name in more - fewer)


def _is_distinct(block: Block, reading: Reading) -> bool:
    """DISTINCT, or GROUP BY over just the outputs."""
    if block.node.args.get("distinct") is not None:
        return True
    order = block.node.args.get("order")
    if block.node.args.get("group") is None or block.having or (order is not None and order.find(exp.AggFunc)):
        return False
    return {reading.keys(key)[1] for key in block.keys} == {reading.keys(item.unalias())[1] for item in block.outputs}


def compare_distinct(gold: Block, answer: Block, sides: Sides) -> Iterator[Difference]:
    distinct = _is_distinct(gold, sides.gold)
    if distinct == _is_distinct(answer, sides.answer) or "condition" in (gold.role, answer.role):
        return
    own = gold.node.args.get("distinct") is not None
    key = "category.distinct_missing" if distinct else "category.distinct_extra"
    # a set operation removes duplicates itself, and groups have none
    harmless = (answer if own else gold).is_grouped or "set" in (gold.role, answer.role)
    shown = gold.node.expressions, answer.node.expressions
    yield sides.difference("distinct", "duplicates", t(key), *shown, weight=SLIGHT if harmless else CAUSE)


def compare_order(gold: exp.Expr, answer: exp.Expr, is_top: bool, sides: Sides) -> Iterator[Difference]:
    """`gold` and `answer` are queries. Order counts at the top where gold orders, elsewhere only before a LIMIT."""
    own, theirs = _order(gold, sides.gold), _order(answer, sides.answer)
    limited = gold.args.get("limit") is not None or answer.args.get("limit") is not None
    counts = limited or (is_top and bool(own))
    cause = CAUSE if counts else SLIGHT
    if own and not theirs:
        message = t("category.order_missing", order=sides.gold.shown(*(i.node for i in own)))
        yield sides.difference("order", "sorting", message, [i.node for i in own], (), cause)
    elif theirs and not own:
        message = t("category.order_extra", order=sides.answer.shown(*(i.node for i in theirs)))
        yield sides.difference("order", "sorting", message, (), [i.node for i in theirs], cause if limited else SLIGHT)
    for mine, other in zip(own, theirs, strict=False):
        same = any(a == b for a, b in zip(mine.keys, other.keys, strict=True)) or _same_output(
            mine, other, gold, answer
        )
        shown = {"gold": sides.gold.shown(mine.node), "answer": sides.answer.shown(other.node)}
        if same and mine.falling != other.falling:
            yield sides.difference("order", "sorting", t("category.order_direction", **_directions(mine), **shown),
                                   [mine.node], [other.node], cause)  # fmt: skip
        elif not same:
            why = explain(mine.node, other.node, sides)
            message = t("category.order_changed", **shown)
            # an aggregate that is computed wrongly sorts wrongly: the cause is the aggregate
            category = "sorting" if why.category == "columns" else why.category
            weight = SLIGHT if why.weight == SLIGHT else cause
            yield sides.difference("order", category, message, [mine.node], [other.node], weight)
    if own and theirs and len(own) != len(theirs):
        more = own[len(theirs) :], theirs[len(own) :]
        shown_more = (
            sides.gold.shown(*(i.node for i in more[0])) if more[0] else sides.answer.shown(*(i.node for i in more[1]))
        )
        key = "category.order_missing" if more[0] else "category.order_extra"
        weight = min(cause, LIKELY) if more[0] else SLIGHT
        yield sides.difference(
            "order", "sorting", t(key, order=shown_more), [i.node for i in more[0]], [i.node for i in more[1]], weight
        )


def _directions(gold: _Item) -> dict[str, str]:
    names = t("category.falling"), t("category.rising")
    own, other = names if gold.falling else names[::-1]
    return {"own": own, "other": other}


def _order(query: exp.Expr, reading: Reading) -> list[_Item]:
    clause = query.args.get("order")
    found = []
    for item in clause.expressions if clause is not None else []:
        key = item.this
        if isinstance(key, exp.Literal) and key.this.isdigit() and isinstance(query, exp.Query):
            selects = query.selects
            key = selects[int(key.this) - 1].unalias() if 0 < int(key.this) <= len(selects) else key
        found.append(_Item(item, reading.keys(key), bool(item.args.get("desc"))))
    return found


def _same_output(own: _Item, other: _Item, gold: exp.Expr, answer: exp.Expr) -> bool:
    """Whether both sort by the output in the same place, which is then what differs."""
    places = []
    for item, query in ((own, gold), (other, answer)):
        selects = query.selects if isinstance(query, exp.Query) else []
        key = item.node.this
        wanted = int(key.this) - 1 if isinstance(key, exp.Literal) and key.this.isdigit() else -1
        name = key.name if isinstance(key, exp.Column) else ""
        twins = (i for i, s in enumerate(selects) if s.unalias() == key or (name and s.alias_or_name == name))
        places.append(next(twins, wanted))
    sizes = {len(q.selects) for q in (gold, answer) if isinstance(q, exp.Query)}
    return places[0] == places[1] >= 0 and len(sizes) == 1


def compare_limit(gold: exp.Expr, answer: exp.Expr, sides: Sides) -> Iterator[Difference]:
    for name in ("limit", "offset"):
        own, other = gold.args.get(name), answer.args.get(name)
        if own is None and other is None:
            continue
        values = _count(own), _count(other)
        if sides.same(values[0], values[1]):
            continue
        nodes = [values[0]] if values[0] is not None else [], [values[1]] if values[1] is not None else []
        shown = [(r.shown(n[0]) if n else "") for r, n in ((sides.gold, nodes[0]), (sides.answer, nodes[1]))]
        kind = "missing" if not nodes[1] else "extra" if not nodes[0] else "changed"
        message = t(f"category.{name}_{kind}", gold=shown[0], answer=shown[1])
        yield sides.difference("limit", "row_count", message, *nodes)


def _count(node: exp.Expr | None) -> exp.Expr | None:
    if isinstance(node, exp.Fetch):
        return node.args.get("count")
    return node.expression if node is not None else None
