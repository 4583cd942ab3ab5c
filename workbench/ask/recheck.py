"""SQL that the asker edited: checked, run and explained without the model."""

from __future__ import annotations

import time

from workbench.ask.answer import Answer, StepEvent
from workbench.ask.draft import Draft
from workbench.ask.options import AskOptions
from workbench.ask.trust import Evidence, judge_trust
from workbench.ask.workspace import Workspace
from workbench.question.interpreted import Interpreted
from workbench.sql.check import check
from workbench.sql.describe import describe


def recheck(workspace: Workspace, sql: str, options: AskOptions, question: str = "") -> Answer:
    """The answer that `sql` itself gives. SQL that the checks refuse is kept, with its checks, and not run."""
    started = time.monotonic()
    checked = check(sql, workspace.database, workspace.sandbox, workspace.values, workspace.schema)
    interpreted = Interpreted(question, options.reference_day)
    passed = checked.status in ("ok", "warning")
    result = workspace.sandbox.run(sql, options.row_limit, options.timeout) if passed and options.run else None
    ran = result is None or result.status == "ok"
    seconds = time.monotonic() - started
    return Answer(
        question,
        sql,
        checked.status if ran or result is None else result.status,
        checked.message if ran or result is None else result.message,
        "",
        interpreted,
        checks=checked.diagnostics,
        plan=checked.plan.to_json() if checked.plan is not None else None,
        explanation=describe(sql, workspace.schema) if passed else "",
        trust=judge_trust(Evidence(workspace, Draft(sql, checked), 0, result, None)),
        result=result,
        steps=(StepEvent("check", "done" if passed else "failed", checked.message, seconds),),
        seconds=seconds,
    )
