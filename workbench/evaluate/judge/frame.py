"""Tables of judged or judgeable answers: the exercise's prompt/response CSV, and frames with the generated SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import UsageError
from workbench.evaluate.case import BadRow
from workbench.evaluate.sets.records import read_records
from workbench.text import t
from workbench.text.reason import reason_of

_KNOWN: dict[str, tuple[str, ...]] = {
    "prompt": ("prompt", "request", "messages", "프롬프트"),
    "question": ("question", "질문", "질의"),
    "ddl": ("context", "ddl", "schema", "스키마"),
    "gold": ("answer", "gtsql", "gold", "goldsql", "정답", "정답sql", "sql", "query"),
    "sql": ("gensql", "generatedsql", "predsql", "predictedsql", "pred", "prediction", "modelsql", "생성sql"),
    "verdict": (
        "resolveyn", "verdict", "judge", "judgement", "judgment", "판정", "평가", "response", "completion", "output",
    ),
    "id": ("id", "customid", "caseid", "questionid", "rowid", "번호"),
}  # fmt: skip
"""Names seen in the published exercise, its public copies and Korean sheets; compared without case and signs."""
_PARQUET = (".parquet", ".pq")
_PARQUET_MB = 400


@dataclass(frozen=True)
class FrameRow:
    """`verdict`: the cell as it is, None where it is empty or the table has no such column. `number` counts from 1."""

    number: int
    id: str | None
    verdict: str | None
    prompt: str = ""
    question: str = ""
    ddl: str = ""
    gold: str = ""
    sql: str = ""


@dataclass(frozen=True)
class Frame:
    """`judged`: there is a verdict column. `judgeable`: there is everything a judge is asked about."""

    rows: tuple[FrameRow, ...]
    problems: tuple[BadRow, ...]
    judged: bool
    judgeable: bool


def read_frame(path: Path) -> Frame:
    """A CSV, JSON lines or Parquet table.

    Raises UsageError when the file cannot be read, or has neither a prompt with its verdict nor a question with its
    generated SQL.
    """
    if path.suffix.lower() in _PARQUET:
        columns, numbered, problems = _parquet(path)
    else:
        records = read_records(path)
        columns = records.columns
        numbered = [(record.number, record.values) for record in records.rows]
        problems = records.problems
    return frame_of(path, columns, numbered, problems)


def frame_of(
    path: Path, columns: tuple[str, ...], numbered: list[tuple[int, Mapping[str, Any]]], problems: tuple[BadRow, ...]
) -> Frame:
    """Rows by what their columns are called."""
    mapping = _mapping(columns, numbered)
    judgeable = {"question", "ddl", "gold", "sql"} <= set(mapping)
    if not judgeable and "verdict" not in mapping:
        raise UsageError(t("judge.not_results", path=path, columns=", ".join(columns[:12])))
    rows = tuple(_row(number, values, mapping) for number, values in numbered)
    return Frame(rows, problems, "verdict" in mapping, judgeable)


def _mapping(columns: tuple[str, ...], numbered: list[tuple[int, Mapping[str, Any]]]) -> dict[str, str]:
    plain: dict[str, str] = {}
    for column in columns:
        plain.setdefault(re.sub(r"[\W_]+", "", column).casefold(), column)
    found: dict[str, str] = {}
    for field, names in _KNOWN.items():
        name = next((plain[name] for name in names if name in plain and plain[name] not in found.values()), None)
        if name is not None:
            found[field] = name
    if len(columns) == 2 and "sql" not in found:
        # `change_jsonl_to_csv` takes any two names; the prompts are the long ones.
        lengths = {c: sum(len(str(values.get(c) or "")) for _, values in numbered) for c in columns}
        prompt = max(columns, key=lambda column: lengths[column])
        found = {"prompt": prompt, "verdict": next((c for c in columns if c != prompt), prompt)}
    return found


def _row(number: int, values: Mapping[str, Any], mapping: dict[str, str]) -> FrameRow:
    def text(field: str) -> str:
        value = values.get(mapping[field]) if field in mapping else None
        return "" if value is None or value != value else str(value)  # NaN is what a missing cell of a frame is

    verdict = text("verdict").strip()
    return FrameRow(
        number,
        text("id").strip() or None,
        verdict if verdict and verdict.casefold() not in ("nan", "none", "null", "<na>") else None,
        text("prompt"),
        text("question"),
        text("ddl"),
        text("gold"),
        text("sql"),
    )


def _parquet(path: Path) -> tuple[tuple[str, ...], list[tuple[int, Mapping[str, Any]]], tuple[BadRow, ...]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        if path.stat().st_size > _PARQUET_MB << 20:
            raise UsageError(t("judge.large_file", path=path, limit=_PARQUET_MB))
        table = pq.read_table(path)
    except (OSError, pa.ArrowException, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) and error.errno else "Parquet"
        raise UsageError(t("judge.cannot_read", path=path, reason=reason)) from error
    return tuple(table.column_names), list(_numbered(table)), ()


def _numbered(table: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    number = 0
    for batch in table.to_batches(10_000):
        for values in batch.to_pylist():
            number += 1
            yield number, values
