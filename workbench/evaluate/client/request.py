"""A request as one line of a file: what OpenAI's cookbook script reads, or the Batch API."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from workbench.errors import UsageError
from workbench.text import t
from workbench.text.reason import reason_of

CONTENT_ID = "sha256:"
"""Starts the id of a line that names itself nowhere; the ledger adds which of the same lines it is."""


_DEEPEST = 300
"""Deeper JSON is an attack, and would end in a RecursionError further on."""


@dataclass(frozen=True)
class Request:
    """`line` is the JSON as given; it comes back first in the result line. `id` is unique in its file.

    problem: why it cannot be sent, ready to show; it fails without being sent. number: line in the file, from 1.
    """

    id: str
    line: str
    problem: str = ""
    number: int = 0


def read_requests(path: Path, url: str) -> Iterator[Request]:
    """One request a line, read as a stream. Lines that are no request come with their `problem`.

    Raises UsageError when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):
                raw = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
                if raw.strip():
                    yield _read_line(raw.strip(), number, url)
    except OSError as error:
        raise UsageError(t("cli.cannot_read", path=path, reason=reason_of(error))) from error


def _read_line(raw: bytes, number: int, url: str) -> Request:
    fallback = json.dumps(raw.decode("utf-8", "replace"), ensure_ascii=False)
    try:
        line = raw.decode("utf-8")
        item = parse_json(line)
        if _depth(line) > _DEEPEST:
            raise RecursionError
    except (ValueError, RecursionError):
        return Request(_content_id(raw), fallback, t("client.not_json"), number)
    if not isinstance(item, dict):
        return Request(_content_id(raw), line, t("client.not_object"), number)
    return Request(_own_id(item) or _content_id(raw), line, _problem(item, url), number)


def _depth(line: str) -> int:
    """How deep its brackets go at most, those inside texts counted too where there are many of them."""
    if line.count("[") + line.count("{") <= _DEEPEST:
        return 0
    depth = deepest = 0
    for ch in line:
        depth += (ch in "[{") - (ch in "]}")
        deepest = max(deepest, depth)
    return deepest


def parse_json(text: str | bytes) -> Any:
    """As the standard says: Python would take NaN too. Raises ValueError or RecursionError."""
    return json.loads(text, parse_constant=_no_constant)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _content_id(raw: bytes) -> str:
    return CONTENT_ID + hashlib.sha256(raw).hexdigest()[:24]


def _own_id(item: Mapping[str, Any]) -> str | None:
    metadata = item.get("metadata")
    for value in (metadata.get("id") if isinstance(metadata, dict) else None, item.get("custom_id")):
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    return None


def is_batch(item: Mapping[str, Any]) -> bool:
    return "body" in item and "messages" not in item


def body_of(line: str) -> dict[str, Any]:
    """What is posted: a Batch line's body, else the line without `metadata`, which OpenAI refuses unless it stores."""
    item: dict[str, Any] = parse_json(line)
    if is_batch(item):
        return dict(item["body"])
    return {name: value for name, value in item.items() if name != "metadata"}


def _problem(item: Mapping[str, Any], url: str) -> str:
    body = item
    if is_batch(item):
        body = item["body"]
        if not isinstance(body, dict) or str(item.get("method") or "POST").upper() != "POST":
            return t("client.not_batch")
        if (wanted := _endpoint(str(item.get("url") or url))) != _endpoint(url):
            return t("client.other_endpoint", wanted=wanted, url=_endpoint(url))
    messages = body.get("messages")
    if messages is None and not any(body.get(name) for name in ("input", "prompt")):
        return t("client.no_messages")
    if messages is not None and not (
        isinstance(messages, list) and messages and all(isinstance(one, dict) for one in messages)
    ):
        return t("client.no_messages")
    return t("client.streamed") if body.get("stream") else ""


def _endpoint(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return url
