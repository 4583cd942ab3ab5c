"""Trainings: what is fine-tuned on what, how far it is, its curves, and what somebody asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any, Literal

from workbench.store import file
from workbench.store.queue import WORKING as WORKING
from workbench.store.queue import Queue, is_alive
from workbench.store.queue import State as State
from workbench.store.queue import new_id as new_id
from workbench.text import t

Wish = Literal["pause", "resume", "stop"]
Kind = Literal["sft", "dpo"]
Phase = Literal["", "wait", "prepare", "fit", "export", "compare"]

MOST_LOST = 3
"""Deaths of a worker in a row after which a training is not begun again by itself."""


@dataclass(frozen=True)
class Training:
    """`config` is a TrainConfig as JSON, `options` what else was asked, `result` what came of it (JSON objects).

    kind: "sft" (fine-tuning on answers) or "dpo" (preference). digest: sha256 over everything that decides the
    weights; equal digests, equal weights. data: the dataset's folder. steps_total: 0 until it is known. seconds: time
    worked so far, without pauses. peak_memory: MB. folder: checkpoints and `adapter/` lie there. model: name that
    `open_model` takes once the adapter is exported, else "". message: what went wrong and what to do. phase: "wait"
    while a running evaluation has the processor. worker: pid; heartbeat: Unix seconds; times are ISO 8601.
    lost: times in a row that its worker died before it got a step further.
    """

    id: str
    name: str
    created_at: str
    state: State
    kind: Kind
    digest: str
    config: str
    base: str
    data: str
    data_name: str
    data_digest: str
    folder: str
    options: str = "{}"
    result: str = "{}"
    model: str = ""
    steps_done: int = 0
    steps_total: int = 0
    tokens: int = 0
    started_at: str | None = None
    finished_at: str | None = None
    seconds: float = 0.0
    peak_memory: float = 0.0
    message: str = ""
    worker: int | None = None
    heartbeat: float | None = None
    phase: Phase = ""
    lost: int = 0

    @property
    def is_working(self) -> bool:
        """Whether a worker has it and was alive lately."""
        return is_alive(self.state, self.heartbeat)


@dataclass(frozen=True)
class Metric:
    """What was measured after a step; None where it was not. ex: `ex_k` of `ex_n` held-out questions right.

    tokens_per_second: since the point before. memory_mb: the most the process held so far. seconds: worked until then.
    """

    step: int
    loss: float | None = None
    learning_rate: float | None = None
    tokens_per_second: float | None = None
    memory_mb: float | None = None
    held_out_loss: float | None = None
    ex_k: int | None = None
    ex_n: int | None = None
    epoch: float | None = None
    seconds: float | None = None


_queue = Queue("training", Training)
_METRIC = tuple(Metric.__dataclass_fields__)


def add(training: Training) -> bool:
    """Keep a new training; False when its name is taken. Raises StoreError."""
    return _queue.add(training)


def find(training: str) -> Training | None:
    """By id. Raises StoreError."""
    return _queue.one("id = ?", training)


def named(name: str) -> Training | None:
    """By name; names are unique. Raises StoreError."""
    return _queue.one("name = ?", name)


def of_digest(digest: str) -> Training | None:
    """The newest that comes to the same weights. Raises StoreError."""
    return _queue.one("digest = ?", digest)


def every(limit: int = 1_000) -> tuple[Training, ...]:
    """The newest first. Raises StoreError."""
    return _queue.every(limit)


def update(training: str, **values: Any) -> None:
    """Set columns of one training. Raises StoreError; KeyError for a column there is not."""
    _queue.update(training, **values)


def remove(training: str) -> None:
    """Forget a training with its curves; its folder and an exported model stay. Raises StoreError."""
    _queue.remove(training, {"training_metric": "training", "sweep_point": "training"})


def recover() -> int:
    """Give back what a killed worker held; only who holds the worker's lock may call it. How many it was.

    One whose worker died again and again without a step in between fails: the system kills what takes too much memory,
    and would do so forever. Raises StoreError.
    """
    with file.transaction() as connection:
        states = ", ".join("?" * len(WORKING))
        connection.execute(f"UPDATE training SET lost = lost + 1 WHERE state IN ({states})", WORKING)
        connection.execute(
            "UPDATE training SET state = 'failed', worker = NULL, heartbeat = NULL, phase = '', message = ?"
            " WHERE state = 'running' AND lost >= ?",
            (t("train.run_lost", times=MOST_LOST), MOST_LOST),
        )
    return _queue.recover()


def has_work() -> bool:
    """Whether a training waits, or was left behind by a worker that was killed. Raises StoreError."""
    return _queue.has_work()


def claim_next(only: str | None = None) -> Training | None:
    """Take the one that has waited longest, or only the one of that id, for this process; None when none waits."""
    return _queue.claim_next(only)


_AFTER: dict[Wish, dict[str, State]] = {
    "pause": {"queued": "paused", "running": "pausing"},
    "stop": {"queued": "stopped", "paused": "stopped", "running": "stopping", "pausing": "stopping"},
    "resume": {"paused": "queued", "stopped": "queued", "failed": "queued", "pausing": "running"},
}


def ask_for(training: str, wish: Wish) -> Training | None:
    """Ask something of a training; a wish that does not fit its state changes nothing.

    The worker looks every second and saves a checkpoint before it pauses or stops; resuming goes on from there.
    Starting a worker is `train.runs.process.ensure_worker`. Returns the training as it is now. Raises StoreError.
    """

    def after(_: Connection, state: str) -> State | None:
        return _AFTER[wish].get(state)

    _queue.move(training, after)
    return find(training)


def measure(training: str, metrics: Iterable[Metric]) -> None:
    """Keep points of the curves; a value that comes later for the same step joins the others. Raises StoreError."""
    values = _METRIC[1:]
    keep = ", ".join(f"{column} = coalesce(excluded.{column}, {column})" for column in values)
    with file.transaction() as connection:
        connection.executemany(
            f"INSERT INTO training_metric (training, {', '.join(_METRIC)})"
            f" VALUES ({', '.join('?' * (len(_METRIC) + 1))})"
            f" ON CONFLICT (training, step) DO UPDATE SET {keep}",
            [[training, *(getattr(metric, column) for column in _METRIC)] for metric in metrics],
        )


def metrics(training: str) -> tuple[Metric, ...]:
    """The curves, by step. Raises StoreError."""
    with file.transaction() as connection:
        rows = connection.execute(
            f"SELECT {', '.join(_METRIC)} FROM training_metric WHERE training = ? ORDER BY step", (training,)
        )
        return tuple(Metric(**dict(row)) for row in rows)
