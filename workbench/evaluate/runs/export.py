"""A run as a file: xlsx and CSV for spreadsheets, JSONL for programs, one HTML page for readers."""

from __future__ import annotations

import json
from typing import Any, Literal

import pyarrow as pa

from workbench.evaluate.runs.facts import SHARES, described, facts_of
from workbench.evaluate.runs.report import report
from workbench.evaluate.runs.rows import flat, rows_of
from workbench.evaluate.runs.summary import Summary, summarize
from workbench.export import to_csv, to_workbook
from workbench.store.runs import Run
from workbench.text import t

Format = Literal["xlsx", "csv", "jsonl", "html"]
FORMATS: tuple[Format, ...] = ("xlsx", "csv", "jsonl", "html")
_NUMBERS = {
    "seconds": pa.float64(),
    "cost": pa.float64(),
    "prompt_tokens": pa.int64(),
    "completion_tokens": pa.int64(),
    **dict.fromkeys(("forgiving", "em_string", "em_set", "valid"), pa.bool_()),
}


def export(run: Run, format: Format) -> bytes:
    """The file's bytes. Raises StoreError."""
    if format == "html":
        return report(run).encode("utf-8", "replace")
    rows = rows_of(run)
    if format == "jsonl":
        # A lone surrogate, legal as an escape in JSON, comes out as the escape that it came in as.
        lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows)
        return "".join(lines).encode("utf-8", "backslashreplace")
    table = _table(rows)
    if format == "csv":
        return to_csv(table)
    return to_workbook({t("runs.sheet_answers"): table, t("runs.sheet_about"): _about(run, summarize(run))})


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    cells = [flat(row) for row in rows]
    names = list(cells[0]) if cells else ["id"]
    columns = [pa.array([_text(row[name]) for row in cells], _NUMBERS.get(name, pa.string())) for name in names]
    return pa.table(columns, names=[t(f"runs.column_{name}") for name in names])


def _text(value: Any) -> Any:
    """Arrow takes no lone surrogates."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _about(run: Run, summary: Summary) -> pa.Table:
    facts = facts_of(run)
    for name in SHARES:
        part = getattr(summary, name)
        facts.append((t(f"runs.figure_{name}"), described(part)))
    facts += [(t(f"runs.outcome_{outcome}"), str(count)) for outcome, count in summary.outcomes.items()]
    names = [t("runs.about_what"), t("runs.about_value")]
    return pa.table([pa.array([_text(fact[at]) for fact in facts], pa.string()) for at in (0, 1)], names=names)
