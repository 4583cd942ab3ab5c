"""What 질문하기 gives back, and the events on the way there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from workbench.question.interpreted import Interpreted
from workbench.question.linked import Linked
from workbench.sandbox.result import RunResult
from workbench.sql.diagnostic import Diagnostic, Status

StepName = Literal["understand", "link", "prompt", "generate", "check", "repair", "run", "vote", "explain"]
TrustLevel = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class StepEvent:
    """One step of the pipeline, as it happens.

    `state`: `running` (maybe several times, e.g. per streamed piece), then `done`, `failed` or `skipped`.
    `detail`: ready to show, one line. `text`: the SQL so far while generating.
    """

    step: StepName
    state: Literal["running", "done", "failed", "skipped"]
    detail: str = ""
    seconds: float = 0.0
    text: str = ""


@dataclass(frozen=True)
class Trust:
    """`reasons` are ready to show, most important first. `findings` name those against it, as `code:count`."""

    level: TrustLevel
    reasons: tuple[str, ...]
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """`sql` is DuckDB SQL, or None when nothing honest can be offered; `message` then says why and what to do.

    `repairs` are ready to show. `plan` is the Korean plan tree of `workbench.sql.plan` as JSON, or None.
    """

    question: str
    sql: str | None
    status: Status
    message: str
    model: str
    interpreted: Interpreted
    linked: Linked | None = None
    checks: tuple[Diagnostic, ...] = ()
    plan: dict[str, Any] | None = None
    explanation: str = ""
    repairs: tuple[str, ...] = ()
    trust: Trust = Trust("low", ())
    result: RunResult | None = None
    raw: tuple[str, ...] = ()
    """What the model wrote, round by round."""
    steps: tuple[StepEvent, ...] = ()
    """The final event of every step."""
    prompt_hash: str = ""
    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    """Of all rounds together."""
