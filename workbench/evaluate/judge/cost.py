"""What judging costs: a dated price list, an estimate before, and the bill by the server's own counts."""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workbench import settings
from workbench.errors import UsageError
from workbench.evaluate.client.encoding import counter_for
from workbench.evaluate.client.tokens import most_tokens
from workbench.evaluate.judge.rubric import Rubric
from workbench.text import t

_SHIPPED = Path(__file__).with_name("prices.toml")
_OWN = "judge_prices.toml"
_DATED = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{4}|\d{8}|latest|preview)$")
_MESSAGE_TOKENS = 4
"""Each message of a chat costs these around its text, as OpenAI's cookbook counts."""


@dataclass(frozen=True)
class Price:
    """Dollars for a million tokens. `listed`: the day of the list it is from."""

    input: float
    cached: float
    output: float
    listed: dt.date


@dataclass(frozen=True)
class Estimate:
    """`cost` in dollars, None where the model's price is not known: never a guess."""

    requests: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None


def price_of(model: str) -> Price | None:
    """The price of a model as a request names it, `openai:` before it or not; a dated snapshot has its model's.

    Raises UsageError when the user's own list cannot be read.
    """
    name = model.removeprefix("openai:").strip()
    for prices in (_read(_own()), _read(_SHIPPED)):
        for key in (name, _DATED.sub("", name), _DATED.sub("", _DATED.sub("", name))):
            if key in prices:
                return prices[key]
    return None


def cost_of(model: str, usage: Mapping[str, Any]) -> float | None:
    """Dollars for one answer by the `usage` of its response; None where price or counts are not known."""
    price = price_of(model)
    prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if price is None or not isinstance(prompt, int) or not isinstance(completion, int):
        return None
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, Mapping) else 0
    return _dollars(price, prompt, completion, min(cached, prompt) if isinstance(cached, int) else 0)


def estimate(
    model: str, bodies: Iterable[Mapping[str, Any]], count: Callable[[str], int], answer_tokens: int
) -> Estimate:
    """What `bodies` (of chat requests) will cost; `count` counts or over-estimates the tokens of a text."""
    requests = prompt = 0
    for body in bodies:
        requests += 1
        prompt += sum(count(str(message["content"])) + _MESSAGE_TOKENS for message in body["messages"]) + 2
    price = price_of(model)
    completion = requests * answer_tokens
    return Estimate(requests, prompt, completion, _dollars(price, prompt, completion, 0) if price else None)


def token_counter(model: str) -> Callable[[str], int]:
    """tiktoken where it and its file are at hand, else an over-estimate."""
    exact = counter_for(model.removeprefix("openai:"))
    return exact if exact is not None else lambda text: math.ceil(most_tokens(text))


def answer_tokens(rubric: Rubric) -> int:
    """Of `{"resolve_yn": "yes"}`, or with two Korean sentences; models that think first take more."""
    return 12 if rubric.verbatim else 250


def _dollars(price: Price, prompt: int, completion: int, cached: int) -> float:
    return ((prompt - cached) * price.input + cached * price.cached + completion * price.output) / 1e6


def _own() -> Path:
    return settings.state_dir() / _OWN


def _read(path: Path) -> Mapping[str, Price]:
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return {}
    return _parsed(path, stamp)


@cache
def _parsed(path: Path, stamp: int) -> Mapping[str, Price]:
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        date = dt.date.fromisoformat(str(listed["date"]))
        return {
            name: Price(float(row["input"]), float(row.get("cached", row["input"])), float(row["output"]), date)
            for name, row in listed["models"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(t("judge.bad_prices", path=path)) from error
