"""One question to a judge in this process, through any ChatModel: the embedded one needs no network, and is weak."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal

from workbench.errors import GenerationStopped, ModelError
from workbench.evaluate.judge.hiding import hide_secrets
from workbench.evaluate.judge.requests import messages
from workbench.evaluate.judge.row import JudgeRow
from workbench.evaluate.judge.rubric import Rubric
from workbench.evaluate.judge.verdict import UNREADABLE, Verdict, read_verdict
from workbench.llm import catalog
from workbench.llm.chat import ChatModel, GenerateOptions, Message, Usage
from workbench.store import endpoints
from workbench.text import t

_ANSWER_TOKENS = 600
_RAW_CHARS = 4_000
_GRAMMAR = r"""root ::= "{\"resolve_yn\": \"" ("yes" | "no") "\"}"
"""
"""For the published rubric: a small model that may write anything explains itself instead of answering."""


@dataclass(frozen=True)
class Judged:
    """`answer` failed: the model gave none, `message` (ready to show) says why. gated: it was not asked."""

    answer: Literal["yes", "no", "unreadable", "failed", "gated"]
    verdict: Verdict = UNREADABLE
    raw: str = ""
    message: str = ""
    usage: Usage = field(default_factory=Usage)


def is_weak(model: str) -> bool:
    """Whether this judge is the embedded model: too small for its word to count without execution beside it."""
    return catalog.find(model.strip()) is not None


def judge_title(model: str) -> str:
    """What to call a judge; the embedded model is named a weak one wherever it is shown."""
    return t("judge.weak", name=model) if is_weak(model) else model


def served_name(judge: str) -> str:
    """A judge's name in a request: `openai:gpt-4o` is `gpt-4o`, a saved endpoint its model. Raises StoreError."""
    kind, _, rest = judge.strip().partition(":")
    if kind == "openai":
        return rest.strip()
    endpoint = endpoints.find(rest.strip() if kind == "endpoint" else judge.strip())
    return endpoint.model if endpoint is not None else judge.strip()


def ask_judge(row: JudgeRow, rubric: Rubric, model: ChatModel, stop: threading.Event) -> Judged | None:
    """What the judge says about one answer; None when `stop` is set before it has said it. Never raises ModelError."""
    if row.is_gated:
        return Judged("gated")
    asked = _messages(row, rubric)
    # A grammar is for models that take one; a served judge answers in its own words, within the rubric's form.
    grammar = _GRAMMAR if rubric.verbatim else ""
    options = GenerateOptions(_ANSWER_TOKENS, grammar=grammar, prefix=_prefix(row, asked[-1].content))
    text = ""
    try:
        if sum(model.count_tokens(message.content) for message in asked) + _ANSWER_TOKENS > model.context_tokens:
            return Judged("failed", message=t("judge.too_long"))
        if stop.is_set():
            return None
        generation = model.generate(asked, options)
        for piece in generation:
            text += piece
            if stop.is_set():
                generation.cancel()
                return None
    except GenerationStopped:
        return None
    except ModelError as error:
        return None if stop.is_set() else Judged("failed", message=error.message)
    verdict = read_verdict(text)
    return Judged(verdict.answer, verdict, hide_secrets(text[:_RAW_CHARS]), usage=generation.usage)


def _messages(row: JudgeRow, rubric: Rubric) -> tuple[Message, ...]:
    """As in a request, but never a system message alone: chat templates of small models want somebody to answer."""
    asked = [Message("system" if m["role"] == "system" else "user", m["content"]) for m in messages(row, rubric)]
    return tuple(asked) if len(asked) > 1 else (Message("user", asked[0].content),)


def _prefix(row: JudgeRow, content: str) -> str:
    """Everything up to the end of the schema: answers about one schema share it in the model's prompt cache."""
    ddl = row.ddl.strip()
    at = content.find(ddl) if ddl else -1
    return content[: at + len(ddl)] if at >= 0 else ""
