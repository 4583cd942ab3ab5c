"""Models in this process that answer by question."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from workbench.llm.chat import GenerateOptions, Generation, Message, Usage


@dataclass
class QuestionModel:
    """`answer` gets all messages as one text, and may raise."""

    answer: Callable[[str], str]
    asked: list[str] = field(default_factory=list)
    name: str = "fake"
    context_tokens: int = 8192
    closed: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def generate(self, messages: Sequence[Message], options: GenerateOptions) -> Generation:
        text = "\n".join(message.content for message in messages)
        with self.lock:
            self.asked.append(text)

        def pieces() -> Iterator[str]:
            yield self.answer(text)

        return Generation(pieces(), lambda: None, Usage(prompt_tokens=11, completion_tokens=7))

    def warm(self, *_: object) -> None: ...

    def count_tokens(self, text: str) -> int:
        return len(text) // 3 + 1

    def close(self) -> None:
        self.closed = True
