"""Functions and operators given values they do not take, and what was probably meant."""

from __future__ import annotations

import re

from workbench.sql.binding.case import Case, make
from workbench.sql.diagnostic import Diagnostic
from workbench.sql.scopes.kinds import type_kind
from workbench.text import t

_OPERATORS = {"~~": "LIKE", "!~~": "NOT LIKE", "~~*": "ILIKE", "!~~*": "NOT ILIKE", "~~~": "GLOB"}
PART_FIRST = {"datediff", "date_diff", "datesub", "date_sub", "date_trunc", "date_part", "datepart"}


def wrong_arguments(case: Case, match: re.Match[str]) -> Diagnostic:
    name, given = match["name"].strip('"'), _types(match["types"])
    place = case.whole_call()
    kinds = ", ".join(kind_label(one) for one in given) or t("binding.nothing")
    if name in _OPERATORS or not name[:1].isalpha():
        operator = _OPERATORS.get(name, name)
        node = case.node_at_place()
        place = case.parsed.span(node) if node is not None else place
        if operator in ("LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE") and type_kind(given[0]) in ("date", "timestamp"):
            column = case.parsed.sql[slice(*case.parsed.span(node.this))] if node is not None else operator
            return make("date-as-text", place, "lint.date-as-text.like", column=column)
        both_text = operator == "+" and {_kind(one) for one in given} == {"text"}
        key = "binding.concatenate" if both_text else "binding.operator"
        return make("type-mismatch", place, key, operator=operator, kinds=kinds)
    interval = any(_kind(one) == "interval" for one in given)
    if name.casefold() in PART_FIRST and given and _kind(given[0]) in ("date", "timestamp") and not interval:
        return make("wrong-arguments", place, "binding.part_first", name=name)
    hint = _argument_hint(name.casefold(), [_kind(one) for one in given])
    return make("wrong-arguments", place, "binding.arguments", name=name, kinds=kinds, hint=hint)


_TEXT_FUNCTIONS = {"substr", "substring", "left", "right", "replace", "split_part", "upper", "lower", "trim", "length"}
_NUMBER_FUNCTIONS = {"sum", "avg", "round", "floor", "ceil", "abs", "median", "stddev"}
_DATE_FUNCTIONS = {"year", "month", "day", "quarter", "week", "strftime", "date_trunc", "date_part", "date_diff",
                   "datediff", "last_day", "dayname", "monthname", "dayofweek", "hour"}  # fmt: skip


def _argument_hint(name: str, kinds: list[str]) -> str:
    """What people mean who call `name` with such values."""
    first = kinds[0] if kinds else ""
    if name == "decode":
        return t("binding.hint_decode")
    if name == "count" and len(kinds) > 1:
        return t("binding.hint_count")
    if name in ("date_add", "date_sub") and "interval" in kinds:
        return t("binding.hint_interval")
    if name in _TEXT_FUNCTIONS and first in ("date", "timestamp"):
        return t("binding.hint_strftime")
    if name in _TEXT_FUNCTIONS and first in ("integer", "number"):
        return t("binding.hint_cast_text")
    if name in _NUMBER_FUNCTIONS and first == "text":
        return t("binding.hint_cast_number")
    if name in _DATE_FUNCTIONS and "text" in kinds:
        return t("binding.hint_cast_date")
    return t("binding.hint_arguments")


def _types(text: str) -> list[str]:
    """`DATE, DECIMAL(10,2)` in two."""
    return [one.strip() for one in re.split(r",(?![^(]*\))", text) if one.strip()]


def _kind(duckdb_type: str) -> str:
    return type_kind({"INTEGER_LITERAL": "INTEGER", "STRING_LITERAL": "VARCHAR"}.get(duckdb_type, duckdb_type))


def kind_label(duckdb_type: str) -> str:
    kind = _kind(duckdb_type)
    return t(f"lint.kind-{kind}") if kind else duckdb_type
