"""The gate in front of the judge: SQL that does not parse or bind on its schema is not worth a request."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from workbench.data.build import build_empty
from workbench.errors import DataError, SchemaError
from workbench.evaluate.judge.frame import FrameRow
from workbench.evaluate.judge.row import JudgeRow
from workbench.sandbox.pool import Sandbox, open_sandbox
from workbench.schema.model import Schema
from workbench.sql.pasted import read_pasted
from workbench.sql.transpile.inward import to_duckdb


def rows_of_frame(rows: Sequence[FrameRow]) -> tuple[JudgeRow, ...]:
    """The rows of a table as a judge sees them, each bound on its own DDL. Raises SandboxError."""
    by_ddl: dict[str, list[FrameRow]] = {}
    for row in rows:
        by_ddl.setdefault(row.ddl, []).append(row)
    binding: set[int] = set()
    for ddl, group in by_ddl.items():
        verdicts = _bind_each([row.sql for row in group], ddl)
        binding |= {row.number for row, binds in zip(group, verdicts, strict=True) if binds}
    return tuple(
        JudgeRow(row.id or str(row.number), row.question, row.ddl, row.gold, row.sql, row.number in binding)
        for row in rows
    )


def _bind_each(queries: Sequence[str], ddl: str) -> list[bool]:
    """Whether each query binds on the schema of `ddl`, as DuckDB or translated from the DDL's dialect.

    Where the DDL cannot be read nobody can tell: then it is enough that the query parses.
    """
    try:
        schema = read_pasted(ddl, None)
        database = build_empty(schema)
    except (SchemaError, DataError):
        with closing(open_sandbox()) as sandbox:
            return [bool(sandbox.inspect(sql, explain=False).statements) for sql in queries]
    with closing(open_sandbox(database.path)) as sandbox:
        return [_binds(sql, schema, sandbox) for sql in queries]


def _binds(sql: str, schema: Schema, sandbox: Sandbox) -> bool:
    if not sql.strip():
        return False
    if sandbox.inspect(sql).plan is not None:
        return True
    translated = to_duckdb(sql, schema.dialect, schema).sql
    return translated != sql and sandbox.inspect(translated).plan is not None
