"""The one interface every back end has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Progress:
    """What a model does before its first piece of text.

    `stage`: "loading" the model, "waiting" for a free slot or for somebody else who reads the same prefix,
    "reading" the prompt (`done` of `total` tokens; 0 of 0 when unknown), "writing" from the first piece on.
    """

    stage: Literal["loading", "waiting", "reading", "writing"]
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class GenerateOptions:
    """`temperature` 0 is greedy. `grammar` is GBNF and is ignored by back ends that cannot constrain.

    `progress` is called from the iterating thread until the first piece arrives; it must not raise.

    `prefix` is the leading part of the last user message's text (plus all messages before it) that many requests
    share (the schema): back ends with a prompt cache keep it per prefix, also on disk.
    """

    max_tokens: int = 400
    temperature: float = 0.0
    seed: int = 0
    stop: tuple[str, ...] = ()
    grammar: str = ""
    prefix: str = ""
    progress: Callable[[Progress], None] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Usage:
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    first_token_seconds: float = 0.0
    finish_reason: str = ""


@dataclass
class Generation:
    """A running generation: iterate for text pieces; `usage` is filled in when iteration ends.

    `cancel()` may be called from another thread; iteration then raises GenerationStopped.
    """

    pieces: Iterator[str]
    cancel: Callable[[], None]
    usage: Usage = field(default_factory=Usage)

    def __iter__(self) -> Iterator[str]:
        return self.pieces

    def text(self) -> str:
        return "".join(self.pieces)


class ChatModel(Protocol):
    """A model ready to answer. All methods raise ModelError with a message for the user."""

    @property
    def name(self) -> str: ...

    @property
    def context_tokens(self) -> int:
        """Tokens that prompt and answer may have together."""
        ...

    def generate(self, messages: Sequence[Message], options: GenerateOptions) -> Generation:
        """Start generating. Thread-safe; several generations may run at once."""
        ...

    def warm(
        self, messages: Sequence[Message], prefix: str, progress: Callable[[Progress], None] | None = None
    ) -> None:
        """Read the shared prefix ahead of the first question (blocking; call it in a thread). No-op without a cache."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of `text`, exact where the tokenizer is at hand, else a safe over-estimate."""
        ...

    def close(self) -> None:
        """Give up this process's hold on the model; the shared server stops when nobody holds it."""
        ...
