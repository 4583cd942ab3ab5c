"""The trust mark: 높음 / 보통 / 낮음 with its reasons, from evidence gathered on the way.

Each finding costs points; the level follows from what is left. Points are ordered by how often the finding went with
a wrong answer on the development split (docs/design/pipeline.md has the table).
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.ask.answer import Trust, TrustLevel
from workbench.ask.draft import Draft
from workbench.ask.workspace import Workspace
from workbench.question.linked import Linked
from workbench.sandbox.result import RunResult
from workbench.text import t

_HIGH, _MEDIUM = 80, 50


@dataclass(frozen=True)
class Evidence:
    """All that speaks for or against an answer. `rounds`: how often the model had to correct itself."""

    workspace: Workspace
    draft: Draft
    rounds: int
    result: RunResult | None
    linked: Linked | None
    """None when nobody asked in words (SQL edited by hand)."""
    agreeing: int = 0
    candidates: int = 0


def judge_trust(evidence: Evidence) -> Trust:
    """Level and reasons, the gravest first; what speaks for the answer comes last."""
    against = sorted(_findings(evidence), reverse=True)
    points = 100 - sum(cost for cost, _ in against)
    level: TrustLevel = "high" if points >= _HIGH else "medium" if points >= _MEDIUM else "low"
    return Trust(level, tuple(text for _, text in against) + tuple(_supports(evidence)))


def _findings(evidence: Evidence) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    checked, result = evidence.draft.checked, evidence.result
    if evidence.rounds:
        found.append((30, t("ask.trust_model_repair", count=evidence.rounds)))
    if evidence.draft.notes:
        found.append((min(30, 15 * len(evidence.draft.notes)), t("ask.trust_repair", count=len(evidence.draft.notes))))
    warnings = [d for d in checked.diagnostics if d.severity == "warning"]
    if warnings:
        found.append((min(50, 25 * len(warnings)), t("ask.trust_warnings", count=len(warnings))))
    found.extend(_link_findings(evidence.linked))
    if result is not None and result.status != "ok":
        found.append((60, t("ask.trust_not_run")))
    elif result is not None and result.table is not None and _is_hollow(result):
        found.append((30, t("ask.trust_empty")))
    if evidence.candidates and evidence.agreeing * 2 < evidence.candidates:
        found.append((30, t("ask.trust_disagree", agreeing=evidence.agreeing, total=evidence.candidates)))
    return found


def _link_findings(linked: Linked | None) -> list[tuple[int, str]]:
    if linked is None:
        return []
    found: list[tuple[int, str]] = []
    if linked.unmatched:
        words = ", ".join(linked.unmatched[:4])
        found.append((min(60, 15 + 10 * len(linked.unmatched)), t("ask.trust_unmatched", words=words)))
    if not linked.columns and not linked.values:
        found.append((30, t("ask.trust_nothing_linked")))
    return found


def _is_hollow(result: RunResult) -> bool:
    """No rows, or a single row of nothing but NULL and 0: a filter probably matched nothing."""
    table = result.table
    assert table is not None
    if table.num_rows == 0:
        return True
    return table.num_rows == 1 and all(column[0].as_py() in (None, 0) for column in table.columns)


def _supports(evidence: Evidence) -> list[str]:
    lines: list[str] = []
    checked = evidence.draft.checked
    if checked.status == "ok":
        lines.append(t("ask.trust_checks_passed"))
    exact = [hit.value for hit in evidence.linked.values if hit.exact] if evidence.linked is not None else []
    if evidence.workspace.values is not None and exact:
        words = ", ".join(dict.fromkeys(exact))
        lines.append(t("ask.trust_values_found", words=words))
    if evidence.candidates and evidence.agreeing * 2 >= evidence.candidates:
        lines.append(t("ask.trust_agree", agreeing=evidence.agreeing, total=evidence.candidates))
    return lines
