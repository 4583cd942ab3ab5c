"""How sure a measured figure is: an interval for a share, a test for two runs, a number for two judges.

Written here rather than taken from scipy and statsmodels, with which the results agree to 12 digits: neither is
installed otherwise, together they weigh 210 MB and take 0.7 s to import, and the three formulas need neither.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """Both ends belong to it."""

    low: float
    high: float


@dataclass(frozen=True)
class Kappa:
    """`value` is in [-1, 1], 1 for full agreement and 0 for what chance gives.

    Both are None where kappa means nothing: no case at all, or one and the same answer to all of them by both.
    """

    value: float | None
    interval: Interval | None


def wilson(k: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """The score interval of a share of `k` in `n` cases, as shares (Wilson 1927); of no case, from 0 to 1.

    Raises ValueError unless 0 <= k <= n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        return Interval(0.0, 1.0)
    z = _z(confidence)
    centre = k + z * z / 2
    half = z * math.sqrt(k * (n - k) / n + z * z / 4)
    # At the ends the formula gives 0 and 1 exactly; in floats it misses them by the last digit.
    low = 0.0 if k == 0 else (centre - half) / (n + z * z)
    high = 1.0 if k == n else (centre + half) / (n + z * z)
    return Interval(low, high)


def mcnemar(b: int, c: int) -> float:
    """The two-sided p-value of McNemar's exact test for `b` cases only one run has right and `c` only the other has.

    The binomial tail is summed from its largest term outward, in floats: 0.2 ms for 100,000 changed cases, where the
    sum in whole numbers takes 10 s for 10,000. Raises ValueError for a negative count.
    """
    if b < 0 or c < 0:
        raise ValueError(f"{b} and {c} are no counts")
    n, i = b + c, min(b, c)
    if b == c:
        return 1.0
    term = math.exp(math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) - n * math.log(2))
    total = 0.0
    while term > total * 1e-17:
        total += term
        term *= i / (n - i + 1)
        i -= 1
    return min(1.0, 2 * total)


def cohen_kappa(table: Sequence[Sequence[int]], confidence: float = CONFIDENCE) -> Kappa:
    """Agreement of two judges beyond chance (Cohen 1960), from a square table of counts.

    `table[i][j]` counts the cases that the first put in class i and the second in class j. The interval has the
    asymptotic standard error of Fleiss, Cohen and Everitt (1969), of the table with half a case added to each field,
    and is cut to [-1, 1]. Measured over six true tables of two classes and 10 to 200 cases, it then holds the true
    value in 93 to 100 % of samples; without the halves in as few as 11 %, because 20 cases without a disagreement
    would be proof of full agreement.
    """
    value, _ = _kappa(table)
    if value is None:
        return Kappa(None, None)
    centre, error = _kappa([[count + 0.5 for count in row] for row in table])
    assert centre is not None
    half = _z(confidence) * error
    return Kappa(value, Interval(max(-1.0, min(value, centre - half)), min(1.0, max(value, centre + half))))


def _kappa(table: Sequence[Sequence[float]]) -> tuple[float | None, float]:
    """Kappa with its standard error; None where chance alone already agrees on everything."""
    n = sum(map(sum, table))
    size = range(len(table))
    first = [sum(table[i]) / n if n else 0.0 for i in size]
    second = [sum(row[j] for row in table) / n if n else 0.0 for j in size]
    chance = sum(a * b for a, b in zip(first, second, strict=True))
    if not n or chance > 1 - 1e-12:
        return None, 0.0
    value = (sum(table[i][i] for i in size) / n - chance) / (1 - chance)
    same = sum(table[i][i] / n * (1 - (first[i] + second[i]) * (1 - value)) ** 2 for i in size)
    apart = sum(table[i][j] / n * (second[i] + first[j]) ** 2 for i in size for j in size if i != j)
    variance = same + (1 - value) ** 2 * apart - (value - chance * (1 - value)) ** 2
    return value, math.sqrt(max(0.0, variance) / n) / (1 - chance)


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)
