"""A model that says what the test wrote down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbench.errors import GenerationStopped
from workbench.llm.chat import GenerateOptions, Generation, Message, Usage


@dataclass
class ScriptedModel:
    """Answers `replies` one after the other (the last one again and again); keeps what it was asked."""

    replies: list[str]
    asked: list[tuple[Message, ...]] = field(default_factory=list)
    warmed: list[str] = field(default_factory=list)
    name: str = "scripted"
    context_tokens: int = 8192

    def generate(self, messages: Sequence[Message], options: GenerateOptions) -> Generation:
        self.asked.append(tuple(messages))
        text = self.replies[min(len(self.asked), len(self.replies)) - 1]
        stopped: list[bool] = []

        def pieces() -> Iterator[str]:
            for word in text.split(" "):
                if stopped:
                    raise GenerationStopped("stopped")
                yield word + " "

        return Generation(pieces(), lambda: stopped.append(True), Usage(completion_tokens=len(text.split())))

    def warm(self, messages: Sequence[Message], prefix: str) -> None:
        self.warmed.append(prefix)

    def count_tokens(self, text: str) -> int:
        return len(text) // 3 + 1

    def close(self) -> None: ...
