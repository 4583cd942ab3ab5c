"""An answer as the JSON that the command line promises."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from workbench.ask.answer import Answer
from workbench.ask.cases import CaseId
from workbench.question.interpreted import Interpreted
from workbench.sandbox.result import RunResult
from workbench.sandbox.rows import to_json


def generated_to_json(answer: Answer, case_id: CaseId | None) -> dict[str, Any]:
    """The keys of `generate`."""
    return {
        "id": case_id,
        "sql": answer.sql,
        "status": answer.status,
        "message": answer.message,
        "checks": [check.to_json() for check in answer.checks],
        "seconds": round(answer.seconds, 3),
        "model": answer.model,
    }


def answer_to_json(answer: Answer, case_id: CaseId | None) -> dict[str, Any]:
    """The keys of `generate` and of `run`, and what `ask` adds."""
    rows = rows_to_json(answer.result)
    return {
        **generated_to_json(answer, case_id),
        **rows,
        "explanation": answer.explanation,
        "plan": answer.plan,
        "interpreted": interpreted_to_json(answer.interpreted),
        "repairs": list(answer.repairs),
        "trust": {"level": answer.trust.level, "reasons": list(answer.trust.reasons)},
    }


def rows_to_json(result: RunResult | None) -> dict[str, Any]:
    """`columns`, `rows` and `truncated`; empty where nothing was run."""
    if result is None or result.table is None:
        return {"columns": [], "rows": [], "truncated": False}
    return {"columns": result.columns, "rows": to_json(result.table), "truncated": result.truncated}


def interpreted_to_json(interpreted: Interpreted) -> dict[str, Any]:
    """Dates and amounts as understood; offsets are characters of `question`."""
    return {
        "question": interpreted.question,
        "today": interpreted.today.isoformat(),
        "dates": [
            {
                "text": span.text,
                "start": span.start,
                "end": span.end,
                "first": span.first.isoformat(),
                "last": span.last.isoformat(),
                "role": span.role,
            }
            for span in interpreted.dates
        ],
        "amounts": [asdict(amount) for amount in interpreted.amounts],
    }
