"""The DuckDB file being written, inside the loading child: a connection that reaches nothing but that file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb

from workbench.data.limits import LOAD
from workbench.data.notes import Note, note, shortened
from workbench.schema.model import Schema, Table
from workbench.schema.names import quote
from workbench.schema.render import to_ddl


@contextlib.contextmanager
def open_target(
    path: str | Path, source: str | None = None, small: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new DuckDB file, compacted and without a write-ahead log when the block ends well.

    source: another DuckDB file, attached read-only as `source`. small: for some hundred rows a table; eight such
    tables take 160 kB and not 2.4 MB.

    External access is off and the configuration locked from the start: view texts come from pasted DDL, and
    `CREATE VIEW v AS SELECT * FROM read_csv('/etc/passwd')` reads the file while binding.
    """
    connection = duckdb.connect(
        str(path),
        config={
            "memory_limit": f"{LOAD.duckdb_memory_mb}MB",
            "threads": 2,
            "python_enable_replacements": False,
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
            "preserve_insertion_order": True,
            "default_block_size": "16384" if small else "262144",
        },
    )
    try:
        connection.execute("SET TimeZone = 'Asia/Seoul'")
        connection.execute("SET enable_progress_bar = false")
        if source is not None:
            quoted = source.replace("'", "''")
            connection.execute(f"ATTACH '{quoted}' AS source (READ_ONLY)")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def storage_form(table: Table) -> Table:
    """The table as it is stored: names and types only.

    Keys and NOT NULL stay in our schema and are checked as notes, because real data breaks them and must still load;
    comments stay there too (10,000 `COMMENT ON` take 7 s).
    """
    columns = tuple(replace(column, nullable=True, comment="", choices=()) for column in table.columns)
    return replace(table, columns=columns, comment="", primary_key=(), unique_keys=(), foreign_keys=(), namespace="")


def create_tables(connection: duckdb.DuckDBPyConnection, schema: Schema) -> tuple[Schema, list[Note]]:
    """Create every base table; the schema without those that DuckDB refuses, and a note for each of them."""
    tables = [table for table in schema.tables if not table.view_sql]
    if _create(connection, [to_ddl(_alone(storage_form(table))) for table in tables]):
        return schema, []
    return _create_each(connection, schema, tables)


def _create_each(
    connection: duckdb.DuckDBPyConnection, schema: Schema, tables: list[Table]
) -> tuple[Schema, list[Note]]:
    """Create tables one by one; the schema without those that DuckDB refuses, and a note for each of them."""
    refused = {table.name for table in tables if not _create(connection, [to_ddl(_alone(storage_form(table)))])}
    return _without(schema, refused), [note("table_refused", table=shortened(name)) for name in sorted(refused)]


def create_views(connection: duckdb.DuckDBPyConnection, schema: Schema) -> tuple[Schema, list[Note]]:
    """Create the views, each after those it reads.

    One that does not bind becomes an empty table of its columns, so that SQL over it can still be checked; the schema
    says so, and a note.
    """
    waiting = [table for table in schema.tables if table.view_sql]
    while waiting:
        left = [
            view for view in waiting if not _create(connection, [f"CREATE VIEW {quote(view.name)} AS {view.view_sql}"])
        ]
        if len(left) == len(waiting):
            break
        waiting = left
    tables = {view.name: replace(view, view_sql="") for view in waiting if view.columns}
    schema = replace(schema, tables=tuple(tables.get(table.name, table) for table in schema.tables))
    schema = _without(schema, {view.name for view in waiting if not view.columns})
    notes = [note("view_refused", view=shortened(view.name)) for view in waiting]
    schema, refused = _create_each(connection, schema, list(tables.values()))
    return schema, [*notes, *refused]


def _create_view(view: Table) -> str:
    return f"CREATE VIEW {quote(view.name)} AS {view.view_sql}"


def _create(connection: duckdb.DuckDBPyConnection, texts: list[str]) -> bool:
    """Run DDL texts in one transaction: all of it (True) or none (False)."""
    connection.begin()
    try:
        for text in texts:
            for statement in connection.extract_statements(text):
                if statement.type != duckdb.StatementType.CREATE:
                    raise duckdb.ParserException("not a CREATE statement")
                connection.execute(statement)
        connection.commit()
    except (duckdb.Error, ValueError):
        with contextlib.suppress(duckdb.Error):
            connection.rollback()
        return False
    return True


def _alone(table: Table) -> Schema:
    return Schema((table,))


def _without(schema: Schema, names: set[str]) -> Schema:
    if not names:
        return schema
    return replace(schema, tables=tuple(table for table in schema.tables if table.name not in names))
