"""Messages to token ids in ChatML, with nothing a user wrote ever read as a control token.

Sending ids instead of text makes three things exact: a prompt cannot smuggle in `<|im_end|>`, a prefix ends on a
token boundary, and what was cached is compared token by token.
"""

from __future__ import annotations

import hashlib
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.llm.chat import Message

_PROBES = ("\n", "\n\n", " ", " a", "a", "가", "1", ".", ",", ")", ";", "'s", "\r\n", "_", "-", "(")
"""What may follow a prefix: its last tokens are shared only if none of these would merge with them."""
_REMEMBERED = 64
_TAIL_CHARS = 64

Tokenize = Callable[[str, bool], list[int]]


@dataclass(frozen=True)
class PromptTokens:
    """`tokens[:shared]` is the prefix that other requests have too (0: none).

    `opening` names everything up to the end of the message that begins with the prefix: the first question of a
    conversation and its follow-ups ("repair this") have it in common. `follows` is true for the follow-ups.
    """

    tokens: tuple[int, ...]
    shared: int
    opening: str = ""
    follows: bool = False

    @property
    def prefix(self) -> tuple[int, ...]:
        return self.tokens[: self.shared]


class ChatPrompt:
    """Renders messages for one tokenizer; remembers the last prefixes, because they come again and again."""

    def __init__(self, tokenize: Tokenize) -> None:
        self._tokenize = tokenize
        self._safe: OrderedDict[str, tuple[int, ...]] = OrderedDict()
        self._marks: tuple[int, int, tuple[int, ...]] | None = None
        self._lock = threading.Lock()

    def render(self, messages: Sequence[Message], prefix: str) -> PromptTokens:
        """The whole prompt up to where the assistant speaks; the first message that begins with `prefix` shares it."""
        start, end, newline = self._control()
        tokens: list[int] = []
        shared, opening, follows = 0, "", False
        for index, message in enumerate(messages):
            body = self._tokenize(f"{message.role}\n{message.content}", False)
            tokens.append(start)
            fresh = prefix and not shared and message.role == "user" and message.content.startswith(prefix)
            safe = self._safe_prefix(f"{message.role}\n{prefix}") if fresh else ()
            if safe and tuple(body[: len(safe)]) == safe:
                shared = len(tokens) + len(safe)
                opening = hashlib.sha256(array("i", [*tokens, *body]).tobytes()).hexdigest()[:16]
                follows = index < len(messages) - 1
            tokens += [*body, end, *newline]
        tokens += [start, *self._tokenize("assistant\n", False)]
        return PromptTokens(tuple(tokens), shared, opening, follows)

    def _control(self) -> tuple[int, int, tuple[int, ...]]:
        if self._marks is None:
            (start,), (end,) = self._tokenize("<|im_start|>", True), self._tokenize("<|im_end|>", True)
            self._marks = start, end, tuple(self._tokenize("\n", False))
        return self._marks

    def _safe_prefix(self, text: str) -> tuple[int, ...]:
        """The leading tokens of `text` that stay the same whatever follows it."""
        with self._lock:
            if text in self._safe:
                self._safe.move_to_end(text)
                return self._safe[text]
        tokens = self._tokenize(text, False)
        # Tokens never cross from a line end to the next line's first word, so probing the last lines is enough.
        tail = text[_tail_start(text) :]
        end = self._tokenize(tail, False)
        if tokens[len(tokens) - len(end) :] != end:
            tail, end = text, tokens
        same = min(_common(end, self._tokenize(tail + probe, False)) for probe in _PROBES)
        length = len(tokens) - len(end) + same
        safe = tuple(tokens[:length])
        with self._lock:
            self._safe[text] = safe
            while len(self._safe) > _REMEMBERED:
                self._safe.popitem(last=False)
        return safe


def _tail_start(text: str) -> int:
    """Start of a line with text in it, some way before the end; 0 where there is none."""
    at = max(0, len(text) - _TAIL_CHARS)
    while (at := text.rfind("\n", 0, at)) >= 0:
        if not text[at + 1].isspace():
            return at + 1
    return 0


def _common(left: Sequence[int], right: Sequence[int]) -> int:
    length = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        length += 1
    return length
