"""The worker of trainings (see `store.worker`). One at a time: two would fight for the same memory and cores."""

from __future__ import annotations

from workbench.store import trainings
from workbench.store.trainings import Training
from workbench.store.worker import Worker
from workbench.train.runs.worker import work_off

_worker: Worker[Training] = Worker("workbench.train.runs", "training", trainings, work_off)

is_working = _worker.is_working
ensure_worker = _worker.ensure
work_on = _worker.work_on
attend = _worker.attend
main = _worker.main
