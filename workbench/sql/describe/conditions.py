"""Conditions in words, shaped to stand before a noun: `지역이 '서울'인`, `금액이 100 이상인`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlglot import exp

from workbench.sql.describe.dates import day_of, period_words
from workbench.sql.describe.phrases import Phrases
from workbench.text import t

_COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "eq",
    exp.NullSafeEQ: "eq",
    exp.NEQ: "ne",
    exp.NullSafeNEQ: "ne",
    exp.GT: "gt",
    exp.GTE: "ge",
    exp.LT: "lt",
    exp.LTE: "le",
}
_OPPOSITE = {"eq": "ne", "ne": "eq", "gt": "le", "ge": "lt", "lt": "ge", "le": "gt"}
_MIRRORED = {"eq": "eq", "ne": "ne", "gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_MATCHES: dict[type[exp.Expr], str] = {
    exp.StartsWith: "starts",
    exp.EndsWith: "ends",
    exp.Contains: "contains",
    exp.RegexpLike: "matches",
}
_ONE_DAY = dt.timedelta(days=1)


def conditions(node: exp.Expr, phrases: Phrases) -> list[str]:
    """The parts of a conjunction, each in words; two bounds of one date or number become one period."""
    parts = list(_conjuncts(node))
    result: list[str] = []
    used: set[int] = set()
    for number, part in enumerate(parts):
        if number in used:
            continue
        for other in range(number + 1, len(parts)):
            merged = _range(part, parts[other], phrases) if other not in used else None
            if merged is not None:
                result.append(merged)
                used.add(other)
                break
        else:
            result.append(condition(part, phrases))
    return result


def condition(node: exp.Expr, phrases: Phrases, denied: bool = False) -> str:
    """One condition in words; `denied` says it with not."""
    if node.args.get("negate"):  # since sqlglot 30 NOT LIKE is a Like with this flag, not a Not around it
        denied = not denied
    if isinstance(node, (exp.Paren, exp.Escape)):
        return condition(node.this, phrases, denied)
    if isinstance(node, exp.Not):
        return condition(node.this, phrases, not denied)
    if isinstance(node, (exp.And, exp.Or)):
        return _connected(node, phrases, denied)
    if isinstance(node, exp.Is) and isinstance(node.expression, (exp.Null, exp.Boolean)):
        return _is(node, phrases, denied)
    key = _COMPARISONS.get(type(node))
    if key is not None:
        return _compared(node, key, phrases, denied)
    if isinstance(node, exp.Between):
        return _between(node, phrases, denied)
    if isinstance(node, exp.In):
        return _in(node, phrases, denied)
    if isinstance(node, exp.Exists):
        return t("describe.not_exists" if denied else "describe.exists", query=phrases.subquery(node.this, shown=False))
    if isinstance(node, (exp.Like, exp.ILike)):
        return _like(node, phrases, denied)
    if type(node) in _MATCHES:
        key = f"describe.{'not_' if denied else ''}{_MATCHES[type(node)]}"
        return t(key, left=phrases.words(node.this), right=phrases.words(node.expression))
    if isinstance(node, exp.Boolean):
        return t("describe.always" if bool(node.this) != denied else "describe.never")
    return t("describe.is_false" if denied else "describe.is_true", left=phrases.words(node))


def _conjuncts(node: exp.Expr) -> Iterator[exp.Expr]:
    """Left to right, without recursion: a generated query may join hundreds of conditions."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        inner = current.this if isinstance(current, exp.Paren) else current
        if isinstance(inner, exp.And):
            waiting.extend((inner.expression, inner.this))
        else:
            yield current


def _connected(node: exp.Expr, phrases: Phrases, denied: bool) -> str:
    kind = exp.And if isinstance(node, exp.And) else exp.Or
    parts: list[exp.Expr] = []
    waiting: list[exp.Expr] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, kind):
            waiting.extend((current.expression, current.this))
        else:
            parts.append(current)
    both = (kind is exp.And) != denied
    if both and not denied:
        said = conditions(node, phrases)
    else:
        said = [_grouped(part, phrases, denied) for part in parts]
    shown = said[:8] + (["…"] if len(said) > 8 else [])
    return t("describe.joined_and" if both else "describe.joined_or").join(shown)


def _grouped(part: exp.Expr, phrases: Phrases, denied: bool) -> str:
    said = condition(part, phrases, denied)
    return f"({said})" if isinstance(part.unnest(), exp.Connector) else said


def _is(node: exp.Is, phrases: Phrases, denied: bool) -> str:
    if isinstance(node.expression, exp.Null):
        return t("describe.not_null" if denied else "describe.is_null", left=phrases.words(node.this))
    holds = bool(node.expression.this) != denied
    return t("describe.is_true" if holds else "describe.is_false", left=phrases.words(node.this))


def _compared(node: exp.Expr, key: str, phrases: Phrases, denied: bool) -> str:
    left, right = node.this, node.expression
    if isinstance(left, (exp.Literal, exp.Cast)) and isinstance(right, exp.Column) and not left.find(exp.Column):
        left, right, key = right, left, _MIRRORED[key]
    if denied:
        key = _OPPOSITE[key]
    if isinstance(right, (exp.Any, exp.All)):
        some = "any" if isinstance(right, exp.Any) else "all"
        inner = right.this.unnest()
        query = phrases.subquery(inner) if isinstance(inner, exp.Query) else phrases.words(inner)
        return t(f"describe.{key}_plain", left=phrases.words(left), right=t(f"describe.{some}_of", query=query))
    names = phrases.words(left), phrases.words(right)
    if key == "eq" and isinstance(left, exp.Column) and isinstance(right, exp.Column):
        return t("describe.same", left=names[0], right=names[1])
    form = "date" if phrases.is_date(left) or day_of(right) is not None else "plain"
    said = _midnight(right) if key in ("eq", "ne", "gt", "le") and phrases.is_moment(left) else names[1]
    return t(f"describe.{key}_{form}", left=names[0], right=said or names[1])


def _midnight(node: exp.Expr) -> str:
    """A day compared with a point in time is its first moment: `<= 31 March` leaves nearly all of that day out."""
    day = day_of(node)
    return "" if day is None else t("describe.midnight", day=period_words(day, day))


def _period(left: exp.Expr, first: dt.date, last: dt.date, upper: exp.Expr, whole: bool, phrases: Phrases) -> str:
    """`whole` tells that all of the last day belongs to it."""
    if whole or not phrases.is_moment(left):
        return period_words(first, last)
    return t("describe.from_to", first=period_words(first, first), last=_midnight(upper))


def _between(node: exp.Between, phrases: Phrases, denied: bool) -> str:
    low, high = node.args["low"], node.args["high"]
    first, last = day_of(low), day_of(high)
    if first is not None and last is not None and first <= last:
        period = _period(node.this, first, last, high, False, phrases)
        return t(
            "describe.not_in_period" if denied else "describe.in_period", left=phrases.words(node.this), period=period
        )
    return t("describe.not_between" if denied else "describe.between",
             left=phrases.words(node.this), low=phrases.words(low), high=phrases.words(high))  # fmt: skip


def _in(node: exp.In, phrases: Phrases, denied: bool) -> str:
    query = node.args.get("query")
    if query is not None:
        inner = query.this if isinstance(query, exp.Subquery) else query
        return t("describe.not_in_query" if denied else "describe.in_query",
                 left=phrases.words(node.this), query=phrases.subquery(inner))  # fmt: skip
    listed = [phrases.words(item) for item in node.expressions] or [phrases.words(node.args.get("field"))]
    shown = ", ".join(listed[:6])
    values = shown if len(listed) <= 6 else t("describe.and_more", shown=shown, count=len(listed) - 6)
    return t("describe.not_in" if denied else "describe.in", left=phrases.words(node.this), values=values)


def _like(node: exp.Expr, phrases: Phrases, denied: bool) -> str:
    left, pattern = phrases.words(node.this), node.expression
    kind, text = "like", phrases.words(pattern)
    if isinstance(pattern, exp.Literal) and pattern.is_string:
        raw = str(pattern.this)
        inner = raw.strip("%")
        if inner and not any(ch in inner for ch in "%_"):
            opened, closed = raw.startswith("%"), raw.endswith("%")
            kind = "contains" if opened and closed else "starts" if closed else "ends" if opened else "like"
            text = f"'{inner}'"
    return t(f"describe.{'not_' if denied else ''}{kind}", left=left, right=text)


def _range(one: exp.Expr, two: exp.Expr, phrases: Phrases) -> str | None:
    """`x >= a AND x < b` as one condition, or None where the two are no such pair."""
    lower, upper = (one, two) if isinstance(one, (exp.GT, exp.GTE)) else (two, one)
    if not isinstance(lower, (exp.GT, exp.GTE)) or not isinstance(upper, (exp.LT, exp.LTE)) or lower.this != upper.this:
        return None
    left = phrases.words(lower.this)
    first, last = day_of(lower.expression), day_of(upper.expression)
    if first is not None and last is not None:
        first = first + _ONE_DAY if isinstance(lower, exp.GT) else first
        last = last - _ONE_DAY if isinstance(upper, exp.LT) else last
        whole = isinstance(upper, exp.LT)
        period = _period(lower.this, first, last, upper.expression, whole, phrases) if first <= last else ""
        return t("describe.in_period", left=left, period=period) if period else None
    if first is not None or last is not None or phrases.is_date(lower.this):
        return None  # "이상 … 미만" is said of numbers; two bounds of a date read better one by one
    low = t(
        "describe.low_gt" if isinstance(lower, exp.GT) else "describe.low_ge", value=phrases.words(lower.expression)
    )
    high = t(
        "describe.high_lt" if isinstance(upper, exp.LT) else "describe.high_le", value=phrases.words(upper.expression)
    )
    return t("describe.in_range", left=left, low=low, high=high)
