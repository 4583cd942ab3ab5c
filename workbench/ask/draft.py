"""Let the model write, and settle what it wrote into SQL that binds: cleaned, transpiled, repaired by the schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.ask.options import ALL_PARTS, Parts
from workbench.ask.workspace import Workspace
from workbench.question.linked import Linked
from workbench.sandbox.result import EngineError, RunResult
from workbench.sql.check import Checked, check
from workbench.sql.clean import clean
from workbench.sql.repair import repair
from workbench.sql.repair.precision import widen_floats
from workbench.sql.repair.prune import prune_joins
from workbench.sql.repair.running import repair_run
from workbench.sql.repair.values import repair_values
from workbench.sql.transpile import to_duckdb


@dataclass(frozen=True)
class Draft:
    """`sql` is empty when the model offered none. `notes` say what was changed, ready to show."""

    sql: str
    checked: Checked
    notes: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        return bool(self.sql) and self.checked.status in ("ok", "warning")


def settle(
    raw: str, workspace: Workspace, dialect: str, linked: Linked | None = None, parts: Parts = ALL_PARTS
) -> Draft:
    """Turn model output into checked SQL without asking the model again.

    SQL that DuckDB binds as written is left alone: transpiling valid DuckDB as if it were MySQL changes its meaning.
    linked: what the question touches; joins with tables that it does not are taken out.
    """
    cleaned = clean(raw)
    sql, notes = cleaned.sql, list(cleaned.notes)
    if not sql:
        return Draft(
            "", check("", workspace.database, workspace.sandbox, workspace.values, workspace.schema), tuple(notes)
        )
    binds = binder(workspace)
    if parts.repair and binds(sql) is not None:
        transpiled = to_duckdb(sql, dialect, workspace.schema)
        repaired = repair(transpiled.sql, workspace.schema, binds, workspace.values)
        if repaired is not None and binds(repaired.sql) is None:
            sql, notes = repaired.sql, [*notes, *transpiled.notes, *repaired.notes]
        elif binds(transpiled.sql) is None:
            sql, notes = transpiled.sql, [*notes, *transpiled.notes]
    if parts.repair:
        sql = widen_floats(sql)
    if parts.prune and linked is not None and not linked.unmatched:
        # A word that nothing answers may mean the very table: then every join stays.
        pruned = prune_joins(sql, workspace.schema, linked.asked)
        if pruned is not None and binds(sql) is None and binds(pruned.sql) is None:
            sql, notes = pruned.sql, [*notes, *pruned.notes]
    if parts.repair and workspace.values is not None:
        with_values = repair_values(sql, workspace.schema, workspace.values)
        if with_values is not None and binds(with_values.sql) is None:
            sql, notes = with_values.sql, [*notes, *with_values.notes]
    return Draft(
        sql, check(sql, workspace.database, workspace.sandbox, workspace.values, workspace.schema), tuple(notes)
    )


def mend_run(draft: Draft, result: RunResult, workspace: Workspace) -> Draft | None:
    """Another draft for SQL that binds but failed on the rows (a text that is no number, several rows for `=`)."""
    if result.status != "error" or result.error is None:
        return None
    repaired = repair_run(draft.sql, workspace.schema, result.error)
    if repaired is None:
        return None
    checked = check(repaired.sql, workspace.database, workspace.sandbox, workspace.values, workspace.schema)
    mended = Draft(repaired.sql, checked, (*draft.notes, *repaired.notes))
    return mended if mended.passes else None


def binder(workspace: Workspace) -> Callable[[str], EngineError | None]:
    """A test for "does DuckDB bind this", remembered per text: repair asks for the same text more than once."""
    seen: dict[str, EngineError | None] = {}

    def binds(sql: str) -> EngineError | None:
        if sql not in seen:
            seen[sql] = workspace.sandbox.inspect(sql, explain=True).error
        return seen[sql]

    return binds
