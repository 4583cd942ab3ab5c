"""What grading says about one answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal[
    "correct", "wrong", "invalid_sql", "refused", "timeout", "generation_error", "gold_broken", "grader_error"
]
OUTCOMES: tuple[Outcome, ...] = (
    "correct",
    "wrong",
    "invalid_sql",
    "refused",
    "timeout",
    "generation_error",
    "gold_broken",
    "grader_error",
)
GRADED: tuple[Outcome, ...] = ("correct", "wrong", "invalid_sql", "refused", "timeout", "generation_error")
"""The denominator of execution accuracy: a broken gold or a fault of the grader is never the model's."""


@dataclass(frozen=True)
class ResultDifference:
    """How two results differ on the first instance that tells them apart; at most 50 rows of each kind are kept.

    `missing` rows are in gold's result only, `extra` rows in the answer's only (cells as JSON values, in the column
    order of `gold_columns` / `columns`). `matched` pairs a column of gold with the answer's column that holds the
    same values (names; None where no column does). `order_only`: same rows, wrong order.
    """

    instance: str
    """Label of the database, ready to show."""
    gold_columns: tuple[str, ...]
    columns: tuple[str, ...]
    gold_rows: int
    rows: int
    missing: tuple[tuple[Any, ...], ...]
    extra: tuple[tuple[Any, ...], ...]
    matched: tuple[tuple[str, str | None], ...]
    order_only: bool = False


@dataclass(frozen=True)
class Score:
    """`forgiving`: correct when columns nobody asked for are ignored. `em_string`, `em_set`: see evaluate.exact.

    `gold_sql` and `sql` are what was run (transpiled, repaired, clock pinned). `offered` is the SQL that was taken out
    of fences or sentences, empty where the answer was bare SQL. `notes` (ready to show) list what had to be repaired in
    gold; `message` (ready to show) says why it is not correct.
    """

    outcome: Outcome
    forgiving: bool = False
    em_string: bool = False
    em_set: bool = False
    message: str = ""
    notes: tuple[str, ...] = ()
    gold_sql: str = ""
    sql: str = ""
    offered: str = ""
    difference: ResultDifference | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Category:
    """Why an answer is not correct. `code` is one of CATEGORIES; `evidence` is ready to show, one line each.

    The title to show is `t(f"category.{code}")`.
    """

    code: str
    evidence: tuple[str, ...] = ()


CATEGORIES = (
    "unknown_name",  # 없는 표/열
    "wrong_table",  # 잘못된 표
    "missing_join",  # 조인 누락
    "wrong_join",  # 잘못된 조인
    "missing_condition",  # 조건 누락
    "condition_column",  # 조건의 잘못된 열
    "condition_value",  # 조건의 잘못된 값
    "comparison",  # 비교 방향
    "aggregate",  # 집계 함수
    "grouping",  # 그룹
    "duplicates",  # 중복
    "sorting",  # 정렬
    "row_count",  # 개수
    "columns",  # 열 누락/추가
    "date",  # 날짜 해석
    "unit",  # 단위
    "syntax",  # 문법
    "timeout",  # 시간 초과
    "refused",  # 거절
    "gold_suspect",  # 정답 의심
    "no_answer",  # 모델이 SQL을 쓰지 못함
    "other",  # 기타
)
