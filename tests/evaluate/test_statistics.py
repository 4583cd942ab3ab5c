"""Against values published with the methods, and against what must hold for any counts."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.evaluate.statistics import cohen_kappa, mcnemar, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(k: int, n: int, low: float, high: float) -> None:
    interval = wilson(k, n)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


def test_of_no_case_a_share_may_be_anything() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3), (1, 0)])
def test_a_share_of_more_than_there_are_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(k, n)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_mirrors(kn: tuple[int, int]) -> None:
    k, n = kn
    here, mirrored = wilson(k, n), wilson(n - k, n)
    assert 0 <= here.low <= k / n <= here.high <= 1
    assert math.isclose(here.low, 1 - mirrored.high, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("b", "c", "p"),
    [
        # Agresti, Categorical Data Analysis, 3rd ed., 11.1.3: 86 against 150 changed, exact two-sided.
        (86, 150, 3.716e-05),
        (0, 5, 0.0625),
        (2, 8, 0.109375),
        (0, 0, 1.0),
        (7, 7, 1.0),
    ],
)
def test_mcnemar_gives_the_published_values(b: int, c: int, p: float) -> None:
    assert math.isclose(mcnemar(b, c), p, rel_tol=1e-3)


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_the_binomial_tail_in_whole_numbers(b: int, c: int) -> None:
    n = b + c
    tail = 2 * sum(math.comb(n, i) for i in range(min(b, c) + 1)) / 2**n
    assert math.isclose(mcnemar(b, c), min(1.0, tail), rel_tol=1e-9)
    assert mcnemar(b, c) == mcnemar(c, b)


def test_mcnemar_bears_a_hundred_thousand_changed_cases() -> None:
    assert 0.0 < mcnemar(49_600, 50_400) < 0.02
    assert mcnemar(1_000, 99_000) == 0.0


def test_kappa_gives_the_published_value_and_standard_error() -> None:
    # Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed., table 18.1: 0.68, s.e. 0.087 for
    # 100 cases; here for 10,000, where the half cases added to each field weigh nothing.
    kappa = cohen_kappa([[7500, 100, 400], [500, 400, 100], [0, 0, 1000]])
    assert kappa.value is not None
    assert kappa.interval is not None
    assert round(kappa.value, 2) == 0.68
    assert (kappa.interval.high - kappa.interval.low) / (2 * 1.96) == pytest.approx(0.0087, abs=0.0001)


def test_a_few_cases_without_a_disagreement_prove_little() -> None:
    few, many = cohen_kappa([[5, 0], [0, 5]]), cohen_kappa([[500, 0], [0, 500]])
    assert few.interval is not None
    assert many.interval is not None
    assert few.interval.low < 0.6
    assert many.interval.low > 0.98
    assert few.interval.high == many.interval.high == 1.0


@pytest.mark.parametrize(
    ("table", "value"),
    [
        ([[20, 5], [10, 15]], 0.4),
        # Same share agreed on, another chance: Cohen's kappa by its standard teaching example.
        ([[45, 15], [25, 15]], 0.1304),
        ([[25, 35], [5, 35]], 0.2593),
        ([[0, 10], [10, 0]], -1.0),
        ([[10, 0], [0, 10]], 1.0),
    ],
)
def test_kappa_of_known_tables(table: list[list[int]], value: float) -> None:
    kappa = cohen_kappa(table)
    assert kappa.value is not None
    assert round(kappa.value, 4) == value


@pytest.mark.parametrize("table", [[[0, 0], [0, 0]], [[9, 0], [0, 0]]])
def test_where_kappa_means_nothing_none_is_said(table: list[list[int]]) -> None:
    assert cohen_kappa(table).value is None


@given(st.lists(st.lists(st.integers(0, 500), min_size=2, max_size=2), min_size=2, max_size=2))
def test_kappa_stays_in_its_range_and_its_interval_holds_it(table: list[list[int]]) -> None:
    kappa = cohen_kappa(table)
    if kappa.value is not None and kappa.interval is not None:
        assert -1 <= kappa.interval.low <= kappa.value <= kappa.interval.high <= 1
