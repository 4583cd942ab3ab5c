"""A loopback server that speaks enough of OpenAI's chat API, and misbehaves on request. For tests only."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class FakeOpenAI:
    """What the server does. `faults` are used up one a request; after that it answers `answer`.

    Faults: "401", "403", "404", "429", "quota", "500", "long" (context), "reset" (after two pieces), "early" (before
    any), "hang" (no answer), "stall" (two pieces, then silence), "garbage" (not JSON), "no-finish", or
    "refuse:PARAMETER".
    """

    answer: str = "SELECT 1;"
    faults: list[str] = field(default_factory=list)
    models: list[dict[str, Any]] = field(default_factory=lambda: [{"id": "m", "object": "model"}])
    refused: tuple[str, ...] = ()
    piece_seconds: float = 0.0
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    pieces_sent: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    url: str = ""


@contextlib.contextmanager
def serving(fake: FakeOpenAI) -> Iterator[FakeOpenAI]:
    class Handler(_Handler):
        state = fake

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


_ERRORS = {
    "401": (401, {"message": "Incorrect API key provided: sk-secret", "code": "invalid_api_key"}),
    "403": (403, {"message": "forbidden", "code": "forbidden"}),
    "404": (404, {"message": "no such model", "code": "model_not_found"}),
    "429": (429, {"message": "slow down", "code": "rate_limit_exceeded"}),
    "quota": (429, {"message": "pay", "code": "insufficient_quota"}),
    "500": (500, {"message": "oops", "code": "server_error"}),
    "long": (400, {"message": "maximum context length is 10 tokens", "code": "context_length_exceeded"}),
    "bad": (400, {"message": "your key sk-secret is odd", "code": "weird"}),
}


class _Handler(BaseHTTPRequestHandler):
    state: FakeOpenAI

    def log_message(self, *_: Any) -> None: ...

    def do_GET(self) -> None:
        self._json(200, {"object": "list", "data": self.state.models})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.state.requests.append(body)
        self.state.keys.append(self.headers.get("Authorization", ""))
        for name in self.state.refused:
            if name in body:
                message = f"Unsupported parameter: '{name}' is not supported with this model."
                self._json(400, {"error": {"message": message, "param": name, "code": "unsupported_parameter"}})
                return
        fault = self.state.faults.pop(0) if self.state.faults else ""
        if fault in _ERRORS:
            status, error = _ERRORS[fault]
            self._json(status, {"error": error})
        elif fault == "hang":
            self.state.closing.wait(30)
        elif fault == "early":
            self.close_connection = True
        elif fault == "garbage":
            self._stream([b"data: {not json\n\n"])
        else:
            self._answer(fault)

    def _answer(self, fault: str) -> None:
        words = [self.state.answer[i : i + 4] for i in range(0, len(self.state.answer), 4)]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        with contextlib.suppress(OSError):
            for number, word in enumerate(words):
                if number == 2 and fault == "reset":
                    return
                if number == 2 and fault == "stall":
                    self.state.closing.wait(30)
                    return
                self._event({"choices": [{"index": 0, "delta": {"content": word}, "finish_reason": None}]})
                self.state.pieces_sent += 1
                time.sleep(self.state.piece_seconds)
            if fault != "no-finish":
                self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            usage = {"prompt_tokens": 11, "completion_tokens": len(words), "total_tokens": 11 + len(words)}
            self._event({"choices": [], "usage": {**usage, "prompt_tokens_details": {"cached_tokens": 7}}})
            self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, part: dict[str, Any]) -> None:
        event = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", **part}
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()

    def _stream(self, lines: list[bytes]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for line in lines:
            self.wfile.write(line)

    def _json(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("retry-after-ms", "10")
        self.end_headers()
        self.wfile.write(data)
