"""Conditions of gold against those of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from workbench.evaluate.categories.blocks import Reading
from workbench.evaluate.categories.canon import date_part
from workbench.evaluate.categories.conditions import MIRRORED, Test
from workbench.evaluate.categories.expressions import explain, unit_ratio
from workbench.evaluate.categories.finding import CAUSE, SLIGHT, Clause, Difference, Why
from workbench.evaluate.categories.names import column_name, two_columns
from workbench.evaluate.categories.pairs import paired, without_equals
from workbench.evaluate.categories.sides import Sides
from workbench.evaluate.compact_date import is_compact_date
from workbench.sql.scopes.kinds import kind_of
from workbench.text import t

_DIRECTIONS = {">": 1, ">=": 1, "<": -1, "<=": -1, "=": 0, "in": 0, "like": 0, "ilike": 0}
_ORDERED = (">", ">=", "<", "<=")
_DATED = (exp.TimestampTrunc, exp.DateTrunc, exp.TimeToStr, exp.CurrentDate, exp.CurrentTimestamp, exp.Interval)


def compare_tests(gold: Sequence[Test], answer: Sequence[Test], clause: Clause, sides: Sides) -> Iterator[Difference]:
    left, others, _ = without_equals(gold, answer, sides.gold.test_keys, sides.answer.test_keys)
    found, left, others = _connectors(left, others, clause, sides)
    yield from found
    pairs, left, others = paired(left, others, lambda g, a: _likeness(g, a, sides), 2)
    if len(left) == len(others) == 1 and _is_plain(left[0]) and _is_plain(others[0]):
        pairs, left, others = [*pairs, (left[0], others[0])], [], []
    yield from _differing(pairs, clause, sides)
    left = [test for test in left if sides.gold.test_keys(test)[1] not in sides.answer_spare]
    others = [test for test in others if sides.answer.test_keys(test)[1] not in sides.gold_spare]
    told = {id(node) for one, other in pairs for node in (*one.nodes, *other.nodes)}
    yield from _alone(left, others, told, clause, sides)


def _differing(pairs: list[tuple[Test, Test]], clause: Clause, sides: Sides) -> Iterator[Difference]:
    """Both bounds of a period are told as one; each has its own places."""
    seen: set[tuple[int, int]] = set()
    for one, other in pairs:
        place = id(one.nodes[0]), id(other.nodes[0])
        if place in seen:
            continue
        seen.add(place)
        beside = [
            (g, a)
            for g, a in pairs
            if one.was[0] and other.was[0] and g.was[0] and a.was[0] and g.left == one.left and a.left == other.left
        ] or [(one, other)]
        shown = {"gold": _written(beside, 0, sides), "answer": _written(beside, 1, sides)}
        why = why_test(one, other, sides, shown)
        yield sides.difference(clause, why.category, why.message, one.nodes, other.nodes, why.weight)


def _written(pairs: list[tuple[Test, Test]], side: int, sides: Sides) -> str:
    reading = sides.gold if side == 0 else sides.answer
    return " AND ".join(dict.fromkeys(reading.shown(node) for pair in pairs for node in pair[side].nodes))


def _alone(left: list[Test], others: list[Test], told: set[int], clause: Clause, sides: Sides) -> Iterator[Difference]:
    for test in left:
        if id(test.nodes[0]) not in told or test.was == ("", ""):
            told.add(id(test.nodes[0]))
            message = t("category.condition_missing", condition=sides.gold.shown(*test.nodes))
            yield sides.difference(clause, _category_alone(test), message, test.nodes, (), _weight_alone(test))
    for test in others:
        if id(test.nodes[0]) not in told or test.was == ("", ""):
            told.add(id(test.nodes[0]))
            message = t("category.condition_extra", condition=sides.answer.shown(*test.nodes))
            yield sides.difference(clause, _category_alone(test), message, (), test.nodes, _weight_alone(test))


def _category_alone(test: Test) -> str:
    """An equality of two columns that one side lacks links a subquery with the query around it."""
    return "wrong_join" if _is_link(test) else "missing_condition"


def _is_link(test: Test) -> bool:
    return test.op == "=" and isinstance(test.left, exp.Column) and isinstance(test.right[0], exp.Column)


def _weight_alone(test: Test) -> int:
    return SLIGHT if test.op == "not null" else CAUSE


def _connectors(
    left: list[Test], others: list[Test], clause: Clause, sides: Sides
) -> tuple[list[Difference], list[Test], list[Test]]:
    """Tests joined with OR on one side and with AND on the other; and the tests that are left then."""
    found = []
    for test in [one for one in left if one.parts]:
        twins = [o for part in test.parts for p in part for o in others if _same_test(p, o, sides)]
        if len(twins) >= len(test.parts):
            nodes = [node for twin in twins for node in twin.nodes]
            message = t("category.or_and", gold="OR", answer="AND")
            found.append(sides.difference(clause, "comparison", message, test.nodes, nodes))
            left, others = [one for one in left if one is not test], [o for o in others if o not in twins]
    for test in [one for one in others if one.parts]:
        twins = [g for part in test.parts for p in part for g in left if _same_test(g, p, sides)]
        if len(twins) >= len(test.parts):
            nodes = [node for twin in twins for node in twin.nodes]
            message = t("category.or_and", gold="AND", answer="OR")
            found.append(sides.difference(clause, "comparison", message, nodes, test.nodes))
            others, left = [o for o in others if o is not test], [one for one in left if one not in twins]
    return found, left, others


def _same_test(gold: Test, answer: Test, sides: Sides) -> bool:
    return sides.gold.test_keys(gold)[1] == sides.answer.test_keys(answer)[1]


def _likeness(gold: Test, answer: Test, sides: Sides) -> float:
    """What two tests share; 2 is enough to be one condition written differently."""
    if gold.parts and answer.parts:
        return 2.0
    if gold.left is None or answer.left is None or "or" in (gold.op, answer.op):
        return 2.0 if gold.op.endswith("exists") and answer.op.endswith("exists") else 0.0
    answer = _oriented(gold, answer, sides)
    if answer.left is None:
        return 0.0
    score = 4.0 if sides.same(gold.left, answer.left) else 0.0
    own, theirs = _columns(gold.left, sides, True), _columns(answer.left, sides, False)
    if not score and own and own == theirs:
        score = 3.0
    if gold.right and answer.right and _same_value(gold, answer, sides):
        score += 2.0
    return score + (0.75 if gold.op == answer.op else 0.25 if _direction(gold) == _direction(answer) else 0.0)


def _oriented(gold: Test, answer: Test, sides: Sides) -> Test:
    """`b >= a` told from the other end where gold says `a < b`."""
    if gold.left is None or answer.left is None or len(answer.right) != 1 or answer.op not in MIRRORED:
        return answer
    own, ends = _columns(gold.left, sides, True), (answer.left, answer.right[0])
    if not own or own == _columns(ends[0], sides, False) or own != _columns(ends[1], sides, False):
        return answer
    return Test(MIRRORED[answer.op], ends[1], (ends[0],), answer.nodes, (), answer.was)


def _same_value(gold: Test, answer: Test, sides: Sides) -> bool:
    """As written where a period was: 2025's end is 2026's start, but nobody wrote the same."""
    if gold.was[0] and answer.was[0]:
        return gold.was[1] == answer.was[1]
    return sides.same_values(gold, answer) or _value(gold, sides.gold) == _value(answer, sides.answer)


def _value(test: Test, reading: Reading) -> str:
    """What it was compared with, as written."""
    return test.was[1] or ", ".join(sorted(reading.canons[0].text(value) for value in test.right)) or test.op


def _direction(test: Test) -> int | None:
    return _DIRECTIONS.get(test.op)


def _columns(node: exp.Expr, sides: Sides, is_gold: bool) -> set[str]:
    reading = sides.gold if is_gold else sides.answer
    return {reading.canons[1].text(column) for column in node.find_all(exp.Column)}


def _is_plain(test: Test) -> bool:
    """A value compared with a constant."""
    return bool(test.right) and all(isinstance(v, exp.Literal | exp.Cast | exp.Neg) for v in test.right)


def why_test(gold: Test, answer: Test, sides: Sides, shown: dict[str, str]) -> Why:
    """What is wrong with a condition that both have, shown as `gold` and `answer`."""
    if "or" in (gold.op, answer.op) or (gold.parts and answer.parts):
        return _why_alternatives(gold, answer, shown, sides)
    if gold.left is None or answer.left is None:
        return Why("comparison", t("category.comparison_changed", column=t("category.a_condition"), **shown))
    column = column_name(gold.left, sides.gold)
    if _is_link(gold) and _is_link(answer):
        return Why("wrong_join", t("category.link_changed", **shown))
    answer = _oriented(gold, answer, sides)
    if answer.left is None:
        return Why("comparison", t("category.comparison_changed", column=column, **shown))
    same_left = sides.same(gold.left, answer.left)
    same_right = _same_value(gold, answer, sides)
    if same_left and same_right:
        return Why("comparison", t("category.comparison_changed", column=column, **shown))
    same_columns = _same_columns(gold, answer, sides)
    if not same_left and not same_columns:
        return _why_column(gold, answer, shown, sides)
    if not same_left and same_right:
        why = _of_left(gold, answer, shown, sides)
        if why.category != "condition_column":
            return why
    if _is_dated(gold, sides) or _is_dated(answer, sides):
        return Why("date", t("category.date_changed", column=column, **shown))
    if gold.op in _ORDERED and answer.op in _ORDERED and _direction(gold) != _direction(answer):
        return Why("comparison", t("category.comparison_changed", column=column, **shown))
    ratio = _ratio(gold, answer)
    if ratio and gold.op in _ORDERED:
        return Why("unit", t("category.unit_condition", column=column, ratio=ratio, **shown))
    return Why("condition_value", t("category.value_changed", column=column, **shown))


def _why_alternatives(gold: Test, answer: Test, shown: dict[str, str], sides: Sides) -> Why:
    """Of two ORs the alternative that differs; an OR against a single test lost or gained an alternative."""
    own = [test for part in gold.parts for test in part] or [gold]
    theirs = [test for part in answer.parts for test in part] or [answer]
    left, others, _ = without_equals(own, theirs, sides.gold.test_keys, sides.answer.test_keys)
    pairs, left, others = paired(left, others, lambda g, a: _likeness(g, a, sides), 2)
    for one, other in pairs:
        return why_test(one, other, sides, shown)
    if len(left) == len(others) == 1:
        return _why_column(left[0], others[0], shown, sides)
    if left or others:
        return Why("missing_condition", t("category.alternative", **shown))
    return Why("comparison", t("category.comparison_changed", column=t("category.a_condition"), **shown))


def _why_column(gold: Test, answer: Test, shown: dict[str, str], sides: Sides) -> Why:
    if (
        gold.left is not None
        and answer.left is not None
        and (gold.left.find(exp.AggFunc) or answer.left.find(exp.AggFunc))
    ):
        return _of_left(gold, answer, shown, sides)
    names = shown["gold"], shown["answer"]
    if gold.left is not None and answer.left is not None:
        names = two_columns(gold.left, answer.left, sides)
    message = t("category.condition_column_changed", gold_column=names[0], column=names[1], **shown)
    return Why("condition_column", message)


def _of_left(gold: Test, answer: Test, shown: dict[str, str], sides: Sides) -> Why:
    """The same value compared with another expression, as in HAVING."""
    if gold.left is None or answer.left is None:
        return Why("condition_column", t("category.alternative", **shown))
    why = explain(gold.left, answer.left, sides)
    category = "condition_column" if why.category == "columns" else why.category
    return Why(category, t("category.condition_left", **shown), why.weight)


def _same_columns(gold: Test, answer: Test, sides: Sides) -> bool:
    if gold.left is None or answer.left is None:
        return False
    own = _columns(gold.left, sides, True)
    return own == _columns(answer.left, sides, False) and (bool(own) or type(gold.left) is type(answer.left))


def _is_dated(test: Test, sides: Sides) -> bool:
    if test.left is None:
        return False
    reading = sides.gold if any(n.root() is sides.gold.tree for n in test.nodes) else sides.answer
    if test.was != ("", "") or date_part(test.left) is not None:
        return True
    if len(test.right) == 1 and is_compact_date(test.right[0]):
        return True
    if test.left.find(*_DATED) is not None or any(v.find(*_DATED) is not None for v in test.right):
        return True
    return kind_of(test.left, reading.scopes) in ("date", "timestamp") and test.op not in ("null", "not null")


def _ratio(gold: Test, answer: Test) -> str:
    """`10`, `10,000` where the two values are the same in another unit."""
    if len(gold.right) != 1 or len(answer.right) != 1:
        return ""
    return unit_ratio(gold.right[0], answer.right[0])
