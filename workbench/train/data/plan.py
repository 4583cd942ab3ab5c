"""What a dataset is to be built from, and how."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class DataPlan:
    """sources: what `train.data.sources.read_sources` reads. out: the dataset's folder, made or replaced.

    held_out_from: the source whose databases are held out, "" for the first one. seed draws them and shuffles.
    today: the day that relative dates count from where a case names none.
    """

    sources: tuple[str, ...]
    out: Path
    today: dt.date
    name: str = ""
    seed: int = 42
    held_out_databases: int = 20
    held_out_questions: int = 300
    held_out_from: str = ""
