"""The rules as values, and the run over all of them."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from workbench.schema.model import Schema
from workbench.settings import INPUT
from workbench.sql.diagnostic import Diagnostic, Severity
from workbench.sql.lint import dates, filters, grouping, joins, names, results, texts, values
from workbench.sql.lint.query import Finding, Query
from workbench.sql.parsing import Parsed, SyntaxProblem, parse
from workbench.sql.scopes import read_scopes
from workbench.text import t

if TYPE_CHECKING:
    from workbench.data.values import ValueIndex

_Given = TypeVar("_Given", Parsed, Query)
_log = logging.getLogger(__name__)
_MOST = 50
"""Findings shown for one text; a 20,000-character query of nonsense would bring thousands."""

_TEXT_RULES: tuple[Callable[[Parsed], Iterator[Finding]], ...] = (
    texts.code_fence,
    texts.odd_punctuation,
    texts.foreign_syntax,
    texts.many_statements,
)
_QUERY_RULES: tuple[Callable[[Query], Iterator[Finding]], ...] = (
    names.unknown_table,
    names.foreign_table,
    names.unknown_column,
    names.unknown_alias,
    names.ambiguous_column,
    names.double_quoted_text,
    names.duplicate_alias,
    names.missing_function,
    names.bare_date_part,
    grouping.ungrouped_column,
    grouping.aggregate_in_where,
    grouping.window_in_where,
    grouping.nested_aggregate,
    grouping.having_without_group,
    grouping.position_out_of_range,
    grouping.set_columns,
    grouping.subquery_columns,
    grouping.many_row_subquery,
    grouping.distinct_with_group,
    joins.join_without_on,
    joins.cartesian_product,
    joins.fan_out,
    joins.join_off_key,
    joins.outer_join_filter,
    joins.unused_join,
    joins.unused_cte,
    filters.null_comparison,
    filters.not_in_nullable,
    filters.type_mismatch,
    filters.function_on_column,
    filters.constant_condition,
    filters.leading_wildcard,
    filters.like_without_wildcard,
    filters.wildcard_in_equals,
    filters.and_or_mixed,
    values.value_not_found,
    values.value_spelling,
    dates.date_as_text,
    dates.between_timestamp,
    dates.timestamp_equals_day,
    results.select_star,
    results.limit_without_order,
    results.duplicate_output,
    results.count_nullable,
    results.integer_division,
    results.division_elsewhere,
    results.division_by_zero,
    results.aggregate_on_key,
    results.union_distinct,
    results.order_in_subquery,
)
RULE_FUNCTIONS = (*_TEXT_RULES, *_QUERY_RULES)
_PROBLEMS = {"empty": "empty", "long": "too-long", "deep": "too-deep", "open-quote": "open-quote", "syntax": "syntax"}


@dataclass(frozen=True)
class Rule:
    """One rule. `bad` makes it fire at the piece `at`; `good` makes nothing fire. `dialect`: the schema's, for both."""

    code: str
    severity: Severity
    bad: str
    at: str
    good: str
    dialect: str = "duckdb"

    @property
    def title(self) -> str:
        return t(f"lint.{self.code}.title")

    @property
    def why(self) -> str:
        return t(f"lint.{self.code}.why")


def _read_rules() -> dict[str, Rule]:
    data = tomllib.loads((Path(__file__).parent / "rules.toml").read_text(encoding="utf-8"))
    return {code: Rule(code, **fields) for code, fields in data.items()}


LINT_RULES: dict[str, Rule] = _read_rules()
"""Every rule by its code, in the order of the documentation."""


def lint(sql: str, schema: Schema, values: ValueIndex | None = None) -> tuple[Diagnostic, ...]:
    """All findings about `sql`, in order of place. Never raises.

    `values` belongs to the asker's own rows; leave it None for example rows, whose values mean nothing.
    """
    return lint_parsed(parse(sql), schema, values)


def lint_parsed(parsed: Parsed, schema: Schema, values: ValueIndex | None = None) -> tuple[Diagnostic, ...]:
    """`lint` for a text that has been read already."""
    found: list[Diagnostic] = []
    for text_rule in _TEXT_RULES:
        found += _run(text_rule, parsed)
    if parsed.problem is not None and not found:
        found.append(_problem(parsed, parsed.problem))
    # marks read as letters make up names: what the query rules would say about those only confuses
    if len(parsed.statements) == 1 and not any(d.code == "odd-punctuation" for d in found):
        found += _lint_query(parsed, schema, values)
    unique = dict.fromkeys(sorted(found, key=lambda d: (d.start, d.end, d.code)))
    return tuple(unique)[:_MOST]


def _lint_query(parsed: Parsed, schema: Schema, values: ValueIndex | None) -> list[Diagnostic]:
    statement = parsed.statements[0]
    try:
        query = Query(parsed, schema, statement, read_scopes(statement, schema), values)
    except Exception:  # RecursionError included
        _log.exception("scopes of a query could not be read")
        return []
    found: list[Diagnostic] = []
    for rule in _QUERY_RULES:
        found += _run(rule, query)
    return found


def _run(rule: Callable[[_Given], Iterator[Finding]], given: _Given) -> list[Diagnostic]:
    """One rule's findings; a rule that fails says nothing, and the log says why."""
    code = rule.__name__.replace("_", "-")
    try:
        return [_diagnostic(LINT_RULES[code], finding) for finding in rule(given)]
    except Exception:  # a rule must never keep an answer from being checked
        _log.exception("lint rule %s failed", code)
        return []


def _diagnostic(rule: Rule, finding: Finding) -> Diagnostic:
    key = f"lint.{rule.code}.{finding.variant}" if finding.variant else f"lint.{rule.code}"
    return Diagnostic(rule.code, rule.severity, t(key, **finding.values), finding.start, finding.end)


def _problem(parsed: Parsed, problem: SyntaxProblem) -> Diagnostic:
    rule = LINT_RULES[_PROBLEMS[problem.kind]]
    word = " ".join(parsed.sql[problem.start : problem.end].split())[:40]
    values = {"word": word, "length": len(parsed.sql), "most": INPUT.sql_chars}
    return Diagnostic(rule.code, rule.severity, t(f"lint.{rule.code}", **values), problem.start, problem.end)
