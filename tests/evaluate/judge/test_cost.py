"""Costs by a dated list; what is not on it has no cost rather than none."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import UsageError
from workbench.evaluate.judge.cost import cost_of, estimate, price_of

USAGE = {"prompt_tokens": 1_000_000, "completion_tokens": 100_000}


def test_the_bill_follows_the_servers_counts() -> None:
    assert cost_of("gpt-4o", USAGE) == pytest.approx(2.5 + 1.0)
    half = {**USAGE, "prompt_tokens_details": {"cached_tokens": 500_000}}
    assert cost_of("gpt-4o", half) == pytest.approx(1.25 + 0.625 + 1.0)


@pytest.mark.parametrize("name", ["openai:gpt-4o", "gpt-4o-2024-08-06", "gpt-4o-latest"])
def test_a_snapshot_costs_what_its_model_costs(name: str) -> None:
    assert price_of(name) == price_of("gpt-4o")


def test_a_longer_name_is_another_model() -> None:
    assert price_of("gpt-4o-mini") != price_of("gpt-4o")
    assert price_of("gpt-4-turbo-preview") == price_of("gpt-4-turbo")
    assert price_of("gpt-4o-realtime") is None


def test_an_unknown_price_is_not_zero() -> None:
    assert cost_of("our-own-model", USAGE) is None
    assert cost_of("gpt-4o", {}) is None
    bodies = [{"messages": [{"content": "가" * 100}]}]
    assert estimate("our-own-model", bodies, len, 10).cost is None


def test_an_estimate_counts_every_message() -> None:
    bodies = [{"messages": [{"content": "x" * 100}, {"content": "y" * 50}]}] * 3
    found = estimate("gpt-4o", bodies, len, 12)
    assert (found.requests, found.prompt_tokens, found.completion_tokens) == (3, 3 * (150 + 8 + 2), 36)
    assert found.cost == pytest.approx((found.prompt_tokens * 2.5 + 36 * 10) / 1e6)


def test_ones_own_list_goes_first(home: Path) -> None:
    own = home / "state" / "judge_prices.toml"
    own.parent.mkdir(parents=True)
    own.write_text('date = "2026-11-01"\n[models]\n"gpt-4o" = { input = 1.0, output = 2.0 }\n', encoding="utf-8")
    price = price_of("gpt-4o")
    assert price is not None
    assert (price.input, price.cached, price.output, str(price.listed)) == (1.0, 1.0, 2.0, "2026-11-01")
    assert price_of("gpt-4.1") is not None


@pytest.mark.parametrize("text", ["nonsense [", 'date = "soon"\n[models]\n', "models = 3\ndate = 2026-01-01", ""])
def test_a_broken_list_of_ones_own_is_named(home: Path, text: str) -> None:
    own = home / "state" / "judge_prices.toml"
    own.parent.mkdir(parents=True)
    own.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="judge_prices"):
        price_of("gpt-4o")
