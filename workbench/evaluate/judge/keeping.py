"""Imported verdicts and gated answers into the store, beside the run that they are about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.evaluate.judge.cost import cost_of
from workbench.evaluate.judge.importing import Imported, against
from workbench.evaluate.judge.model import served_name
from workbench.evaluate.judge.record import Record
from workbench.evaluate.judge.requests import parse_id
from workbench.evaluate.judge.rubric import Rubric, load_rubric, rubric_names
from workbench.evaluate.judge.run_rows import askable_ids
from workbench.store import results, runs, verdicts
from workbench.store.results import Filters
from workbench.store.runs import Run
from workbench.store.verdicts import Verdict

_UNKNOWN = "unknown"
"""Judge of results whose request names no model."""


@dataclass(frozen=True)
class Kept:
    """What was imported for one run. `judge` is its name in the store."""

    run: Run
    judge: str
    rubric_hash: str
    count: int


def keep_gated(run: Run, judge: str, rubric: Rubric, case_ids: Sequence[str]) -> None:
    """Say of these answers that no judge was asked about them. Raises StoreError."""
    at = _now()
    verdicts.save(Verdict(run.id, case_id, judge, rubric.digest, "gated", at=at) for case_id in case_ids)


def with_missing(imported: Imported) -> Imported:
    """What our own requests asked for and the results lack, as far as this store knows the runs. Raises StoreError."""
    asked = [f"{run.id}/{case_id}/{version}" for run, version in _runs_of(imported) for case_id in askable_ids(run)]
    return against(imported, asked) if asked else imported


def keep(imported: Imported) -> tuple[Kept, ...]:
    """Save what was answered about runs of this store, in place of what the same judge said before.

    Results about anything else are counted only. Raises StoreError.
    """
    kept = []
    for run, version in _runs_of(imported):
        known = {key.case_id for key in results.keys(Filters(run=run.id, unscored=True))}
        found = [
            (parsed.case_id, record)
            for record in imported.records
            if (parsed := parse_id(record.id)) and (parsed.run, parsed.version) == (run.id, version)
        ]
        saved = list(_verdicts(run, version, [pair for pair in found if pair[0] in known]))
        verdicts.save(saved)
        kept += [
            Kept(run, judge, digest, sum((one.judge, one.rubric_hash) == (judge, digest) for one in saved))
            for judge, digest in dict.fromkeys((one.judge, one.rubric_hash) for one in saved)
        ]
    return tuple(kept)


def judge_name(run: Run, model: str) -> str:
    """The store's name of a judge: the run's own where that is served under this model name."""
    return run.judge if run.judge and served_name(run.judge) == model else model or _UNKNOWN


def _runs_of(imported: Imported) -> list[tuple[Run, str]]:
    parsed = filter(None, (parse_id(record.id) for record in imported.records))
    found = dict.fromkeys((id.run, id.version) for id in parsed)
    return [(run, version) for name, version in found if (run := runs.find(name)) is not None]


def _verdicts(run: Run, version: str, found: Sequence[tuple[str, Record]]) -> Iterator[Verdict]:
    at = _now()
    for case_id, record in found:
        if record.answer == "missing":
            continue
        said = record.verdict
        yield Verdict(
            run.id,
            case_id,
            judge_name(run, record.model),
            _digest(version, record),
            record.answer,
            said.reason if said else record.error,
            said.category if said else "",
            record.raw,
            cost_of(record.model, record.usage),
            at,
        )


def _digest(version: str, record: Record) -> str:
    """The rubric's whole hash, from the request or a shipped rubric; else the short one of the id."""
    named = str(record.metadata.get("rubric_hash") or "")
    if re.fullmatch(r"[0-9a-f]{64}", named) and named.startswith(version):
        return named
    shipped = (load_rubric(name).digest for name in rubric_names())
    return next((digest for digest in shipped if digest.startswith(version)), version)


def _now() -> str:
    return dt.datetime.now().astimezone().isoformat(timespec="seconds")
