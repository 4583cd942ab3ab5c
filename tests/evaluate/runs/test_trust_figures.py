"""Accuracy by trust mark: what 높음 is worth, measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.evaluate.runs.summary import by_trust
from workbench.store import results, runs
from workbench.store.results import Result
from workbench.store.runs import Run


def test_each_mark_is_counted_with_its_right_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    run = Run("r1", "시험", "2026-11-23T09:00:00+09:00", "finished", "모음", "d", "s", "m", "model", total=4)
    assert runs.add(run)
    marks = [("high", "correct"), ("high", "wrong"), ("low", "wrong"), ("", "generation_error")]
    results.add(
        Result("r1", f"c{at}", at, "질문", "db", "SELECT 1", outcome=outcome, scored=True, trust=mark)
        for at, (mark, outcome) in enumerate(marks)
    )
    found = by_trust(run)
    assert {mark: (figure.k, figure.n) for mark, figure in found.items()} == {"high": (1, 2), "low": (0, 1)}
    assert list(found) == ["high", "low"]
