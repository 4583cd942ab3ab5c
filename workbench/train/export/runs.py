"""Evaluation runs as figures in an adapter's manifest."""

from __future__ import annotations

import json

from workbench.errors import UsageError
from workbench.evaluate.runs.compare import compare
from workbench.evaluate.runs.hashes import model_identity
from workbench.evaluate.runs.summary import summarize
from workbench.store.runs import Run
from workbench.text import t
from workbench.train.export.manifest import Measured


def compared(run: Run, against: Run | None, name: str) -> Measured:
    """The accuracy of the model `name` in `run`, on the cases that `against` (its base's run) has too.

    Raises UsageError where the run measured another model, an earlier export of this one, or nothing; StoreError.
    """
    if json.loads(run.hashes).get("model") != model_identity(name):
        raise UsageError(t("adapter.run_of_another", run=run.name, name=name, model=run.model))
    if against is None:
        ex = summarize(run).ex
        found = Measured(run.set_name, ex.k, ex.n, source=run.id)
    else:
        both = compare(against, run)
        found = Measured(run.set_name, both.ex_after.k, both.n, both.ex_before.k, both.p, run.id)
    if not found.n:
        raise UsageError(t("adapter.run_empty", run=run.name))
    return found
