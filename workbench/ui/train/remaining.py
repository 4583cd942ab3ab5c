"""How long a training will still take, by how fast it goes now."""

from __future__ import annotations

from workbench.store import trainings
from workbench.store.trainings import Training

_WINDOW = 20
"""Steps that say how fast it goes now: another program on the same cores slows it down from one minute to the next."""
_LEAST = 2


def remaining(training: Training) -> float | None:
    """Seconds until the last step; None as long as that would be a guess."""
    if training.phase != "fit" or not training.steps_total:
        return None
    timed = [metric for metric in trainings.metrics(training.id) if metric.seconds is not None][-_WINDOW:]
    if len(timed) < _LEAST or timed[-1].step <= timed[0].step:
        return None
    seconds = (timed[-1].seconds or 0.0) - (timed[0].seconds or 0.0)
    # After a pause the worker's clock may start anew.
    if seconds <= 0:
        return None
    return (training.steps_total - training.steps_done) * seconds / (timed[-1].step - timed[0].step)
