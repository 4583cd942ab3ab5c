"""One answered request out of a results file, whoever wrote it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from workbench.evaluate.judge.hiding import hide_secrets
from workbench.evaluate.judge.verdict import Verdict, read_verdict

Answer = Literal["yes", "no", "unreadable", "failed", "missing"]

_ID_KEYS = (
    "id", "custom_id", "request_id", "row_id", "case_id", "question_id", "qid", "task_id", "index", "idx",
)  # fmt: skip
_RAW_CHARS = 4_000


@dataclass(frozen=True)
class Record:
    """`id`: as the file names it, else made of the content. `content`: digest of what was asked, without its name.

    error: why the request failed for good, in the server's words; then `verdict` is None. Without both nothing was
    answered. usage: the server's token counts. number: of the line or row, from 1.
    """

    number: int
    id: str
    content: str
    verdict: Verdict | None = None
    error: str = ""
    raw: str = ""
    model: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    usage: Mapping[str, Any] = field(default_factory=dict)

    @property
    def answer(self) -> Answer:
        if self.error:
            return "failed"
        return self.verdict.answer if self.verdict is not None else "missing"


def record_of_pair(item: list[Any], number: int) -> Record:
    """`[request, response]`, `[request, [errors]]` or `[request, response, metadata]` (the cookbook script's lines)."""
    request = item[0] if isinstance(item[0], dict) else {"request": item[0]}
    metadata = item[2] if len(item) > 2 and isinstance(item[2], dict) else {}
    return record(number, request, metadata, item[1] if len(item) > 1 else None)


def record_of_batch(item: dict[str, Any], number: int) -> Record:
    """A line of the Batch API's output or error file: `{"custom_id", "response": {"status_code", "body"}, "error"}`."""
    response = {"error": item["error"]} if item.get("error") else item.get("response")
    return record(number, {"custom_id": item["custom_id"]}, {}, response)


def record(number: int, request: dict[str, Any], metadata: dict[str, Any], response: Any) -> Record:
    """A request and what came back for it."""
    inside = request.get("metadata")
    metadata = metadata or (inside if isinstance(inside, dict) else {})
    content = content_digest(request)
    if isinstance(response, dict) and isinstance(response.get("body"), dict):  # of the Batch API
        response = response["body"]
    model = response.get("model") or "" if isinstance(response, dict) else ""
    text, error, usage = _read(response)
    return Record(
        number,
        identity(request, metadata) or content,
        content,
        read_verdict(text) if text is not None else None,
        hide_secrets(error)[:_RAW_CHARS],
        hide_secrets((text or "")[:_RAW_CHARS]),
        str(_body(request).get("model") or model),
        metadata,
        usage,
    )


def content_digest(request: dict[str, Any]) -> str:
    """Names a request by what it asks: the same for a line with and without its name."""
    body = {key: value for key, value in _body(request).items() if key not in ("metadata", "id", "custom_id")}
    text = json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()[:24]


def identity(request: dict[str, Any], metadata: Mapping[str, Any]) -> str | None:
    """The name that a request was given, in its metadata or on itself; None where it has none."""
    for source in (metadata, {key: request.get(key) for key in ("custom_id", "id")}):
        lowered = {str(key).lower(): value for key, value in source.items()}
        for key in _ID_KEYS:
            value = lowered.get(key)
            if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
                return str(value)
    return None


def _body(request: dict[str, Any]) -> dict[str, Any]:
    body = request.get("body")
    return body if isinstance(body, dict) else request


def _read(response: Any) -> tuple[str | None, str, Mapping[str, Any]]:
    """The judge's words, or why there are none, and the usage."""
    if isinstance(response, str):
        return response, "", {}
    if isinstance(response, list):
        return None, _message(response[-1]) if response else "no response", {}
    if not isinstance(response, dict):
        return None, "no response", {}
    if response.get("error"):
        return None, _message(response["error"]), {}
    usage = response.get("usage")
    text = _text(response)
    return text, "" if text is not None else "no answer in the response", usage if isinstance(usage, dict) else {}


def _text(response: dict[str, Any]) -> str | None:
    """What the first choice says; empty for a refusal or an empty message, None where there is no choice at all."""
    choices = response.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    # Ollama's own API has the message without choices.
    holder = choice if isinstance(choice, dict) else response
    message = holder.get("message")
    if isinstance(message, dict):
        return _joined(message.get("content"))
    for key in ("text", "response"):
        if isinstance(holder.get(key), str):
            return str(holder[key])
    return None


def _joined(content: Any) -> str:
    if isinstance(content, list):  # parts
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _message(error: Any) -> str:
    while isinstance(error, dict):
        error = error.get("message") or error.get("error") or error.get("code") or "failed"
    return re.sub(r"\s+", " ", str(error)).strip() or "failed"
