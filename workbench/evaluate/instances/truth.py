"""Which values a condition holds for: asked of DuckDB itself, in the sandbox, many conditions in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.sandbox.pool import Sandbox

Truth = Literal["yes", "no", "null", "error"]
_CODES: dict[int | None, Truth] = {1: "yes", 0: "no", 2: "null", None: "error"}
_AT_ONCE = 60


@dataclass(frozen=True)
class Question:
    """`sql` is boolean over c0, c1 … of these DuckDB types; `tuples` are values for them, as text."""

    sql: str
    types: tuple[str, ...]
    tuples: tuple[tuple[str | None, ...], ...]


def ask(questions: Sequence[Question], sandbox: Sandbox) -> dict[Question, tuple[Truth, ...]]:
    """An answer a tuple. A question that DuckDB refuses is not in what comes back.

    `error`: the value cannot stand in its column (`'abc'` for a number) or the condition fails on it (CAST).
    """
    answers: dict[Question, tuple[Truth, ...]] = {}
    different = list(dict.fromkeys(question for question in questions if question.tuples))
    for first in range(0, len(different), _AT_ONCE):
        answers.update(_asked(different[first : first + _AT_ONCE], sandbox))
    return answers


def _asked(questions: list[Question], sandbox: Sandbox) -> dict[Question, tuple[Truth, ...]]:
    """All in one query; where one of them fails, half and half."""
    if not questions:
        return {}
    sql = "SELECT " + ",\n".join(f"({_list(question)})" for question in questions)
    ran = sandbox.run(sql, row_limit=1)
    if ran.status == "ok" and ran.table is not None and ran.table.num_columns == len(questions):
        lists = [column[0].as_py() for column in ran.table.columns]
        return {
            question: tuple(_CODES.get(code, "error") for code in codes)
            for question, codes in zip(questions, lists, strict=True)
            if codes is not None and len(codes) == len(question.tuples)
        }
    if len(questions) == 1:
        return {}
    middle = len(questions) // 2
    return _asked(questions[:middle], sandbox) | _asked(questions[middle:], sandbox)


def _list(question: Question) -> str:
    """The scalar subquery of one question. Each stands alone: DuckDB would pull what two share out of TRY."""
    texts = ", ".join(
        f"unnest([{', '.join(_literal(values[place]) for values in question.tuples)}]::VARCHAR[]) AS v{place}"
        for place in range(len(question.types))
    )
    cells = ", ".join(f"TRY_CAST(v{place} AS {kind}) AS c{place}" for place, kind in enumerate(question.types))
    lost = " OR ".join(f"(v{place} IS NOT NULL AND c{place} IS NULL)" for place in range(len(question.types)))
    code = f"CASE WHEN {lost} THEN NULL ELSE TRY(coalesce(CAST(({question.sql}) AS INTEGER), 2)) END"
    inner = f"SELECT unnest(range({len(question.tuples)})) AS i, {texts}"
    return f"SELECT list({code} ORDER BY i) FROM (SELECT *, {cells} FROM ({inner}))"


def _literal(value: str | None) -> str:
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"
