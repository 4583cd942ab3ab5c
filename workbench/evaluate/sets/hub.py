"""Sets on the Hugging Face hub, through `datasets` where that is installed."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench.errors import UsageError
from workbench.evaluate.case import BadRow, QuestionSet
from workbench.evaluate.sets.columns import complete_mapping
from workbench.evaluate.sets.digest import digest_of
from workbench.evaluate.sets.places import Places
from workbench.evaluate.sets.records import Record
from workbench.evaluate.sets.rows import collect
from workbench.text import t

KO_TEXT2SQL = "shangrilar/ko_text2sql"
_SOURCE = re.compile(r"hub:(?P<name>[\w.-]+/[\w.-]+)(?::(?:(?P<config>[\w.-]+)/)?(?P<split>[\w.-]+))?")


def read_hub(source: str, mapping: Mapping[str, str] | None = None, limit: int | None = None) -> QuestionSet:
    """`hub:owner/name[:config/split]`; the split is `test` where none is named.

    Raises UsageError when `datasets` is missing, and when the hub or the set cannot be reached.
    """
    found = _SOURCE.fullmatch(source)
    if found is None:
        raise UsageError(t("sets.hub_form", source=source[:80], example=f"hub:{KO_TEXT2SQL}:origin/test"))
    name, split = found["name"], found["split"] or "test"
    config = found["config"] or ("origin" if name == KO_TEXT2SQL else None)
    rows, columns = _load(name, config, split)
    collected = collect(_records(rows), complete_mapping(columns, mapping), Places(Path(name), follow=False), limit)
    if not collected.cases:
        first = collected.problems[0] if collected.problems else BadRow(0, "")
        raise UsageError(t("sets.no_case", path=source, number=first.number, reason=first.message))
    title = f"{name} ({config}/{split})" if config else f"{name} ({split})"
    return QuestionSet(
        title,
        f"hub:{name}:{config}/{split}" if config else f"hub:{name}:{split}",
        tuple(collected.cases),
        tuple(collected.problems),
        digest_of(collected.cases),
        tuple(collected.notes),
    )


def _load(name: str, config: str | None, split: str) -> tuple[Any, list[str]]:
    try:
        datasets = importlib.import_module("datasets")
    except ImportError as error:
        raise UsageError(t("sets.hub_not_installed", name=name)) from error
    try:
        rows = datasets.load_dataset(name, config, split=split)
    except Exception as error:  # its own errors, huggingface_hub's, the network's and pyarrow's, none documented
        reason = " ".join(str(error).split())[:160] or type(error).__name__
        raise UsageError(t("sets.hub_failed", name=name, config=config or "-", split=split, reason=reason)) from error
    return rows, list(rows.column_names)


def _records(rows: Any) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        yield Record(number, dict(row))
