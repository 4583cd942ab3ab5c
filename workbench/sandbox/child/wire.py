"""Frames between parent and child: a JSON head and a binary body, each with its length in front."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

PREFIX = struct.Struct("<II")


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    text = json.dumps(head, ensure_ascii=False).encode("utf-8", "replace")
    return PREFIX.pack(len(text), len(body)) + text + body


def send(sock: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    sock.sendall(pack(head, body))


def receive(sock: socket.socket) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, or None at the end of the stream. Blocks: only the child, which trusts its parent, uses this."""
    prefix = _exactly(sock, PREFIX.size)
    if prefix is None:
        return None
    head_size, body_size = PREFIX.unpack(prefix)
    head, body = _exactly(sock, head_size), _exactly(sock, body_size)
    if head is None or body is None:
        return None
    return json.loads(head), body


def _exactly(sock: socket.socket, size: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < size:
        piece = sock.recv(min(size - len(pieces), 1 << 20))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)
