"""How far a run is, how fast, and how long it will take."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.store.runs import Run

_FEW = 3
"""Cases after which a speed says something."""


@dataclass(frozen=True)
class Progress:
    """`done` of `total` cases in the present phase. per_minute: cases a minute; remaining: seconds.

    Both by the time worked so far, and None as long as they would be guesses.
    """

    done: int
    total: int
    per_minute: float | None
    remaining: float | None

    @property
    def fraction(self) -> float:
        return self.done / self.total if self.total else 0.0


def progress_of(run: Run) -> Progress:
    done = {"generate": run.generated, "judge": run.judged}.get(run.phase, run.done)
    if run.state == "finished":
        return Progress(run.total, run.total, _speed(run, run.total), 0.0)
    speed = _speed(run, done)
    return Progress(done, run.total, speed, 60 * (run.total - done) / speed if speed else None)


def _speed(run: Run, done: int) -> float | None:
    return 60 * done / run.seconds if done >= _FEW and run.seconds > 0 else None
