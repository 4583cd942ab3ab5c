"""Results too large to compare in Python are compared inside DuckDB, in the sandbox like any other query."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workbench.data.database import Database
from workbench.evaluate.grading.cells import Column
from workbench.evaluate.grading.reading import Unfit
from workbench.sandbox.pool import open_sandbox


def same_rows(
    gold: str,
    answer: str,
    columns: tuple[Sequence[Column], Sequence[Column]],
    database: Database,
    look: Callable[[str], Unfit | None],
) -> bool | None:
    """Whether both give the same rows as often, in whatever order; None where that cannot be asked.

    columns: of both results, to find their order: by name where the names are the same, else as they stand.
    """
    ours, theirs = ([column.name.casefold() for column in side] for side in columns)
    if len(ours) != len(theirs):
        return False
    order = list(range(len(ours)))
    if sorted(ours) == sorted(theirs) and len(set(ours)) == len(ours):
        order = [theirs.index(name) for name in ours]
    gold_side = ", ".join(f"wb_gold.c{i}" for i in range(len(ours)))
    answer_side = ", ".join(f"wb_answer.c{i}" for i in order)
    names = ", ".join(f"c{i}" for i in range(len(ours)))
    sql = (
        f"WITH wb_gold({names}) AS (\n{gold}\n), wb_answer({names}) AS (\n{answer}\n)\nSELECT\n"
        f"(SELECT count(*) FROM (SELECT {gold_side} FROM wb_gold EXCEPT ALL SELECT {answer_side} FROM wb_answer)),\n"
        f"(SELECT count(*) FROM (SELECT {answer_side} FROM wb_answer EXCEPT ALL SELECT {gold_side} FROM wb_gold))"
    )
    if look(sql) is not None:
        return None
    result = open_sandbox(database.path).run(sql)
    if result.status != "ok" or result.table is None:
        return None
    counts: list[int] = [column[0].as_py() for column in result.table.columns]
    return counts == [0, 0]
