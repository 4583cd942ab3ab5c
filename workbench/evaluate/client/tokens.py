"""How many tokens a request will take: counted or estimated beforehand, corrected by what servers say afterwards."""

from __future__ import annotations

import string
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.evaluate.client.encoding import counter_for

_PROMPT_FIELDS = ("messages", "input", "prompt", "tools", "functions", "response_format", "instructions")
_PER_MESSAGE, _PER_ANSWER = 4, 3
_PER_IMAGE = 1_100
"""OpenAI's middle of the road for one picture in full detail; its base64 text says nothing about it."""
_UNKNOWN_ANSWER = 512
"""Of a request that sets no `max_tokens`, until answers have come back."""
_MEMORY, _ENOUGH = 64, 8
_DIGITS, _MARKS = string.digits.encode(), string.punctuation.encode()


@dataclass(frozen=True)
class Estimate:
    """prompt: tokens sent. cap: most tokens that may come back, None where the request sets no limit.

    least: what the whole takes at the very least, for saying that it fits into no minute.
    """

    model: str
    prompt: float
    cap: int | None
    least: float


@dataclass(frozen=True)
class Usage:
    """What the server charged. `completion` is 0 for an embedding. cached: those of the prompt that cost less."""

    prompt: int
    completion: int
    total: int
    cached: int = 0

    def to_json(self) -> dict[str, Any]:
        """As OpenAI's API tells it."""
        details = {"cached_tokens": self.cached}
        return {
            "prompt_tokens": self.prompt,
            "completion_tokens": self.completion,
            "total_tokens": self.total,
            "prompt_tokens_details": details,
        }


NOTHING = Usage(0, 0, 0)


def estimate(body: Mapping[str, Any]) -> Estimate:
    """Of a chat, completion or embedding request."""
    model = str(body.get("model") or "")
    count = counter_for(model)
    prompt = least = 0.0
    for text in _texts([body.get(name) for name in _PROMPT_FIELDS]):
        if isinstance(text, int):
            prompt, least = prompt + text, least + text
        elif count is not None:
            exact = count(text)
            prompt, least = prompt + exact, least + exact
        else:
            prompt, least = prompt + most_tokens(text), least + least_tokens(text)
    messages = body.get("messages")
    overhead = _PER_ANSWER + _PER_MESSAGE * (len(messages) if isinstance(messages, list) else 0)
    cap = 0 if "embed" in model.lower() else _cap(body)
    return Estimate(model, prompt + overhead, cap, least + (cap or 0))


def most_tokens(text: str) -> float:
    """An over-estimate.

    Measured against cl100k_base and o200k_base on 1,000 Korean questions, DDL and queries: 1.1 to 2 times the truth
    for cl100k_base, up to 2.9 times for o200k_base. Only random hexadecimal (4 %) and rare syllables come out above.
    """
    ascii_text = text.encode("ascii", "ignore")
    undigited = ascii_text.translate(None, _DIGITS)
    letters = undigited.translate(None, _MARKS)
    digits, marks = len(ascii_text) - len(undigited), len(undigited) - len(letters)
    return len(letters) * 0.35 + digits * 0.65 + marks * 0.8 + (len(text) - len(ascii_text)) * 2.0


def least_tokens(text: str) -> float:
    """An under-estimate for ordinary text: never above for DDL and questions, a quarter for long English names."""
    narrow = len(text.encode("ascii", "ignore"))
    return narrow / 5 + (len(text) - narrow) * 0.4


def _cap(body: Mapping[str, Any]) -> int | None:
    for name in ("max_completion_tokens", "max_tokens", "max_output_tokens"):
        value = body.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            n = body.get("n")
            return value * (n if isinstance(n, int) and n > 1 else 1)
    return None


def _texts(value: Any) -> Iterator[str | int]:
    """Every text in a JSON value; a number for what is counted otherwise (pictures, ready-made token ids)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        if "image_url" in value or value.get("type") == "input_image":
            yield _PER_IMAGE
            return
        for name, inner in value.items():
            if not isinstance(inner, str | list | Mapping):
                continue
            if name not in ("role", "type"):
                yield from _texts(inner)
    elif isinstance(value, list):
        if value and all(isinstance(one, int) for one in value):
            yield len(value)
        else:
            for one in value:
                yield from _texts(one)


@dataclass
class _Seen:
    """The last answers of one model."""

    prompts: deque[tuple[float, int]]  # estimated, charged
    completions: deque[int]
    totals: deque[tuple[float, int]]


class Learned:
    """Estimates corrected by the usage of earlier answers of the same model.

    The largest of the last 64, not their mean: an estimate that is too low breaks the limit, one that is too high
    costs only for the moment until the answer is there.
    """

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}

    def tokens(self, guess: Estimate) -> float:
        """What to reserve."""
        prompt, completion = self.parts(guess)
        total = prompt + completion
        seen = self._seen.get(guess.model)
        if seen is None or len(seen.totals) < _ENOUGH or guess.prompt > max(raw for raw, _ in seen.totals):
            return total
        return min(total, max(charged for _, charged in seen.totals))

    def parts(self, guess: Estimate) -> tuple[float, float]:
        """Tokens of the prompt and of the answer."""
        seen = self._seen.get(guess.model)
        if seen is None or len(seen.prompts) < _ENOUGH:
            return guess.prompt, _UNKNOWN_ANSWER if guess.cap is None else guess.cap
        ratio = max(charged / max(raw, 1.0) for raw, charged in seen.prompts)
        completion = max(seen.completions)
        return guess.prompt * ratio, completion if guess.cap is None else min(guess.cap, completion)

    def learn(self, guess: Estimate, usage: Usage) -> None:
        if usage.total <= 0:
            return
        seen = self._seen.setdefault(
            guess.model, _Seen(deque(maxlen=_MEMORY), deque(maxlen=_MEMORY), deque(maxlen=_MEMORY))
        )
        seen.prompts.append((guess.prompt, usage.prompt))
        seen.completions.append(usage.completion)
        seen.totals.append((guess.prompt, usage.total))
