"""What a dataset is to be built from, and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbench.errors import UsageError
from workbench.text import t
from workbench.train.data.rules import RULES

Preset = Literal["standard", "published", "none"]
PRESETS: dict[str, frozenset[str]] = {
    "standard": frozenset(rule.code for rule in RULES) - {"db_id_1"},
    "published": frozenset({"missing", "db_id_1"}),
    "none": frozenset(),
}
"""`published`: the filters of the published exercise (onlybooks/llm, chapter 6): dropna, db_id != 1, shuffled by 42."""


@dataclass(frozen=True)
class DataPlan:
    """sources: what `read_sources` takes. out: the dataset's folder, made or replaced.

    held_out_from: the source whose databases are held out, "" for the first one. seed draws them and shuffles.
    today: the day that relative dates count from where a case names none. evaluation_sets: sources of `read_set` that
    no row may leak from; the shipped set and the held-out databases always count. rules: codes of those that clean.
    shuffle: rows in random order, as the preset `published` has them, else in the order of their sources.
    tokens: of prompt and answer at most (rule too_long). examples: kept of each rule's finds for the report.
    """

    sources: tuple[str, ...]
    out: Path
    today: dt.date
    name: str = ""
    seed: int = 42
    held_out_databases: int = 20
    held_out_questions: int = 300
    held_out_from: str = ""
    evaluation_sets: tuple[str, ...] = ()
    preset: Preset = "standard"
    rules: frozenset[str] = PRESETS["standard"]
    shuffle: bool = False
    tokens: int = 2_048
    examples: int = 5


def rules_of(
    preset: str, without: Iterable[str] = (), only: Iterable[str] = (), also: Iterable[str] = ()
) -> frozenset[str]:
    """Codes of the rules that clean. Raises UsageError for an unknown preset or code."""
    known = [rule.code for rule in RULES]
    for code in (*without, *only, *also):
        if code not in known:
            raise UsageError(t("train.data_no_rule", code=code, known=", ".join(known)))
    if preset not in PRESETS:
        raise UsageError(t("train.data_no_preset", preset=preset, known=", ".join(PRESETS)))
    return (frozenset(only) or PRESETS[preset]) - frozenset(without) | frozenset(also)
