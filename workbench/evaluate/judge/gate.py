"""The gate in front of the judge: SQL that does not parse or bind on its schema is not worth a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from workbench.errors import DataError, SchemaError
from workbench.evaluate.grading import Ground, open_ground
from workbench.evaluate.grading.reading import Ready, Unfit
from workbench.evaluate.judge.frame import FrameRow
from workbench.evaluate.judge.row import JudgeRow
from workbench.sandbox.pool import open_sandbox

Progress = Callable[[int, int], None]


def rows_of_frame(rows: Sequence[FrameRow], progress: Progress) -> tuple[JudgeRow, ...]:
    """The rows of a table as a judge sees them, each bound on its own DDL. Raises SandboxError.

    progress: called with the rows done and all of them after each DDL; a database is built for each.
    """
    by_ddl: dict[str, list[FrameRow]] = {}
    for row in rows:
        by_ddl.setdefault(row.ddl, []).append(row)
    binding: set[int] = set()
    done = 0
    for ddl, group in by_ddl.items():
        binding.update(_binding(ddl, group))
        done += len(group)
        progress(done, len(rows))
    return tuple(
        JudgeRow(case_id, row.question, row.ddl, row.gold, row.sql, row.number in binding)
        for case_id, row in zip(_case_ids(rows), rows, strict=True)
    )


def _case_ids(rows: Sequence[FrameRow]) -> list[str]:
    """The rows' own names where all have one and no two the same (an `id` may be a database's), else their numbers."""
    named = [row.id for row in rows if row.id]
    return named if len(set(named)) == len(rows) else [str(row.number) for row in rows]


def _binding(ddl: str, rows: Sequence[FrameRow]) -> Iterator[int]:
    """Numbers of the rows whose SQL binds, read as grading reads it: as DuckDB, or in the dialect of DDL or gold.

    Where the DDL cannot be read nobody can tell: then it is enough that the query parses.
    """
    try:
        ground = open_ground(ddl)
    except (SchemaError, DataError):
        with closing(open_sandbox()) as sandbox:
            yield from (row.number for row in rows if sandbox.inspect(row.sql, explain=False).statements)
        return
    with ground:
        yield from (row.number for row in rows if row.sql.strip() and _binds(row, ground))


def _binds(row: FrameRow, ground: Ground) -> bool:
    gold = ground.gold(row.gold, None)
    spoken = (ground.schema.dialect, None if isinstance(gold, Unfit) else gold.ready.dialect)
    dialects = tuple(dict.fromkeys(dialect for dialect in spoken if dialect))
    return isinstance(ground.reader.answer(row.sql, dialects, None), Ready)
