"""Everything that is checked before a query runs: policy, lint, DuckDB's binding, and its plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workbench.data.database import Database
from workbench.sandbox.result import Inspection
from workbench.schema.model import Schema
from workbench.settings import INPUT
from workbench.sql import binding
from workbench.sql.diagnostic import Diagnostic, Status
from workbench.sql.lint import lint_parsed
from workbench.sql.parsing import Parsed, parse
from workbench.sql.plan import Plan, read_plan
from workbench.sql.policy import INVALID_CODES, judge
from workbench.text import t

if TYPE_CHECKING:
    from workbench.data.values import ValueIndex
    from workbench.sandbox.pool import Sandbox

_ORDER = {"error": 0, "warning": 1, "info": 2}
_UNPARSED = {"syntax", "open-quote", "engine"}
"""Say only that reading stopped; any other error explains why."""
_GRAMMAR = {"syntax", "open-quote", "code-fence", "foreign-syntax", "join-without-on"}
"""Claims that DuckDB cannot even read the text."""
_SAME: tuple[set[str], ...] = (
    {"unknown-table", "policy-unknown-table", "foreign-table"},
    {"missing-function", "policy-unknown-function"},
    {"syntax", "open-quote", "engine", "policy-parse"},
    {"empty", "policy-empty"},
    {"too-long", "policy-length"},
    {"too-deep", "policy-depth"},
    {"many-statements", "policy-several"},
    {"cartesian-product", "plan-cross-product"},
    {"unknown-column", "double-quoted-text", "bare-date-part", "missing-function", "unknown-alias"},
    {"type-mismatch", "date-as-text", "wrong-arguments"},
    {"ungrouped-column", "having-without-group"},
    {"odd-punctuation", "unknown-column"},
)
"""Codes that say one thing in two ways."""


@dataclass(frozen=True)
class Checked:
    """`status` by the meaning of the command line (`ok` and `warning` may run); `message` is ready to show.

    plan: None unless DuckDB could plan the text. inspection: None where the text was not even shown to DuckDB.
    """

    status: Status
    message: str
    diagnostics: tuple[Diagnostic, ...]
    plan: Plan | None = None
    inspection: Inspection | None = None


def check(
    sql: str,
    database: Database,
    sandbox: Sandbox,
    values: ValueIndex | None = None,
    schema: Schema | None = None,
) -> Checked:
    """Judge `sql` without running it. Raises SandboxError only when the sandbox itself is broken.

    values: count only for real rows, since what example rows hold says nothing about a filter.
    schema: the database's schema with inferred keys where the caller has it; more joins are judged with it.
    """
    schema = schema or database.schema
    parsed = parse(sql)
    if len(sql) > INPUT.sql_chars or (parsed.problem is not None and parsed.problem.kind in ("empty", "deep")):
        found = lint_parsed(parsed, schema)
        return Checked("invalid", _first_message(found), found)
    inspection = sandbox.inspect(sql, explain=True)
    refusals = judge(sql, inspection, schema)
    linted = lint_parsed(parsed, schema, values if database.has_known_values else None)
    linted = _not_disproved(linted, inspection)
    bound = _binding(sql, inspection, schema)
    plan = read_plan(inspection.plan, schema) if inspection.plan is not None else None
    planned = plan.warnings if plan is not None else ()
    found = merge(parsed, linted, bound, refusals, planned)
    status = _status(inspection, refusals, found)
    message = refusals[0].message if status == "refused" else _message(status, found)
    return Checked(status, message, found, plan, inspection)


def _not_disproved(linted: tuple[Diagnostic, ...], inspection: Inspection) -> tuple[Diagnostic, ...]:
    """Without the claims that DuckDB itself disproves by reading or planning the text."""
    if inspection.error is None and inspection.plan is not None:
        return tuple(d for d in linted if d.severity != "error")
    if inspection.statements:
        return tuple(d for d in linted if d.code not in _GRAMMAR)
    return linted


def _binding(sql: str, inspection: Inspection, schema: Schema) -> tuple[Diagnostic, ...]:
    if inspection.error is None or inspection.status in ("timeout", "limit"):
        return ()
    return binding.diagnostics(sql, inspection.error, schema)


def merge(
    parsed: Parsed,
    linted: tuple[Diagnostic, ...],
    bound: tuple[Diagnostic, ...],
    refusals: tuple[Diagnostic, ...],
    planned: tuple[Diagnostic, ...],
) -> tuple[Diagnostic, ...]:
    """All findings once, the gravest first, then by place."""
    kept: list[Diagnostic] = []
    explained = any(d.severity == "error" and d.code not in _UNPARSED for d in linted)
    for one in (*linted, *bound, *refusals, *planned):
        if one in bound and one.code in _UNPARSED and (explained or _is_refused(refusals)):
            continue
        if one in refusals and one.code in INVALID_CODES and any(d.severity == "error" for d in kept):
            continue
        twin = next((other for other in kept if _says_the_same(one, other)), None)
        if twin is None:
            kept.append(one)
        elif _is_truer(one, twin, bound) or (one in refusals and one.code not in INVALID_CODES):
            kept[kept.index(twin)] = one
        elif _ORDER[one.severity] < _ORDER[twin.severity]:
            # lint knows the schema and says more; DuckDB knows that it is fatal
            kept[kept.index(twin)] = replace(twin, severity=one.severity)
    return tuple(sorted(dict.fromkeys(kept), key=lambda d: (_ORDER[d.severity], d.start, d.end, d.code)))


def _is_refused(refusals: tuple[Diagnostic, ...]) -> bool:
    return any(d.code not in INVALID_CODES for d in refusals)


def _is_truer(one: Diagnostic, twin: Diagnostic, bound: tuple[Diagnostic, ...]) -> bool:
    """DuckDB knows better than sqlglot where its own grammar breaks."""
    return one in bound and one.code in _UNPARSED and twin.code in _UNPARSED


def _says_the_same(one: Diagnostic, other: Diagnostic) -> bool:
    if one.code != other.code and not any({one.code, other.code} <= group for group in _SAME):
        return False
    if {one.code, other.code} <= _UNPARSED | {"policy-parse"} or (0, 0) in (
        (one.start, one.end),
        (other.start, other.end),
    ):
        return True
    return one.start < other.end and other.start < one.end


def _status(inspection: Inspection, refusals: tuple[Diagnostic, ...], found: tuple[Diagnostic, ...]) -> Status:
    if _is_refused(refusals):
        # Running out of time or memory, or a sandbox that failed (its file is gone), leaves policy without a tree: say
        # what happened. None of these runs.
        failed = inspection.status in ("timeout", "limit") or (
            inspection.status == "error" and inspection.error is None
        )
        if failed and all(d.code == "policy-doubt" for d in refusals):
            return inspection.status
        return "refused"
    if inspection.status in ("timeout", "limit"):
        return inspection.status
    if inspection.error is not None or refusals or any(d.severity == "error" for d in found):
        return "invalid"
    if inspection.status != "ok":
        return inspection.status
    return "warning" if any(d.severity == "warning" for d in found) else "ok"


def _message(status: Status, found: tuple[Diagnostic, ...]) -> str:
    if status in ("timeout", "limit", "error"):
        return t(f"check.{status}")
    if status == "ok":
        return t("check.ok")
    if status == "warning":
        return t("check.warning", count=sum(d.severity == "warning" for d in found))
    return _first_message(found)


def _first_message(found: tuple[Diagnostic, ...]) -> str:
    return found[0].message if found else t("binding.general")
