"""llama.cpp's HTTP interface as few typed calls. http.client, because it ignores proxy settings: this is loopback."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.llm.embedded.place import Address

_CALL_SECONDS = 60.0
_SILENCE_SECONDS = 30.0
"""The server pings open streams every 5 s, so this much silence means that it hangs."""


class ServerGone(Exception):
    """The server went away or hangs; what was asked may be asked again."""


class ServerRefused(Exception):
    """The server answered with an error; asking again gives the same."""


@dataclass(frozen=True)
class Finished:
    """The end of a completion: tokens read anew, reused and written; `reason` is "stop" or "length"."""

    read: int
    reused: int
    written: int
    reason: str


class Wire:
    """Calls to one running server. Every call may raise ServerGone or ServerRefused."""

    def __init__(self, address: Address) -> None:
        self.address = address

    def healthy(self, seconds: float = 10.0) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.address.port, timeout=seconds)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def tokenize(self, text: str, special: bool = False) -> list[int]:
        """Token ids; without `special`, text like `<|im_end|>` is plain text and cannot end a message."""
        body = {"content": text, "add_special": False, "parse_special": special}
        tokens: list[int] = self._call("/tokenize", body)["tokens"]
        return tokens

    def save_slot(self, slot: int, file: str) -> None:
        self._call(f"/slots/{slot}?action=save", {"filename": file})

    def restore_slot(self, slot: int, file: str) -> int:
        """Tokens restored."""
        return int(self._call(f"/slots/{slot}?action=restore", {"filename": file})["n_restored"])

    def erase_slot(self, slot: int) -> None:
        self._call(f"/slots/{slot}?action=erase", {})

    def complete(self, slot: int, tokens: Sequence[int], body: dict[str, Any], call: Stream) -> Iterator[str]:
        """Stream a completion; `call` gives progress, cancelling and, at the end, the counts."""
        connection = http.client.HTTPConnection("127.0.0.1", self.address.port, timeout=_SILENCE_SECONDS)
        wanted = {
            **body,
            "prompt": list(tokens),
            "id_slot": slot,
            "cache_prompt": True,
            "stream": True,
            "return_progress": True,
        }
        try:
            connection.connect()
            call.opened(connection.sock)
            connection.request("POST", "/completion", json.dumps(wanted), self._headers)
            response = connection.getresponse()
            if response.status != 200:
                raise ServerRefused(_reason(response.read()))
            yield from self._events(response, call)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ServerGone(type(error).__name__) from error
        finally:
            connection.close()

    def _events(self, response: http.client.HTTPResponse, call: Stream) -> Iterator[str]:
        while line := response.readline():
            if line.startswith(b"error:"):
                raise ServerRefused(_reason(line[6:]))
            if not line.startswith(b"data:"):
                continue
            event = json.loads(line[5:])
            if "error" in event:
                raise ServerRefused(_reason(line[5:]))
            if progress := event.get("prompt_progress"):
                call.reading(int(progress.get("processed", 0)), int(progress.get("total", 0)))
            if event.get("content"):
                yield event["content"]
            if event.get("stop"):
                call.finished = _finished(event)
                return
        raise ServerGone("stream ended early")

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.address.key}", "Content-Type": "application/json"}

    def _call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.address.port, timeout=_CALL_SECONDS)
        try:
            connection.request("POST", path, json.dumps(body), self._headers)
            response = connection.getresponse()
            answer = response.read()
            if response.status != 200:
                raise ServerRefused(_reason(answer))
            result: dict[str, Any] = json.loads(answer)
            return result
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ServerGone(type(error).__name__) from error
        finally:
            connection.close()


class Stream:
    """One completion under way, shared between the thread that reads it and the one that may cancel it."""

    def __init__(self, reading: Callable[[int, int], None]) -> None:
        self.reading = reading
        self.finished: Finished | None = None
        self._socket: socket.socket | None = None
        self._cancelled = False

    def opened(self, connection: socket.socket | None) -> None:
        self._socket = connection
        if self._cancelled:
            self.cancel()

    def cancel(self) -> None:
        """Break the connection: llama.cpp then drops the task, and the reader wakes up with ServerGone."""
        self._cancelled = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _finished(event: dict[str, Any]) -> Finished:
    timings = event.get("timings") or {}
    return Finished(
        read=int(timings.get("prompt_n") or 0),
        reused=int(timings.get("cache_n") or 0),
        written=int(timings.get("predicted_n") or event.get("tokens_predicted") or 0),
        reason="length" if event.get("stop_type") == "limit" else "stop",
    )


def _reason(body: bytes) -> str:
    try:
        error = json.loads(body)
        error = error.get("error", error)
        return str(error.get("message", error))[:300]
    except (ValueError, AttributeError):
        return ""
