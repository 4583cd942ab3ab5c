"""One finding about one SQL text."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
Status = Literal["ok", "warning", "invalid", "refused", "timeout", "limit", "error"]
"""`warning` runs, but read the checks; `invalid` does not parse or bind; `refused` by policy; `limit` memory, size."""


@dataclass(frozen=True)
class Diagnostic:
    """`start` and `end` are character offsets (not bytes) into the SQL text, end exclusive."""

    code: str
    severity: Severity
    message: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
