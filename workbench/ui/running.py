"""Questions being answered in this server process. They outlive the tab that asked: any tab may pick them up."""

from __future__ import annotations

import threading

from workbench.ask.job import AskJob, start_job
from workbench.ask.options import AskOptions
from workbench.ask.workspace import Workspace
from workbench.errors import StoreError
from workbench.store import history
from workbench.ui import record
from workbench.ui.source import Source

KEEP_FINISHED = 50
"""Finished jobs kept with their rows, so that a reopened page shows them at once; about 1 MB each at most."""

_lock = threading.Lock()
_jobs: dict[str, tuple[AskJob, Source]] = {}
_not_saved: dict[str, str] = {}


def ask(workspace: Workspace, source: Source, question: str, options: AskOptions) -> AskJob:
    """Start answering in the background; history gets its entry when it ends, whether or not a page still looks."""

    def save(job: AskJob) -> None:
        if job.answer is None:
            return
        try:
            history.add(record.entry(job, job.answer, source))
        except StoreError as error:
            _not_saved[job.id] = error.message

    job = start_job(workspace, question, options, on_done=save)
    with _lock:
        _jobs[job.id] = (job, source)
        finished = [key for key, (other, _) in _jobs.items() if not other.running]
        for key in finished[:-KEEP_FINISHED]:
            del _jobs[key]
            _not_saved.pop(key, None)
    return job


def find(job_id: str) -> AskJob | None:
    with _lock:
        known = _jobs.get(job_id)
    return known[0] if known else None


def unfinished() -> tuple[tuple[AskJob, Source], ...]:
    """Jobs still at work, oldest first."""
    with _lock:
        return tuple((job, source) for job, source in _jobs.values() if job.running)


def why_not_saved(job_id: str) -> str:
    """Message for an answer that history could not keep; empty when it could."""
    return _not_saved.get(job_id, "")
