"""A run in words: its figures, and what it was measured with."""

from __future__ import annotations

import json

from workbench.evaluate.judge.model import judge_title
from workbench.evaluate.runs.limits import limits_of
from workbench.evaluate.runs.summary import Figure
from workbench.evaluate.runs.titles import moment
from workbench.store.runs import Run
from workbench.text import t

SHARES = ("ex", "ex_forgiving", "em_string", "em_set", "valid")


def described(part: Figure) -> str:
    """`62.0% (31/50, 48.2~74.1%)`."""
    if part.value is None:
        return t("runs.no_figure")
    low, high = f"{100 * part.low:.1f}", f"{100 * part.high:.1f}"
    return t("runs.figure", percent=f"{part.value:.1%}", k=part.k, n=part.n, low=low, high=high)


def facts_of(run: Run) -> list[tuple[str, str]]:
    """What was measured with what, ready to show."""
    hashes = json.loads(run.hashes)
    facts = [
        (t("runs.fact_run"), f"{run.name} ({run.id})"),
        (t("runs.fact_set"), f"{run.set_name} ({run.total})"),
        (t("runs.fact_model"), run.model),
        (t("runs.fact_judge"), f"{judge_title(run.judge)} · {run.rubric}" if run.judge else t("runs.no_judge")),
        *([(t("runs.fact_limits"), _limits(run))] if run.judge else []),
        (t("runs.fact_state"), t(f"runs.state_{run.state}")),
        (t("runs.fact_started"), moment(run.started_at)),
        (t("runs.fact_seconds"), t("runs.seconds", seconds=f"{run.seconds:,.0f}")),
        (t("runs.fact_cost"), t("runs.cost_unknown") if run.cost is None else f"${run.cost:,.4f}"),
        (t("runs.fact_today"), str(hashes.get("today", ""))),
    ]
    parts = [key for key in hashes if key != "today" and hashes[key]]
    facts += [(t("runs.fact_hash", part=t(f"runs.part_{key}")), hashes[key]) for key in parts]
    return facts


def _limits(run: Run) -> str:
    limits = limits_of(run)
    requests, tokens = f"{limits.requests_per_minute:,}", f"{limits.tokens_per_minute:,}"
    if limits.max_cost is None:
        return t("runs.limits", requests=requests, tokens=tokens)
    return t("runs.limits_cost", requests=requests, tokens=tokens, cost=f"${limits.max_cost:,.2f}")


def duration(seconds: float) -> str:
    """`40초`, `12분`, `3시간 5분`."""
    if seconds < 90:
        return t("runs.time_seconds", seconds=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 90:
        return t("runs.time_minutes", minutes=minutes)
    return t("runs.time_hours", hours=minutes // 60, minutes=minutes % 60)
