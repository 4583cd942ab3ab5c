"""What a training run says of the adapter it made, for the manifest."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from workbench.errors import DataError
from workbench.store import trainings
from workbench.store.trainings import Training
from workbench.text import t
from workbench.train.data.files import read_dataset
from workbench.train.export.manifest import Measured, to_table


def facts_of(training: Training) -> dict[str, Any]:
    """Tables `training`, `config` and `data`, the prompt's digest, and the best held-out figure. Raises StoreError."""
    facts: dict[str, Any] = {
        "training": {
            "run": training.id,
            "kind": training.kind,
            "steps": training.steps_done,
            "seconds": round(training.seconds, 1),
            "peak_memory_mb": round(training.peak_memory, 1),
            "digest": training.digest,
        },
        "config": json.loads(training.config),
        "data": {"name": training.data_name, "digest": training.data_digest},
    }
    with contextlib.suppress(DataError):  # a dataset that is gone since: its digest stays
        facts |= _of_data(Path(training.data), training.data_digest)
    held_out = best_held_out(training.id)
    return {**facts, "metrics": [to_table(held_out)]} if held_out is not None else facts


def _of_data(folder: Path, digest: str) -> dict[str, Any]:
    """Counts of the dataset and the prompt's digest; nothing where it was built anew since."""
    data = read_dataset(folder)
    if data.digest != digest:
        return {}
    counts = {
        "rows": len(data.rows),
        "raw_rows": len(data.raw),
        "held_out_questions": len(data.held_out),
        "held_out_databases": len({case.db_id for case in data.held_out}),
    }
    sources = dict(Counter(row.source for row in data.rows).most_common())
    return {"prompt": data.prompt_digest, "data": {"name": data.name, "digest": digest, **counts, "sources": sources}}


def best_held_out(training: str) -> Measured | None:
    """The best of the held-out figures that were taken on the way: training keeps the weights of that step."""
    points = [(point.ex_k, point.ex_n) for point in trainings.metrics(training) if point.ex_n]
    if not points:
        return None
    k, n = max(points, key=lambda point: (point[0] or 0) / (point[1] or 1))
    return Measured(t("adapter.held_out"), k or 0, n or 0, source=training)
