"""From what happened in a child to a status and a message a person can act on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.ipc

from workbench.sandbox.position import Positions
from workbench.sandbox.result import EngineError, Inspection, RunResult, RunStatus
from workbench.sandbox.worker import End
from workbench.settings import INPUT, SANDBOX
from workbench.text import t


@dataclass(frozen=True)
class Failure:
    status: RunStatus
    message: str
    error: EngineError | None = None


_KINDS: dict[str, tuple[RunStatus, str]] = {
    "Parser": ("invalid", "parse"),
    "Syntax": ("invalid", "parse"),
    "Catalog": ("invalid", "missing"),
    "Binder": ("invalid", "bind"),
    "Mismatch Type": ("invalid", "bind"),
    "Parameter Not Resolved": ("invalid", "bind"),
    "Parameter Not Allowed": ("invalid", "bind"),
    "Not implemented": ("invalid", "unsupported"),
    "Conversion": ("error", "conversion"),
    "Out of Range": ("error", "range"),
    "Invalid Input": ("error", "input"),
    "Permission": ("error", "forbidden"),
    "Out of Memory": ("limit", "memory"),
    "Interrupt": ("timeout", "timeout"),
}
"""DuckDB's exception types; anything else is an error without a story."""


_SPILL = "duckdb_temp_"
"""Name of the files DuckDB writes when memory is short: an error about one means that the disk is full."""


def unreadable(sql: str) -> Failure | None:
    """Why a text is not even sent to a child, or None.

    A NUL byte ends the text for some readers and not for others: DuckDB 2.0 runs what follows it.
    """
    if not sql.strip():
        return Failure("invalid", t("sandbox.empty"), EngineError("Parser", "EMPTY", "empty statement", 0))
    if len(sql) > INPUT.sql_chars:
        return Failure("invalid", t("sandbox.too_long", length=len(sql), limit=INPUT.sql_chars))
    for at, ch in enumerate(sql):
        if ch == "\0" or "\ud800" <= ch <= "\udfff":
            error = EngineError("Parser", "SYNTAX_ERROR", f"character U+{ord(ch):04X} is not allowed", at)
            return Failure("invalid", t("sandbox.odd_character"), error)
    return None


def ended(why: End, seconds: float) -> Failure:
    """Why a child is gone."""
    if why == "timeout":
        return Failure("timeout", t("sandbox.timeout", seconds=f"{seconds:g}"))
    if why == "memory":
        return Failure("limit", t("sandbox.memory", megabytes=SANDBOX.resident_mb))
    if why == "too_big":
        return Failure("limit", t("sandbox.too_big", megabytes=SANDBOX.result_mb))
    return Failure("error", t("sandbox.stopped" if why == "stopped" else "sandbox.crashed"))


def engine_error(found: dict[str, Any], positions: Positions, offset: int = 0) -> EngineError:
    """DuckDB's JSON error as ours. offset: bytes that stood before the text when DuckDB read it."""
    at = str(found.get("position", ""))
    candidates = str(found.get("candidates", ""))
    return EngineError(
        kind=str(found.get("exception_type", "")),
        subtype=str(found.get("error_subtype", "")),
        message=str(found.get("exception_message", "")),
        position=positions.character(int(at) - offset) if at.isdigit() else None,
        candidates=tuple(c for c in (c.strip() for c in candidates.split(",")) if c),
    )


def failed(found: dict[str, Any], positions: Positions, seconds: float, offset: int = 0) -> Failure:
    """What a DuckDB error means for the one who asked."""
    error = engine_error(found, positions, offset)
    status, key = _KINDS.get(error.kind, ("error", "failed"))
    if error.kind == "IO" and _SPILL in error.message:
        status, key = "limit", "disk"
    message = t(f"sandbox.{key}", seconds=f"{seconds:g}", megabytes=SANDBOX.memory_mb)
    return Failure(status, message, error)


def inspected(
    answers: list[dict[str, Any]], failure: Failure | None, positions: Positions, in_tree: Positions, seconds: float
) -> Inspection:
    """One Inspection from the answers of the child: statements and tree first, then the plan.

    in_tree: positions in the tree, which for a PIVOT comes from a text with longer keywords.
    """
    statements: tuple[str, ...] = ()
    ast = plan = None
    for answer in answers:
        if "error" in answer:
            failure = failed(answer["error"], positions, SANDBOX.inspect_seconds, answer.get("offset", 0))
        if "statements" in answer:
            statements = tuple(answer["statements"])
        if answer.get("ast"):
            ast = _tree(answer["ast"], in_tree)
        if "plan" in answer:
            plan = json.loads(answer["plan"])
    if failure is None:
        return Inspection("ok", statements, ast, plan, None, seconds)
    return Inspection(failure.status, statements, ast, plan, failure.error, seconds, failure.message)


def _tree(text: str, positions: Positions) -> dict[str, Any] | None:
    try:
        tree: dict[str, Any] = json.loads(text)
    except RecursionError:  # nested deeper than Python reads; without a tree policy refuses
        return None
    positions.convert_tree(tree)
    return tree


def ran(answer: dict[str, Any], body: bytes, positions: Positions, timeout: float, seconds: float) -> RunResult:
    """One RunResult from the answer of the child."""
    failure = _failure(answer, positions, timeout)
    if failure is not None:
        return unrun(failure, seconds)
    try:
        table = pa.ipc.open_stream(pa.py_buffer(body)).read_all()
        table.validate(full=True)  # the child may have been taken over: nothing it sends is trusted
    except (pa.ArrowInvalid, OSError):
        return unrun(ended("crashed", timeout), seconds)
    return RunResult("ok", "", table, bool(answer["truncated"]), seconds)


def unrun(failure: Failure, seconds: float) -> RunResult:
    return RunResult(failure.status, failure.message, seconds=seconds, error=failure.error)


def _failure(answer: dict[str, Any], positions: Positions, timeout: float) -> Failure | None:
    if "error" in answer:
        return failed(answer["error"], positions, timeout, answer.get("offset", 0))
    if "statements" in answer:
        count = int(answer["statements"])
        return Failure("invalid", t("sandbox.several", count=count) if count else t("sandbox.empty"))
    if "no_rows" in answer:
        return Failure("invalid", t("sandbox.no_rows"))
    if "too_big" in answer:
        return ended("too_big", timeout)
    return None
