"""How one question is to be answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from zoneinfo import ZoneInfo

from workbench.ask.answer import Answer
from workbench.settings import SANDBOX

SEOUL = ZoneInfo("Asia/Seoul")


def today_in_seoul() -> dt.date:
    return dt.datetime.now(SEOUL).date()


@dataclass(frozen=True)
class Parts:
    """What 질문하기 adds to a model; switched off one by one to measure what each is worth.

    hints: dates, amounts and columns in the prompt. values: values found in the data, likewise. repair: SQL translated
    and mended by the schema. prune: joins taken out that nobody asked for. rounds: the model mends its own SQL.
    """

    hints: bool = True
    values: bool = True
    repair: bool = True
    prune: bool = True
    rounds: bool = True


ALL_PARTS = Parts()
PARTS = tuple(field.name for field in fields(Parts))


def without(names: Iterable[str]) -> Parts:
    """All parts but these. Raises KeyError for a part there is not."""
    off = set(names)
    if unknown := off - set(PARTS):
        raise KeyError(", ".join(sorted(unknown)))
    return Parts(**dict.fromkeys(off, False))


@dataclass(frozen=True)
class AskOptions:
    """`model`: name for `open_model`, None for the default. `today`: reference day, None for today in Seoul.

    `tables`: the asker's own choice of tables, None to let linking decide. `previous`: the answer a follow-up
    refers to. `rounds`: how often the model may be asked to repair its SQL. `candidates`: extra answers (sampled) that
    vote over their results. `budget_seconds`: when to give up.
    """

    model: str | None = None
    today: dt.date | None = None
    run: bool = True
    row_limit: int = SANDBOX.row_limit
    timeout: float = SANDBOX.timeout_seconds
    tables: tuple[str, ...] | None = None
    previous: Answer | None = None
    rounds: int = 2
    candidates: int = 0
    budget_seconds: float = 180.0
    """Reading a 3,500-token company DDL for the first time takes 45 s on two cores, and both may be busy."""
    dialect: str | None = None
    """Dialect of the company, None for the schema's own."""
    parts: Parts = ALL_PARTS

    @property
    def reference_day(self) -> dt.date:
        return self.today or today_in_seoul()
