"""DuckDB inside a confined child: inspect a text, run a text, nothing else."""

from __future__ import annotations

import json
import os
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.ipc

from workbench.sandbox.child import confine, pivot, wire

EXPLAIN = "EXPLAIN (FORMAT json) "
_BATCH_ROWS = 256
"""Few, so that a query with megabytes in every row is noticed before many of them are in memory."""

_AS_TEXT = re.compile(r"\b(UHUGEINT|BIGNUM|BIT|VARIANT|UNION|GEOMETRY|TIME WITH TIME ZONE)\b")
"""Types that Arrow cannot hold unharmed: DuckDB 2.0 sends the largest UHUGEINT as -1 and TIMETZ without its zone."""


_LAST = ("INTERNAL", "Internal", "FATAL", "Fatal")
"""Errors after which DuckDB refuses everything: the child ends and the next statement gets another."""


def serve(sock: socket.socket, order: dict[str, Any]) -> None:
    """Confine this process, open the database, answer requests until the stream ends."""
    silence = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):  # DuckDB's progress bar and a crash report belong nowhere
        os.dup2(silence, fd)
    folder = Path(order["folder"])
    database = Path(order["database"]) if order["database"] else None
    readable = [database, Path(f"{database}.wal")] if database else []
    layers = confine.confine(folder, readable, order["limits"])
    try:
        connection = _connect(database, folder, order["limits"])
    except Exception as problem:
        wire.send(sock, {"error": describe(problem)})
        return
    wire.send(sock, {"layers": layers})
    while (request := wire.receive(sock)) is not None:
        head, answer = request[0], {}
        confine.allow_cpu(head["seconds"])
        # A cursor per request: temporary tables, variables and a changed schema end with it.
        cursor = connection.cursor()
        try:
            if head["do"] == "inspect":
                for answer in inspect(cursor, head["sql"], head["explain"]):
                    wire.send(sock, answer)
            else:
                answer, body = run(cursor, head["sql"], head["row_limit"], head["byte_limit"])
                wire.send(sock, answer, body)
        finally:
            cursor.close()
            confine.rest()
        if answer.get("error", {}).get("exception_type") in _LAST:
            return


def _connect(database: Path | None, folder: Path, limits: dict[str, int]) -> duckdb.DuckDBPyConnection:
    """Open read-only and lock. The order matters: some settings are refused once external access is off."""
    connection = duckdb.connect(
        str(database) if database else ":memory:",
        read_only=database is not None,
        config={
            "threads": limits["threads"],
            "memory_limit": f"{limits['memory_mb']}MiB",
            "temp_directory": str(folder / "spill"),
            "max_temp_directory_size": f"{limits['temp_mb']}MiB",
            "python_enable_replacements": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "allow_persistent_secrets": False,
        },
    )
    for setting in (
        "SET GLOBAL TimeZone = 'Asia/Seoul'",
        "SET GLOBAL errors_as_json = true",
        "SET enable_progress_bar = false",
        "SET GLOBAL enable_external_access = false",
        "SET GLOBAL lock_configuration = true",
    ):
        connection.execute(setting)
    return connection


def inspect(cursor: duckdb.DuckDBPyConnection, sql: str, explain: bool) -> Iterator[dict[str, Any]]:
    """What DuckDB makes of `sql`: first its statements and tree, then, if asked for, its plan.

    Two answers, because EXPLAIN folds constants and so may run out of time or memory: the first must not be lost.
    """
    try:
        statements = cursor.extract_statements(sql)
    except Exception as problem:
        yield {"error": describe(problem), "more": False}
        return
    kinds = [statement.type.name for statement in statements]
    if kinds not in (["SELECT"], ["MULTI"]):
        yield {"statements": kinds, "more": False}
        return
    readable, shifts = (sql, []) if kinds == ["SELECT"] else pivot.as_select(sql)
    ast = cursor.execute("SELECT json_serialize_sql(?::VARCHAR)", [readable]).fetchone()[0] if readable else None
    yield {"statements": kinds, "ast": ast, "shifts": shifts, "more": explain}
    if not explain:
        return
    try:
        yield {"plan": cursor.execute(EXPLAIN + sql).fetchone()[1]}
    except Exception as problem:
        yield {"error": describe(problem), "offset": len(EXPLAIN)}


def run(cursor: duckdb.DuckDBPyConnection, sql: str, row_limit: int, byte_limit: int) -> tuple[dict[str, Any], bytes]:
    """At most `row_limit` rows of `sql` as an Arrow stream, read batch by batch; never more than `byte_limit` bytes."""
    started = time.perf_counter()
    try:
        statements = cursor.extract_statements(sql)
        if len(statements) != 1:
            return {"statements": len(statements)}, b""
        relation = cursor.sql(statements[0])
        if relation is None:
            return {"no_rows": True}, b""
        reader = _harmless(relation).to_arrow_reader(_BATCH_ROWS)
        rows, size, batches, truncated = 0, 0, [], False
        while not truncated:
            try:
                batch = reader.read_next_batch()
            except StopIteration:
                break
            truncated = rows + batch.num_rows > row_limit
            batch = batch.slice(0, row_limit - rows) if truncated else batch
            rows, size = rows + batch.num_rows, size + batch.nbytes
            if size > byte_limit:
                return {"too_big": True}, b""
            batches.append(batch)
        table = pa.Table.from_batches(batches, reader.schema)
    except duckdb.Error as problem:
        return _located(cursor, sql, problem), b""
    except Exception as problem:
        return {"error": describe(problem)}, b""
    body = _ipc(_with_plain_integers(table, relation))
    return {"truncated": truncated, "seconds": time.perf_counter() - started}, body


def _located(cursor: duckdb.DuckDBPyConnection, sql: str, problem: duckdb.Error) -> dict[str, Any]:
    """The error with its position: `cursor.sql` loses DuckDB's JSON for binding errors, EXPLAIN keeps it."""
    if isinstance(problem, (duckdb.BinderException, duckdb.CatalogException)):
        try:
            cursor.execute(EXPLAIN + sql)
        except duckdb.Error as again:
            return {"error": describe(again), "offset": len(EXPLAIN)}
    return {"error": describe(problem)}


def _harmless(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """The same rows with the columns that Arrow would spoil as text; by position, as names may repeat."""
    kinds = [str(kind) for kind in relation.types]
    if not any(_AS_TEXT.search(kind) for kind in kinds):
        return relation
    columns = []
    for number, (name, kind) in enumerate(zip(relation.columns, kinds, strict=True), 1):
        alias = '"' + name.replace('"', '""') + '"'
        columns.append(f"CAST(#{number} AS VARCHAR) AS {alias}" if _AS_TEXT.search(kind) else f"#{number} AS {alias}")
    return relation.project(", ".join(columns))


def _with_plain_integers(table: pa.Table, relation: duckdb.DuckDBPyRelation) -> pa.Table:
    """HUGEINT (every sum of integers) comes as decimal(38,0): 64-bit integers again where the values fit.

    Its largest values have 39 digits, which DuckDB sends all the same: those get a decimal that can hold them.
    """
    for number, field in enumerate(table.schema):
        if str(relation.types[number]) != "HUGEINT" or not pa.types.is_decimal128(field.type):
            continue
        column = table.column(number)
        try:
            column = column.cast(pa.int64())
        except pa.ArrowInvalid:
            column = column.cast(pa.decimal256(39, 0))
        table = table.set_column(number, pa.field(field.name, column.type), column)
    return table


def _ipc(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def describe(problem: Exception) -> dict[str, Any]:
    """An exception as data. DuckDB puts JSON behind the first colon (`errors_as_json`); others have only a text."""
    text = str(problem)
    _, _, tail = text.partition(": ")
    try:
        found = json.loads(tail)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        kind = type(problem).__name__.removesuffix("Exception").removesuffix("Error")
        return {
            "exception_type": "Out of Memory" if isinstance(problem, MemoryError) else kind,
            "exception_message": text,
        }
    return found
