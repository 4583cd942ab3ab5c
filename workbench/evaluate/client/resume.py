"""Whether a run that is resumed is still the same run, and if not, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from workbench.errors import UsageError
from workbench.evaluate.client.ledger import Ledger, Stored
from workbench.evaluate.client.request import Request, parse_json
from workbench.text import t

_SHOWN = 3
_PROMPT = ("messages", "prompt", "input")
_VALUE_CHARS = 60


def check_same(ledger: Ledger, requests: Iterable[Request], url: str) -> None:
    """Raises UsageError that names what differs: address, number of requests, and fields of the first few requests."""
    differences = []
    if (before := ledger.about("url")) != url:
        differences.append(t("client.differs_url", before=before, now=url))
    asked = 0
    for stored, request in zip_longest(ledger.requests(), requests):
        if request is not None:
            asked += 1
        if stored is not None and request is not None and len(differences) < _SHOWN:
            differences.extend(_between(stored, request))
    total = ledger.totals().total
    if asked != total:
        differences.append(t("client.differs_count", before=total, now=asked))
    if differences:
        raise UsageError(t("client.differs", what="\n".join(f"- {line}" for line in differences)))


def _between(stored: Stored, request: Request) -> Iterator[str]:
    if stored.line == request.line.encode("utf-8", "backslashreplace").decode():
        return
    before, now = _fields(stored.line), _fields(request.line)
    names = [name for name in dict.fromkeys((*before, *now)) if before.get(name) != now.get(name)]
    if names:  # else only spaces or the order of keys
        what = ", ".join(_change(name, before.get(name), now.get(name)) for name in names)
        yield t("client.differs_request", id=stored.id, what=what)


def _fields(line: str) -> dict[str, Any]:
    """Field name to value; those of `metadata` and of a Batch line's `body` one by one."""
    try:
        item = parse_json(line)
    except (ValueError, RecursionError):
        return {"": line}
    if not isinstance(item, Mapping):
        return {"": item}
    found: dict[str, Any] = {}
    for name, value in item.items():
        if name in ("metadata", "body") and isinstance(value, Mapping):
            found |= {(f"metadata.{inner}" if name == "metadata" else inner): one for inner, one in value.items()}
        else:
            found[name] = value
    return found


def _change(name: str, before: Any, now: Any) -> str:
    if name in _PROMPT:
        return t("client.changed_prompt", name=name)
    return f"{name or 'JSON'}: {_value(before)} → {_value(now)}"


def _value(value: Any) -> str:
    text = "-" if value is None else str(value)
    return text if len(text) <= _VALUE_CHARS else text[:_VALUE_CHARS] + "…"
