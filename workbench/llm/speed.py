"""How fast a model reads and writes on this machine, measured once on request and kept for the 모델 page."""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass

from workbench.llm import preferences
from workbench.llm.chat import ChatModel, GenerateOptions, Message

_PROMPT_LINES = 24
_ANSWER_TOKENS = 32


@dataclass(frozen=True)
class Speed:
    """Tokens a second of prompt read and of answer written; `load_seconds` until the first token could be counted."""

    read: float
    write: float
    load_seconds: float
    measured_at: float


def measure(model: ChatModel) -> Speed:
    """Read about 500 tokens that no cache can know and write 32. Raises ModelError. Takes 5 to 20 s on two cores."""
    started = time.monotonic()
    model.count_tokens("SELECT 1")
    list(model.generate([Message("user", "1")], GenerateOptions(max_tokens=1)))
    load = time.monotonic() - started
    lines = (f"CREATE TABLE {secrets.token_hex(3)} (id INTEGER, 이름 VARCHAR);" for _ in range(_PROMPT_LINES))
    question = "\n".join(lines) + "\n1부터 100까지 세어 보세요."
    generation = model.generate([Message("user", question)], GenerateOptions(max_tokens=_ANSWER_TOKENS))
    list(generation)
    usage = generation.usage
    writing = max(usage.seconds - usage.first_token_seconds, 1e-6)
    read = (usage.prompt_tokens - usage.cached_tokens) / max(usage.first_token_seconds, 1e-6)
    speed = Speed(read, max(usage.completion_tokens - 1, 0) / writing, load, time.time())
    preferences.update(speed={model.name: asdict(speed)})
    return speed


def known(name: str) -> Speed | None:
    """The stored figure of the model called `name`."""
    try:
        return Speed(**preferences.read()["speed"][name])
    except (KeyError, TypeError):
        return None
