"""The worker of evaluation runs (see `store.worker`)."""

from __future__ import annotations

from workbench.evaluate.runs.worker import work_off
from workbench.store import runs
from workbench.store.runs import Run
from workbench.store.worker import Worker

_worker: Worker[Run] = Worker("workbench.evaluate.runs", "worker", runs, work_off)

is_working = _worker.is_working
ensure_worker = _worker.ensure
work_on = _worker.work_on
attend = _worker.attend
main = _worker.main
