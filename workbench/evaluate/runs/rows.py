"""Answers of a run as plain rows, for files."""

from __future__ import annotations

import json
from typing import Any

from workbench.evaluate.runs import titles
from workbench.store import results
from workbench.store.results import Filters, Result
from workbench.store.runs import Run
from workbench.text import t


def rows_of(run: Run) -> list[dict[str, Any]]:
    """One JSON-ready object an answer, in the order of the set; `id` and `sql` as `--predictions` reads them back.

    Raises StoreError.
    """
    return [_row(result) for result in results.select(Filters(run=run.id, unscored=True), limit=None)]


def _row(result: Result) -> dict[str, Any]:
    return {
        "id": result.case_id,
        "db_id": result.db_id,
        "question": result.question,
        "gold": result.gold,
        "sql": result.sql,
        "outcome": result.outcome,
        "forgiving": result.forgiving or result.outcome == "correct",
        "em_string": result.em_string,
        "em_set": result.em_set,
        "valid": result.valid,
        "category": result.category,
        "evidence": json.loads(result.evidence),
        "features": list(result.features),
        "difficulty": result.difficulty,
        "status": result.status,
        "message": result.message,
        "seconds": round(result.seconds, 3),
        "prompt_tokens": result.prompt_tokens,
        "completion_tokens": result.completion_tokens,
        "cost": result.cost,
        "judge": result.judge,
        "judge_reason": result.judge_reason,
        "human": result.human,
        "tags": list(result.tags),
    }


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """The row as cells of a table: lists joined, codes in the reader's words."""
    category = row["category"]
    return {
        **row,
        "evidence": "\n".join(row["evidence"]),
        "features": ", ".join(map(titles.feature, row["features"])),
        "difficulty": titles.difficulty(row["difficulty"] or ""),
        "judge": titles.verdict(row["judge"] or ""),
        "human": titles.verdict(row["human"] or ""),
        "tags": ", ".join(row["tags"]),
        "category": t(f"category.{category}") if category else None,
        "outcome": t(f"runs.outcome_{row['outcome']}") if row["outcome"] else None,
    }
