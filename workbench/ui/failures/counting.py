"""Counts of a run's answers, kept while nothing has changed them: at 100,000 answers each costs a tenth of a second."""

from __future__ import annotations

import time
from collections.abc import Hashable
from functools import lru_cache

from workbench.store import file, results, runs
from workbench.store.results import Dimension, Filters
from workbench.store.runs import Run

KEPT_SECONDS = 30
"""After which a count is made anew even where nothing seems to have changed: verdicts may come from a file."""


def counts(run: Run, filters: Filters, *dimensions: Dimension) -> dict[tuple[str, ...], int]:
    """`results.counts_by`. Raises StoreError."""
    if filters.human is not None or filters.tag is not None:
        return results.counts_by(filters, *dimensions)  # people change these at any moment
    other = runs.find(filters.changed_from) if filters.changed_from else None
    version = (str(file.path()), *map(_version, (run, other)), int(time.time() / KEPT_SECONDS))
    return dict(_kept(version, filters, dimensions))


def total(run: Run, filters: Filters) -> int:
    """How many answers there are, out of the counts that the first picture needs anyway. Raises StoreError."""
    return sum(counts(run, filters, "category").values())


def _version(run: Run | None) -> Hashable:
    """Changes with every answer that is graded, graded again, or judged."""
    return (run.id, run.state, run.done, run.judged, run.finished_at) if run is not None else None


@lru_cache(maxsize=256)
def _kept(version: Hashable, filters: Filters, dimensions: tuple[Dimension, ...]) -> dict[tuple[str, ...], int]:
    return results.counts_by(filters, *dimensions)
