"""The statistics of a run: medians, 95th percentiles, ratios, and intervals of shares."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_Z = 1.959964
"""Two-sided 95 % of the normal distribution."""


@dataclass(frozen=True)
class Figure:
    """What `n` raw values come to; all in `unit`."""

    median: float
    p95: float
    n: int
    unit: str = "s"

    def to_json(self) -> dict[str, Any]:
        return {"median": _short(self.median), "p95": _short(self.p95), "n": self.n, "unit": self.unit}


def figure(values: Sequence[float], unit: str = "s") -> Figure:
    """Raises ValueError for no values: a measurement that measured nothing is a fault, not a zero."""
    if not values:
        raise ValueError("nothing was measured")
    return Figure(statistics.median(values), percentile(values, 95), len(values), unit)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def median_ratio(over: Sequence[float], under: Sequence[float]) -> float:
    """Median of the pairwise ratios: each pair was measured on the same thing at nearly the same time."""
    return statistics.median(a / b for a, b in zip(over, under, strict=True))


def timed(action: Callable[_Given, _Result], *args: _Given.args, **named: _Given.kwargs) -> tuple[float, _Result]:
    """Seconds of wall clock that the call took, and what it returned."""
    started = time.perf_counter()
    result = action(*args, **named)
    return time.perf_counter() - started, result


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share, 0 to 1; everything is possible where nothing was counted."""
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    middle = share + _Z**2 / (2 * n)
    reach = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n))
    scale = 1 + _Z**2 / n
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def _short(value: float) -> float:
    return float(f"{value:.4g}")
