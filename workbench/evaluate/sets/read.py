"""One door to all question sets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from workbench.errors import UsageError
from workbench.evaluate.case import QuestionSet
from workbench.evaluate.sets.columns import complete_mapping
from workbench.evaluate.sets.digest import digest_of
from workbench.evaluate.sets.hub import read_hub
from workbench.evaluate.sets.places import DATABASES, Places
from workbench.evaluate.sets.records import JSON, SUFFIXES, read_records
from workbench.evaluate.sets.rows import collect
from workbench.evaluate.sets.saved import read_saved
from workbench.evaluate.sets.shipped import read_shipped, shipped_sets
from workbench.text import t
from workbench.text.reason import reason_of


def read_set(
    source: str | Path,
    mapping: Mapping[str, str] | None = None,
    limit: int | None = None,
    *,
    follow_paths: bool = True,
) -> QuestionSet:
    """The cases of `source`, the first `limit` of them, and what was wrong with the rest.

    source: a JSONL, JSON or CSV file (`id, db_id, context, question, answer`; other names by `mapping`: field →
    column), a folder in Spider's layout (`questions.jsonl`, `databases/<db_id>/schema.sql` and its tables as CSV),
    one of `shipped_sets()`, `saved` (cases judged on 질문하기), or `hub:owner/name[:config/split]`.
    follow_paths: False for uploads, whose `ddl_path` and `data_path` must lead nowhere on this machine.
    Raises UsageError when nothing of it can be read, StoreError for `saved`.
    """
    name = str(source)
    if name in shipped_sets():
        return read_shipped(name, limit)
    if name == "saved":
        return read_saved(limit)
    if name.startswith("hub:"):
        return read_hub(name, mapping, limit)
    path = _question_file(Path(source))
    records = read_records(path)
    found = collect(records.rows, complete_mapping(records.columns, mapping), Places(path, follow_paths), limit)
    problems = tuple(sorted((*records.problems, *found.problems), key=lambda row: row.number))
    if not found.cases and problems:
        first = problems[0]
        raise UsageError(t("sets.no_case", path=path, number=first.number, reason=first.message))
    return QuestionSet(
        name=path.stem if path == Path(source) else Path(source).resolve().name,
        source=str(Path(source).resolve()),
        cases=tuple(found.cases),
        problems=problems,
        digest=digest_of(found.cases),
        notes=tuple(found.notes),
    )


def columns_of(path: str | Path) -> tuple[str, ...]:
    """Column names of the file, or of the question file of a folder. Raises UsageError as `read_set` does."""
    return read_records(_question_file(Path(path))).columns


def _question_file(path: Path) -> Path:
    """The file itself; of a folder `questions.*`, else its only JSON file, else its only readable file."""
    if not path.is_dir():
        return path
    try:
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
    except OSError as error:
        raise UsageError(t("sets.cannot_read", path=path, reason=reason_of(error))) from error
    named = [file for file in files if file.stem.lower() == "questions"]
    named = named or [file for file in files if file.suffix.lower() in JSON] or files
    if len(named) == 1:
        return named[0]
    if not named:
        raise UsageError(t("sets.no_question_file", path=path, folder=DATABASES[0]))
    raise UsageError(t("sets.many_question_files", path=path, names=", ".join(file.name for file in named[:6])))
