"""Datasets being built: each in a process of its own that a closed tab or a restarted page server does not touch.

A dataset is a folder under the state folder. Whoever builds it holds a lock on it, which the kernel frees however its
holder dies: nobody has to interpret a stale process id. `python -m workbench.train.building FOLDER` is that process.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import fcntl
import json
import logging
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workbench import settings
from workbench.ask.options import SEOUL
from workbench.errors import DataError, WorkbenchError
from workbench.store.whole import write_whole
from workbench.text import language, t
from workbench.train.data.build import build_dataset
from workbench.train.data.files import REPORT
from workbench.train.data.plan import DataPlan

_log = logging.getLogger(__name__)
_PLAN, _PROGRESS, _LOCK, _LOG = "plan.json", "progress.json", "building.lock", "building.log"
_BEAT_SECONDS = 0.5


@dataclass(frozen=True)
class Building:
    """A dataset's folder and how far it is. done, total: cases; at: the database at work; message: why it failed."""

    folder: Path
    name: str
    state: Literal["building", "ready", "stopped", "failed"]
    plan: DataPlan
    done: int = 0
    total: int = 0
    at: str = ""
    message: str = ""


def home() -> Path:
    """Where the datasets lie that were built from the page."""
    return settings.state_dir() / "datasets"


def new_folder() -> Path:
    """For a dataset that is not there yet; its name sorts by time."""
    return home() / f"{dt.datetime.now(SEOUL):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def begin(plan: DataPlan) -> Building:
    """Build `plan.out` anew in a process of its own. One that is being built already goes on as it is.

    Raises DataError where the folder cannot be written or no process can be started.
    """
    folder = plan.out
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder) as lock:
            if lock is not None:
                for name in (REPORT, _PROGRESS):
                    (folder / name).unlink(missing_ok=True)
                _write(folder / _PLAN, _to_json(plan))
                _spawn(folder, lock)
    except OSError as error:
        raise DataError(t("train_page.cannot_build", folder=folder, reason=error.strerror or error)) from error
    return look(folder) or Building(folder, plan.name, "building", plan)


def _spawn(folder: Path, lock: int) -> None:
    path = os.pathsep.join(filter(None, [str(settings.ROOT), os.environ.get("PYTHONPATH", "")]))
    with (folder / _LOG).open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench.train.building", str(folder)],
            cwd=settings.ROOT,
            env={**os.environ, "PYTHONPATH": path, "WORKBENCH_LANG": language()},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            pass_fds=(lock,),  # held by the child from its first moment, so that nobody sees it unlocked in between
        )
    _write(folder / _PROGRESS, {"pid": process.pid})
    # Somebody must take note of its end, else it stays as a zombie for as long as the page server lives.
    threading.Thread(target=process.wait, name="building-end", daemon=True).start()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[int | None]:
    """A descriptor that holds the folder's lock; None while somebody builds."""
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield descriptor
    finally:
        os.close(descriptor)


def look(folder: Path) -> Building | None:
    """None where no dataset was ever begun. A whole dataset from elsewhere has no plan and is not one of these."""
    try:
        plan = _from_json(_read(folder / _PLAN))
    except (OSError, ValueError, TypeError, KeyError):
        return None
    name = plan.name or folder.name
    # The report is looked at after the lock: a build that ends in between has then written it.
    is_at_work = _is_building(folder)
    progress = _progress(folder)
    counts = (int(progress.get("done", 0)), int(progress.get("total", 0)), str(progress.get("at", "")))
    if is_at_work:
        return Building(folder, name, "building", plan, *counts)
    if (folder / REPORT).is_file():
        return Building(folder, name, "ready", plan, *counts)
    message = str(progress.get("message", ""))
    return Building(folder, name, "failed" if message else "stopped", plan, *counts, message)


def every() -> tuple[Building, ...]:
    """All datasets begun from the page, the newest first."""
    try:
        folders = sorted((path for path in home().iterdir() if path.is_dir()), reverse=True)
    except OSError:
        return ()
    return tuple(found for folder in folders if (found := look(folder)) is not None)


def stop(folder: Path) -> None:
    """End the process that builds there, if one does."""
    pid = _progress(folder).get("pid")
    if _is_building(folder) and isinstance(pid, int):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGTERM)


def remove(folder: Path) -> None:
    """Delete a dataset under `home()`; one that is being built stays."""
    if folder.parent == home() and not _is_building(folder):
        shutil.rmtree(folder, ignore_errors=True)


def _is_building(folder: Path) -> bool:
    try:
        with _locked(folder) as lock:
            return lock is None
    except OSError:
        return False


def _progress(folder: Path) -> dict[str, Any]:
    try:
        return _read(folder / _PROGRESS)
    except (OSError, ValueError):
        return {}


def _read(file: Path) -> dict[str, Any]:
    found = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise ValueError(file)
    return found


def _write(file: Path, value: dict[str, Any]) -> None:
    write_whole(file, [json.dumps(value, ensure_ascii=False).encode()])


def _to_json(plan: DataPlan) -> dict[str, Any]:
    fields = dataclasses.asdict(plan)
    return {**fields, "out": str(plan.out), "today": plan.today.isoformat(), "rules": sorted(plan.rules)}


def _from_json(fields: dict[str, Any]) -> DataPlan:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
    values["out"], values["today"] = Path(values["out"]), dt.date.fromisoformat(values["today"])
    values["rules"] = frozenset(values["rules"])
    return DataPlan(**values)


def work(folder: Path) -> int:
    """Build what the plan in `folder` says; progress and faults are left beside it. The process's exit code."""
    told_at = 0.0
    pid = os.getpid()

    def tell(done: int, total: int, at: str) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= _BEAT_SECONDS or done == total:
            told_at = time.monotonic()
            _write(folder / _PROGRESS, {"pid": pid, "done": done, "total": total, "at": at})

    message = ""
    try:
        build_dataset(_from_json(_read(folder / _PLAN)), tell)
    except WorkbenchError as error:
        message = error.message
    except Exception:
        _log.exception("building %s failed", folder)
        message = t("train_page.build_unexpected", log=folder / _LOG)
    if message:
        _write(folder / _PROGRESS, {**_progress(folder), "message": message})
    return 1 if message else 0


if __name__ == "__main__":
    sys.exit(work(Path(sys.argv[1])))
