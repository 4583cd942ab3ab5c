"""One answer as a judge sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.sandbox.result import RunResult
from workbench.sandbox.rows import to_json

SHOWN_ROWS = 20


@dataclass(frozen=True)
class ShownResult:
    """The head of a result: JSON values, at most SHOWN_ROWS rows of `total`. `fault` (English) where it did not run."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    total: int = 0
    more: bool = False
    """There are more than `total` rows: the row limit cut the result."""
    fault: str = ""


@dataclass(frozen=True)
class JudgeRow:
    """`sql` is what the model wrote, None for nothing. `binds`: it parses and binds on the schema; else it is gated."""

    case_id: str
    question: str
    ddl: str
    gold: str
    sql: str | None
    binds: bool = True
    gold_result: ShownResult | None = None
    result: ShownResult | None = None

    @property
    def is_gated(self) -> bool:
        return not self.binds or not (self.sql or "").strip()


def shown(result: RunResult) -> ShownResult:
    """The head of what a query returned in the sandbox."""
    if result.status != "ok" or result.table is None:
        return ShownResult(fault="timeout" if result.status == "timeout" else "error")
    head = to_json(result.table.slice(0, SHOWN_ROWS))
    return ShownResult(
        tuple(result.columns), tuple(tuple(row) for row in head), result.table.num_rows, result.truncated
    )
