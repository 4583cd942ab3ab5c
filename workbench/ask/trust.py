"""The trust mark: 높음 / 보통 / 낮음 with its reasons, from evidence gathered on the way.

Each finding costs points (`trust.toml`); the level follows from what is left. The points are fitted to how often a
finding went with a wrong answer on the development split: docs/design/trust.md.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workbench.ask.answer import Trust, TrustLevel
from workbench.ask.draft import Draft
from workbench.ask.workspace import Workspace
from workbench.question.linked import Linked
from workbench.sandbox.result import RunResult
from workbench.text import t


@dataclass(frozen=True)
class Finding:
    """Something that speaks against an answer. `code` is a key of trust.toml; `count`: how often; `text`: to show."""

    code: str
    text: str
    count: int = 1


@dataclass(frozen=True)
class Cost:
    """`first` (default `each`) for the first occurrence, `each` for the others, `most` in all."""

    each: int
    most: int
    first: int | None = None

    def of(self, count: int) -> int:
        first = self.each if self.first is None else self.first
        return min(self.most, first + self.each * (count - 1))


@dataclass(frozen=True)
class Scale:
    """The points needed for 높음 and 보통, and what findings cost."""

    high: int
    medium: int
    costs: dict[str, Cost]


@cache
def scale() -> Scale:
    values = tomllib.loads(Path(__file__).with_name("trust.toml").read_text(encoding="utf-8"))
    costs = {code: Cost(**cost) for code, cost in values["findings"].items()}
    return Scale(values["high"], values["medium"], costs)


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
    found = findings(evidence)
    costs = {finding: scale().costs[finding.code].of(finding.count) for finding in found}
    points = 100 - sum(costs.values())
    level: TrustLevel = "high" if points >= scale().high else "medium" if points >= scale().medium else "low"
    against = sorted(found, key=lambda finding: -costs[finding])
    reasons = (*(finding.text for finding in against), *_supports(evidence))
    return Trust(level, reasons, tuple(f"{finding.code}:{finding.count}" for finding in against))


def findings(evidence: Evidence) -> list[Finding]:
    """All that speaks against the answer."""
    found: list[Finding] = []
    checked, notes = evidence.draft.checked, evidence.draft.notes
    if evidence.rounds:
        text = t("ask.trust_model_repair", count=evidence.rounds)
        found.append(Finding("model_repair", text, evidence.rounds))
    if notes:
        found.append(Finding("repair", t("ask.trust_repair", count=len(notes)), len(notes)))
    warnings = sum(diagnostic.severity == "warning" for diagnostic in checked.diagnostics)
    if warnings:
        found.append(Finding("warnings", t("ask.trust_warnings", count=warnings), warnings))
    found.extend(_of_links(evidence.linked))
    found.extend(_of_result(evidence.result))
    if evidence.candidates and evidence.agreeing * 2 < evidence.candidates:
        text = t("ask.trust_disagree", agreeing=evidence.agreeing, total=evidence.candidates)
        found.append(Finding("disagree", text))
    return found


def _of_links(linked: Linked | None) -> list[Finding]:
    if linked is None:
        return []
    found: list[Finding] = []
    if linked.unmatched:
        words = ", ".join(linked.unmatched[:4])
        found.append(Finding("unmatched", t("ask.trust_unmatched", words=words), len(linked.unmatched)))
    if not linked.columns and not linked.values:
        found.append(Finding("nothing_linked", t("ask.trust_nothing_linked")))
    return found


def _of_result(result: RunResult | None) -> list[Finding]:
    if result is None:
        return []
    if result.status != "ok":
        return [Finding("not_run", t("ask.trust_not_run"))]
    return [Finding("empty", t("ask.trust_empty"))] if result.table is not None and _is_hollow(result) else []


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
