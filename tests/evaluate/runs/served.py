"""A loopback model that answers by question and remembers what it was asked; for processes of their own."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


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
    class Handler(_Handler):
        state = model

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    state: ServedModel

    def log_message(self, *_: Any) -> None: ...

    def do_GET(self) -> None:
        self._json(200, {"object": "list", "data": [{"id": "m", "object": "model"}]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = body["messages"][-1]["content"]
        state = self.state
        with state.lock:
            state.in_flight += 1
            state.most_in_flight = max(state.most_in_flight, state.in_flight)
        try:
            time.sleep(state.seconds)
            if state.status != 200:
                self._json(state.status, {"error": {"message": "no", "code": "server_error"}})
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
            self._json(200, {"id": "x", "object": "chat.completion", "model": "m", "choices": [choice], "usage": usage})
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        parts: list[dict[str, Any]] = [
            {"choices": [{"index": 0, "delta": {"content": answer}, "finish_reason": None}]},
            {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
            {"choices": [], "usage": usage},
        ]
        for part in parts:
            event = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", **part}
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def _json(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
