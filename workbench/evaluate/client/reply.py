"""What came back for one attempt, and what follows: keep it, try again, give this request up, or end the run."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workbench.evaluate.client.headers import retry_after, until_reset
from workbench.evaluate.client.request import parse_json
from workbench.evaluate.client.tokens import Usage

Next = Literal["retry", "refused", "stop"]

_RETRIED = frozenset({408, 409, 425, 429})
_STOPPED = frozenset({401, 402, 403, 404, 405})
"""The same for every request: a wrong key, an empty account, no such model or address."""
_NO_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_PAUSES_ALL = frozenset({429, 503})
_MESSAGE_CHARS = 500


@dataclass(frozen=True)
class Answer:
    """`text` is the server's JSON on one line. `usage` is None where it tells none."""

    text: str
    usage: Usage | None


@dataclass(frozen=True)
class Failure:
    """`kind`: HTTP status as text, or what broke ("timeout", "connection", "bad_json"). `message`: the server's words.

    wait: seconds that the server asks for, None where it does not. pauses_all: the wait is for every request.
    """

    next: Next
    kind: str
    message: str = ""
    code: str = ""
    wait: float | None = None
    pauses_all: bool = False

    def to_json(self, attempts: int) -> dict[str, Any]:
        error = {"type": self.kind, "code": self.code or None, "message": self.message, "attempts": attempts}
        return {"error": error}


def read_reply(status: int, headers: Mapping[str, str], content: bytes, key: str) -> Answer | Failure:
    """`key` is taken out of whatever the server repeats."""
    item = _parse(content)
    if 200 <= status < 300:
        if not isinstance(item, dict):
            return Failure("retry", "bad_json", _short(content.decode("utf-8", "replace"), key))
        if not item.get("error"):
            return Answer(json.dumps(item, ensure_ascii=False), _usage(item))
        # Gateways answer 200 with the error of the server behind them.
        status = _status_in(item["error"])
    code, message = _code_and_message(item, content)
    wait = retry_after(headers, dt.datetime.now(dt.UTC))
    if wait is None and status == 429:
        wait = until_reset(headers)
    pauses_all = status in _PAUSES_ALL and wait is not None
    following = _next(status, code, message, headers)
    return Failure(following, str(status), _short(message, key), _short(code, key), wait, pauses_all)


def _next(status: int, code: str, message: str, headers: Mapping[str, str]) -> Next:
    if code in _NO_MONEY or status in _STOPPED or 300 <= status < 400:
        return "stop"
    if status == 429 and re.search(r"request too large", message, re.I):
        return "stop"
    if headers.get("x-should-retry") == "false":
        return "refused"
    return "retry" if status in _RETRIED or status >= 500 else "refused"


def _parse(content: bytes) -> Any:
    try:
        return parse_json(content)
    except (ValueError, RecursionError):
        return None


def _usage(item: Mapping[str, Any]) -> Usage | None:
    found = item.get("usage")
    if not isinstance(found, dict):
        return None
    prompt = _count(found.get("prompt_tokens", found.get("input_tokens")))
    completion = _count(found.get("completion_tokens", found.get("output_tokens")))
    total = _count(found.get("total_tokens")) or prompt + completion
    details = found.get("prompt_tokens_details") or found.get("input_tokens_details")
    cached = _count(details.get("cached_tokens")) if isinstance(details, dict) else 0
    return Usage(prompt or max(0, total - completion), completion, total, cached) if total else None


def _count(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12 else 0


def _status_in(error: Any) -> int:
    for name in ("code", "status"):
        value = error.get(name) if isinstance(error, dict) else None
        if isinstance(value, int | str) and str(value).isdigit() and 400 <= int(value) < 600:
            return int(value)
    return 500


def _code_and_message(item: Any, content: bytes) -> tuple[str, str]:
    error = item.get("error", item) if isinstance(item, dict) else None
    if isinstance(error, dict):
        names = [str(error.get(name)) for name in ("code", "type") if error.get(name)]
        code = next((name for name in names if name in _NO_MONEY), names[0] if names else "")
        return code, str(error.get("message") or error.get("detail") or "")
    return "", str(error) if isinstance(error, str) else content.decode("utf-8", "replace")


def _short(text: str, key: str) -> str:
    """One line; no key, not even one that the server has half hidden."""
    text = text.replace(key, "***") if key else text
    text = re.sub(r"\bsk-[\w*.-]{4,}", "sk-***", text)
    return re.sub(r"\s+", " ", text).strip()[:_MESSAGE_CHARS]
