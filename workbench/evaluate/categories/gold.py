"""Signs that gold is wrong rather than the answer.

They count only where the answer differs from gold in one thing, that thing is what the check of gold complains about,
and the answer does it the way the check recommends.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from workbench.evaluate.categories.finding import CAUSE, Difference
from workbench.evaluate.score import Score
from workbench.schema.model import Schema
from workbench.sql.diagnostic import Diagnostic
from workbench.sql.lint import lint
from workbench.text import t

_CHANGED = {"cartesian-product", "constant-condition", "wildcard-in-equals", "integer-division", "ungrouped-column"}
"""Whatever else the answer says there, it cannot be worse."""
_LOST_DAY = {"between-timestamp", "timestamp-equals-day"}
_EMPTY = {"not-in-nullable", "null-comparison"}
"""Never true, or not once a NULL is among the values: gold's result shows it by being empty."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def doubts(score: Score, found: Sequence[Difference], schema: Schema) -> list[str]:
    """What speaks against gold, ready to show; nothing in most cases."""
    causes = [d for d in found if d.weight == CAUSE]
    if len(causes) != 1 or causes[0].gold_span is None or not score.gold_sql:
        return []
    cause = causes[0]
    against = [d for d in lint(score.gold_sql, schema) if _touches(d, cause.gold_span) and _is_mended(d, cause, score)]
    spared = {d.code for d in lint(score.sql, schema)} if against else set()
    lines = [t("category.gold_finding", finding=d.message) for d in against if d.code not in spared]
    return [*lines, t("category.gold_likely")] if lines else []


def _touches(finding: Diagnostic, place: tuple[int, int] | None) -> bool:
    return place is not None and finding.start < place[1] and place[0] < finding.end


def _is_mended(finding: Diagnostic, cause: Difference, score: Score) -> bool:
    if cause.kind != "changed":
        return False
    if finding.code in _CHANGED:
        return True
    if finding.code in _LOST_DAY:
        days = [dt.date.fromisoformat(text) for text in _days(cause.gold)]
        return any(str(day + dt.timedelta(days=1)) in cause.answer for day in days)
    return finding.code in _EMPTY and score.difference is not None and score.difference.gold_rows == 0


def _days(text: str) -> list[str]:
    found = []
    for day in _DAY.findall(text):
        try:
            dt.date.fromisoformat(day)
        except ValueError:
            continue
        found.append(day)
    return found
