"""Beats for a training while it is worked on: writes its curves down, hears wishes, gives way to evaluations."""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import Literal

import psutil

from workbench.errors import StoreError
from workbench.llm import catalog
from workbench.store import runs, trainings
from workbench.store.runs import Run
from workbench.store.trainings import Metric, Phase, Training
from workbench.store.worker import Pulse
from workbench.train.fit.point import Asked, Point

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 2.0
"""Between two looks for running evaluations; a look takes 3 ms."""
_MEGABYTE = 1_000_000
_RECENT = 200


class Interrupted(Exception):
    """Somebody asked for a pause or a stop; what was done until then is kept."""


class Heart:
    """A context manager around the work on one training. `wish` is what somebody asked for, "" for nothing.

    on_cpu: whether training takes memory and cores of this process, rather than of a GPU.
    """

    def __init__(self, training: Training) -> None:
        self.id = training.id
        self.wish: Literal["", "pause", "stop"] = ""
        self.on_cpu = True
        self._seconds, self._since = training.seconds, time.monotonic()
        self._rested = 0.0
        self._resting_since: float | None = None
        self._tokens: tuple[int, float] | None = None
        self._steps = (training.steps_done, training.steps_total, training.tokens)
        self._peak = training.peak_memory
        self._metrics: list[Metric] = []
        self._lock = threading.Lock()
        self._looked_at = 0.0
        self._pulse = Pulse(self.beat)

    def __enter__(self) -> Heart:
        self._pulse.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._pulse.__exit__()

    def begin(self, phase: Phase) -> None:
        """Say what is being done now."""
        trainings.update(self.id, phase=phase)

    def point(self, point: Point) -> None:
        """What fitting reports after a step."""
        speed = None
        if self._tokens is not None and point.seconds > self._tokens[1]:
            speed = (point.tokens - self._tokens[0]) / (point.seconds - self._tokens[1])
        self._tokens = (point.tokens, point.seconds)
        with self._lock:
            self._steps = (point.step, point.total, point.tokens)
            self._peak = max(self._peak, point.memory_mb)
            self._metrics.append(
                Metric(
                    point.step,
                    point.loss,
                    point.learning_rate,
                    speed,
                    point.memory_mb,
                    epoch=point.epoch,
                    seconds=self._worked(),
                )
            )

    def asked(self, asked: Asked) -> None:
        """Held-out questions, asked on the way."""
        with self._lock:
            self._metrics.append(Metric(asked.step, held_out_loss=asked.loss, ex_k=asked.right, ex_n=asked.asked))

    def give_way(self) -> Literal["", "pause", "stop"]:
        """The wish; before it is told, wait as long as an evaluation with a model on this machine is at work.

        Two cores cannot do both: the evaluation's seconds a question would be wrong, and it is what somebody waits for.
        """
        if self.on_cpu and time.monotonic() - self._looked_at >= _LOOK_SECONDS:
            self.rest_while_evaluating("fit")
        return self.wish

    def rest_while_evaluating(self, after: Phase) -> None:
        """Wait for evaluations at work; then, or at a wish, go on in phase `after`."""
        if evaluation_at_work() is not None:
            began = self._resting_since = time.monotonic()
            self.begin("wait")
            while not self.wish and evaluation_at_work() is not None:
                time.sleep(_LOOK_SECONDS / 2)
            self._rested += time.monotonic() - began
            self._resting_since = None
            self.begin(after)
            self._tokens = None  # the wait is no work: the next speed would be too low
        self._looked_at = time.monotonic()

    def _worked(self) -> float:
        """Seconds, without the time spent waiting."""
        return self._seconds + (self._resting_since or time.monotonic()) - self._since - self._rested

    def beat(self) -> None:
        """Write progress down and look for wishes; a store that is busy for ten seconds is tried again."""
        with self._lock:
            metrics, self._metrics = self._metrics, []
            done, total, tokens = self._steps
            if self.on_cpu:
                self._peak = max(self._peak, psutil.Process().memory_info().rss / _MEGABYTE)
        try:
            if metrics:
                trainings.measure(self.id, metrics)
                metrics = []
            before = trainings.find(self.id)
            trainings.update(
                self.id,
                heartbeat=time.time(),
                worker=os.getpid(),
                seconds=self._worked(),
                steps_done=done,
                steps_total=total,
                tokens=tokens,
                peak_memory=self._peak,
                **({"lost": 0} if before is not None and done > before.steps_done else {}),
            )
            now = trainings.find(self.id)
        except StoreError:
            _log.warning("no heartbeat for %s", self.id, exc_info=True)
            with self._lock:
                self._metrics = metrics + self._metrics
            return
        if now is None or now.state == "stopping":
            self.wish = "stop"
        else:
            self.wish = "pause" if now.state == "pausing" else ""


def evaluation_at_work() -> Run | None:
    """An evaluation that another process is generating SQL for on this machine."""
    for run in runs.every(_RECENT):
        local = catalog.find(run.model) is not None or run.model.startswith("hf:")
        if run.is_working and run.worker != os.getpid() and run.mode == "model" and local and run.phase != "judge":
            return run
    return None
