"""Requests to a judge as lines of a file: the cookbook script's format, or OpenAI's Batch API's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workbench.evaluate.judge.material import fields
from workbench.evaluate.judge.row import JudgeRow
from workbench.evaluate.judge.rubric import Rubric, fill
from workbench.store.whole import save

Format = Literal["cookbook", "batch"]
FORMATS: tuple[Format, ...] = ("cookbook", "batch")
BATCH_URL = "/v1/chat/completions"


@dataclass(frozen=True)
class JudgeRequest:
    """`id` is `run/case/rubric version`: the same question to the same judge has the same id on every machine.

    body: what is posted to `/chat/completions`. metadata: who it is about; texts only, as OpenAI demands.
    """

    id: str
    case_id: str
    body: dict[str, Any]
    metadata: dict[str, str]

    def line(self, format: Format = "cookbook") -> str:
        """One JSON line. The cookbook script takes `metadata` out before it posts, and writes it to its results."""
        if format == "batch":
            item = {"custom_id": self.id, "method": "POST", "url": BATCH_URL, "body": self.body}
        else:
            item = {**self.body, "metadata": self.metadata}
        return json.dumps(item, ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True)
class Made:
    """`gated`: ids of the cases whose SQL never reaches a judge, because it does not parse or bind."""

    requests: tuple[JudgeRequest, ...]
    gated: tuple[str, ...]


@dataclass(frozen=True)
class RequestId:
    run: str
    case_id: str
    version: str


def make_requests(rows: Iterable[JudgeRow], rubric: Rubric, model: str, run: str) -> Made:
    """One request for each row that passes the gate, in their order."""
    made, gated = [], []
    for row in rows:
        if row.is_gated:
            gated.append(row.case_id)
        else:
            made.append(_request(row, rubric, model, run))
    return Made(tuple(made), tuple(gated))


def _request(row: JudgeRow, rubric: Rubric, model: str, run: str) -> JudgeRequest:
    identity = f"{run}/{row.case_id}/{rubric.version}"
    # As published: JSON mode and nothing else. Newer models refuse a temperature, and some `max_tokens`.
    body = {"model": model, "response_format": {"type": "json_object"}, "messages": messages(row, rubric)}
    metadata = {"id": identity, "run": run, "case": row.case_id, "rubric": rubric.name, "rubric_hash": rubric.digest}
    return JudgeRequest(identity, row.case_id, body, metadata)


def messages(row: JudgeRow, rubric: Rubric) -> list[dict[str, str]]:
    values = fields(row, rubric)
    parts = (("system", rubric.system), ("user", rubric.user))
    return [{"role": role, "content": fill(text, values)} for role, text in parts if text]


def parse_id(text: str) -> RequestId | None:
    """The parts of an id that `make_requests` gave; None for an id of somebody else's. A case id may have slashes."""
    run, _, rest = text.partition("/")
    case_id, _, version = rest.rpartition("/")
    is_ours = run and case_id and len(version) == 12 and set(version) <= set("0123456789abcdef")
    return RequestId(run, case_id, version) if is_ours else None


def write_requests(requests: Iterable[JudgeRequest], path: Path, format: Format = "cookbook") -> int:
    """Write the file whole or not at all; returns the number of lines. Raises what `save` raises."""
    return save(path, (f"{request.line(format)}\n".encode() for request in requests))
