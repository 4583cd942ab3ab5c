"""A dataset on disk: three files of JSON lines and a report."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from workbench.errors import DataError
from workbench.evaluate.case import EvalCase
from workbench.evaluate.sets import digest_of
from workbench.llm.chat import Message
from workbench.store.whole import write_whole
from workbench.text import t
from workbench.train.data.report import DataReport, from_json, to_json
from workbench.train.row import Dataset, PromptRow

ROWS, RAW, HELD_OUT, REPORT = "rows.jsonl", "raw.jsonl", "held_out.jsonl", "report.json"


def write_dataset(
    folder: Path,
    rows: Sequence[PromptRow],
    raw: Sequence[PromptRow],
    held_out: Sequence[EvalCase],
    report: DataReport,
) -> Dataset:
    """Write all of it into `folder`; the report comes last, so that a folder with one is whole. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / REPORT).unlink(missing_ok=True)
    contents = {
        ROWS: [_line(asdict(row)) for row in rows],
        RAW: [_line(asdict(row)) for row in raw],
        HELD_OUT: [case_line(case) for case in held_out],
    }
    for file, lines in contents.items():
        write_whole(folder / file, lines)
    report = replace(report, digest=_digest([*contents[ROWS], *contents[RAW]], held_out))
    write_whole(folder / REPORT, [json.dumps(to_json(report), ensure_ascii=False, indent=1).encode() + b"\n"])
    return _dataset(folder, report, rows, raw, held_out)


def read_dataset(folder: Path) -> Dataset:
    """Raises DataError where the folder holds no whole dataset, or one that was changed since it was built."""
    report = report_of(folder)
    try:
        contents = [(folder / file).read_bytes().splitlines(keepends=True) for file in (ROWS, RAW, HELD_OUT)]
        rows, raw = (tuple(_row(json.loads(line)) for line in lines) for lines in contents[:2])
        held_out = tuple(_case(json.loads(line)) for line in contents[2])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(t("train.data_unreadable", folder=folder, reason=error)) from error
    if _digest([*contents[0], *contents[1]], held_out) != report.digest:
        raise DataError(t("train.data_changed", folder=folder))
    return _dataset(folder, report, rows, raw, held_out)


def report_of(folder: Path) -> DataReport:
    """The report of a dataset. Raises DataError where there is none."""
    try:
        facts = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(t("train.data_unreadable", folder=folder, reason=error)) from error
    if not isinstance(facts, dict):
        raise DataError(t("train.data_unreadable", folder=folder, reason=REPORT))
    return from_json(facts, folder)


def _dataset(
    folder: Path,
    report: DataReport,
    rows: Sequence[PromptRow],
    raw: Sequence[PromptRow],
    held_out: Sequence[EvalCase],
) -> Dataset:
    return Dataset(report.name, folder, tuple(rows), tuple(raw), tuple(held_out), report.digest, report.prompt_digest)


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _digest(lines: Iterable[bytes], held_out: Sequence[EvalCase]) -> str:
    """Without the folders of tables: a dataset that was moved is the same."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    digest.update(digest_of(held_out).encode())
    return digest.hexdigest()


def _row(value: dict[str, Any]) -> PromptRow:
    messages = tuple(Message(**message) for message in value["messages"])
    return PromptRow(**{**value, "messages": messages})


def case_line(case: EvalCase) -> bytes:
    """A case as a line of JSON."""
    return _line(case_values(case))


def case_values(case: EvalCase) -> dict[str, Any]:
    """A case under the names that `read_set` reads, so that a file of them is a question set of its own."""
    return {
        "id": case.id,
        "db_id": case.db_id,
        "question": case.question,
        "sql": case.gold,
        "ddl": case.ddl,
        "data_path": str(case.data_path.resolve()) if case.data_path is not None else None,
        "dialect": case.dialect,
        "difficulty": case.difficulty,
        "today": case.today.isoformat() if case.today is not None else None,
    }


def _case(value: dict[str, Any]) -> EvalCase:
    return EvalCase(
        value["id"],
        value["db_id"],
        value["question"],
        value["sql"],
        value["ddl"],
        Path(value["data_path"]) if value["data_path"] else None,
        value["dialect"],
        value["difficulty"],
        dt.date.fromisoformat(value["today"]) if value["today"] else None,
    )
