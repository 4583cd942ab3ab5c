"""Question sets that came over the browser, kept without anything in them that leads to files of this machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

from workbench.errors import DataError
from workbench.evaluate.case import EvalCase
from workbench.evaluate.sets import read_set
from workbench.store.whole import write_whole
from workbench.text import t
from workbench.ui.source import Upload, keep

UPLOADS = ("jsonl", "json", "csv", "tsv")


def kept(upload: object) -> Path:
    """A question file of the upload's cases. Raises UsageError where none can be read, DataError for the disk."""
    file = keep(cast(Upload, upload))
    target = file.with_name(f"{file.stem}.cases.jsonl")
    if not target.exists():
        cases = read_set(file, follow_paths=False).cases
        try:
            write_whole(target, [json.dumps(_fields(case), ensure_ascii=False).encode() + b"\n" for case in cases])
        except OSError as error:
            raise DataError(t("ui.cannot_keep_file", name=file.name, reason=error.strerror or str(error))) from error
    return target


def _fields(case: EvalCase) -> dict[str, str]:
    """Under the names that `read_set` reads."""
    values = {
        "id": case.id,
        "db_id": case.db_id,
        "question": case.question,
        "sql": case.gold,
        "ddl": case.ddl,
        "dialect": case.dialect or "",
        "difficulty": case.difficulty or "",
    }
    return {name: value for name, value in values.items() if value}
