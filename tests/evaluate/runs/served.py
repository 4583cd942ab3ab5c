"""A loopback model that answers by question and remembers what it was asked; for processes of their own."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.llm.loopback import ChatHandler, listening


@dataclass
class ServedModel:
    """`answer` gets the last message. `asked` counts answered questions by the number in them."""

    answer: Callable[[str], str]
    seconds: float = 0.0
    asked: Counter[str] = field(default_factory=Counter)
    in_flight: int = 0
    most_in_flight: int = 0
    status: int = 200
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""


@contextlib.contextmanager
def serving(model: ServedModel) -> Iterator[ServedModel]:
    with listening(_Handler, model) as model.url:
        yield model


class _Handler(ChatHandler):
    state: ServedModel

    def do_GET(self) -> None:
        self.reply(200, {"object": "list", "data": [{"id": "m", "object": "model"}]})

    def do_POST(self) -> None:
        body = self.asked()
        text = body["messages"][-1]["content"]
        state = self.state
        with state.lock:
            state.in_flight += 1
            state.most_in_flight = max(state.most_in_flight, state.in_flight)
        try:
            time.sleep(state.seconds)
            if state.status != 200:
                self.reply(state.status, {"error": {"message": "no", "code": "server_error"}})
                return
            number = re.search(r"(\d+)번째", text)
            with state.lock:
                state.asked[number[1] if number else ""] += 1
            with contextlib.suppress(OSError):
                self._send(state.answer(text), bool(body.get("stream")))
        finally:
            with state.lock:
                state.in_flight -= 1

    def _send(self, answer: str, is_stream: bool) -> None:
        usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
        if not is_stream:
            choice = {"index": 0, "message": {"role": "assistant", "content": answer}, "finish_reason": "stop"}
            self.reply(200, {"id": "x", "object": "chat.completion", "model": "m", "choices": [choice], "usage": usage})
            return
        self.start_stream()
        parts: list[dict[str, Any]] = [
            {"choices": [{"index": 0, "delta": {"content": answer}, "finish_reason": None}]},
            {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
            {"choices": [], "usage": usage},
        ]
        for part in parts:
            self.event(part)
        self.end_stream()
