"""Files into tables, inside the loading child: match, stage, decide types, insert, and say what did not fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from workbench.data.column_types import Choice, declared_choice, inferred_choice, staged_sample
from workbench.data.files.csv_file import CsvFile, open_csv
from workbench.data.files.excel_file import Worksheet, open_workbook
from workbench.data.files.grid import guess_header
from workbench.data.files.matching import Fit, fit_names, fit_rows, match_tables
from workbench.data.files.naming import file_schema_name, unique_names
from workbench.data.files.parquet_file import ParquetFile, open_parquet
from workbench.data.integrity import integrity_notes
from workbench.data.limits import LOAD
from workbench.data.notes import Note, listed, note, shortened
from workbench.data.record import Record, Rows, schema_from_json
from workbench.data.stage import drop_stage, stage_grid, stage_parquet, staged_types
from workbench.data.target import create_tables, create_views, open_target
from workbench.errors import DataError
from workbench.schema.model import Column, Schema, Table
from workbench.schema.names import quote
from workbench.text import t

Report = Callable[[float, str], None]
Piece = CsvFile | Worksheet | ParquetFile


@dataclass
class Loading:
    connection: duckdb.DuckDBPyConnection
    notes: list[Note]
    report: Report


def load(job: dict[str, Any], report: Report) -> dict[str, Any]:
    """`job`: `target` path, `schema` (JSON or null), `files` (`path`, `name`, `kind`, `size`). Returns a record's JSON.

    Raises DataError when a file cannot be read at all or none of them fits a table.
    """
    notes: list[Note] = []
    pieces = _open_files(job["files"])
    with open_target(job["target"]) as connection:
        loading = Loading(connection, notes, report)
        rows: Rows = "real" if job["files"] else "empty"
        if job["schema"] is None:
            schema = _load_bare(loading, pieces)
        else:
            schema, refused = create_tables(connection, schema_from_json(job["schema"]))
            notes += refused
            if pieces:
                schema = _load_known(loading, pieces, schema)
            schema, refused = create_views(connection, schema)
            notes += refused
        drop_stage(connection)
    return Record(schema, rows, tuple(notes)).to_json()


def _open_files(files: Sequence[dict[str, Any]]) -> list[Piece]:
    pieces: list[Piece] = []
    for file in files:
        path, name = Path(file["path"]), file["name"]
        if file["kind"] == "csv":
            pieces.append(open_csv(path, name, file["size"]))
        elif file["kind"] == "parquet":
            pieces.append(open_parquet(path, name))
        else:
            pieces += open_workbook(path, name)
    return pieces


def _load_known(loading: Loading, pieces: list[Piece], schema: Schema) -> Schema:
    """Each file into the table it matches by name, else by its columns; leftovers on both sides are noted."""
    tables = [table for table in schema.tables if not table.view_sql]
    found: dict[int, tuple[Table, Fit]] = {}
    for index, table in match_tables([piece.name for piece in pieces], tables).items():
        fit = _fit(pieces[index], table)
        if fit is not None:
            found[index] = (table, fit)
        else:
            loading.notes.append(note("header_unmatched", file=shortened(pieces[index].name), table=table.name))
    named = {table.name for table, _ in found.values()}
    for index, piece in enumerate(pieces):
        if index not in found and (guess := _by_columns(piece, [t for t in tables if t.name not in named])):
            found[index] = guess
            named.add(guess[0].name)
            loading.notes.append(note("matched_by_columns", file=shortened(piece.name), table=guess[0].name))
    if not found:
        raise DataError(
            t(
                "data.no_file_matches",
                files=listed(p.name for p in pieces),
                tables=listed(table.name for table in tables),
            )
        )
    loaded = {table.name: _load_table(loading, pieces[i], table, fit) for i, (table, fit) in sorted(found.items())}
    _note_leftovers(loading, [p.name for i, p in enumerate(pieces) if i not in found], tables, set(loaded))
    schema = replace(schema, tables=tuple(loaded.get(table.name, table) for table in schema.tables))
    loading.notes += integrity_notes(loading.connection, schema, set(loaded))
    return schema


def _note_leftovers(loading: Loading, files: list[str], tables: list[Table], loaded: set[str]) -> None:
    if files:
        loading.notes.append(note("files_without_table", files=listed(files), count=len(files)))
    empty = [table.name for table in tables if table.name not in loaded]
    if empty:
        loading.notes.append(note("tables_without_file", tables=listed(empty), count=len(empty)))


def _fit(piece: Piece, table: Table) -> Fit | None:
    if isinstance(piece, ParquetFile):
        fit = fit_names(piece.columns, table)
        return fit if any(source is not None for source in fit.sources) else None
    return fit_rows(piece.sample(), table)


def _by_columns(piece: Piece, tables: list[Table]) -> tuple[Table, Fit] | None:
    """The one table whose columns a file of another name has (four of five, both ways); None when two would do."""
    good = []
    for table in tables:
        fit = _fit(piece, table)
        if fit is None or fit.positional:
            continue
        had = len(table.columns) - len(fit.missing(table))
        if had >= 0.8 * len(table.columns) and len(fit.extra) <= 0.2 * had:
            good.append((table, fit))
    return good[0] if len(good) == 1 else None


def _load_table(loading: Loading, piece: Piece, table: Table, fit: Fit) -> Table:
    """Load one file into its table; the table with the types it has now."""
    _stage(loading, piece, fit.header.line, fit.width, fit.least)
    types = staged_types(loading.connection)
    choices: list[tuple[int, Choice]] = []
    for index, source in enumerate(fit.sources):
        if source is not None:
            declared = table.columns[index].type
            choices.append((index, declared_choice(loading.connection, f"c{source}", types[f"c{source}"], declared)))
    columns = list(table.columns)
    for index, choice in choices:
        if choice.type != columns[index].type:
            _retype(loading, table, columns[index], choice)
            columns[index] = replace(columns[index], type=choice.type)
        _note_bad_cells(loading, piece, table.columns[index].name, choice)
    targets = ", ".join(quote(table.columns[index].name) for index, _ in choices)
    values = ", ".join(_settled(loading, [(f"c{fit.sources[index]}", choice) for index, choice in choices]))
    loading.connection.execute(
        f"INSERT INTO {quote(table.name)} ({targets}) SELECT {values} FROM staged ORDER BY rowid"
    )
    _note_reading(loading, piece)
    file = shortened(piece.name)
    if fit.positional:
        loading.notes.append(note("no_header", file=file))
    if missing := fit.missing(table):
        loading.notes.append(note("columns_missing", file=file, columns=listed(missing)))
    if fit.extra:
        loading.notes.append(note("columns_extra", file=file, columns=listed(fit.extra)))
    return replace(table, columns=tuple(columns))


def _stage(loading: Loading, piece: Piece, after_line: int, width: int, least: int) -> None:
    name = shortened(piece.name)
    if isinstance(piece, ParquetFile):
        total = max(piece.row_count, 1)
        stage_parquet(loading.connection, piece, lambda done: loading.report(done / total, name))
    else:
        stage_grid(
            loading.connection, piece, after_line, width, least, lambda: loading.report(piece.share_done(), name)
        )
    loading.report(1.0, name)


WIDE = 100
"""Past this many columns each is converted by itself: all at once they take 0.6 MB of vectors a column and thread."""


def _settled(loading: Loading, choices: list[tuple[str, Choice]]) -> list[str]:
    """SQL over `staged` for the value of each staged column."""
    if len(choices) <= WIDE:
        return [choice.value for _, choice in choices]
    for column, choice in choices:
        if choice.value != column:
            loading.connection.execute(f"ALTER TABLE staged ALTER {column} TYPE {choice.type} USING {choice.value}")
    return [column for column, _ in choices]


def _retype(loading: Loading, table: Table, column: Column, choice: Choice) -> None:
    loading.connection.execute(
        f"ALTER TABLE {quote(table.name)} ALTER COLUMN {quote(column.name)} TYPE {choice.type} USING NULL"
    )
    loading.notes.append(
        note("type_widened", table=table.name, column=column.name, declared=column.type, used=choice.type)
    )


def _note_bad_cells(loading: Loading, piece: Piece, column: str, choice: Choice) -> None:
    if choice.bad:
        cells = ", ".join(f"{line}: '{text}'" for line, text in choice.samples)
        loading.notes.append(
            note("cells_unread", file=shortened(piece.name), column=column, count=choice.bad, cells=cells)
        )


def _note_reading(loading: Loading, piece: Piece) -> None:
    """What reading the file itself left to say: its encoding, unreadable bytes, broken rows."""
    if isinstance(piece, ParquetFile):
        return
    file = shortened(piece.name)
    if isinstance(piece, CsvFile):
        if not piece.encoding.startswith("utf-8"):
            loading.notes.append(note("encoding", file=file, encoding=piece.encoding.upper()))
        if piece.unreadable:
            loading.notes.append(note("bytes_unreadable", file=file, count=piece.unreadable))
    for reason, count in piece.broken.counts.items():
        lines = ", ".join(map(str, piece.broken.lines[reason])) + (" …" if count > LOAD.broken_shown else "")
        loading.notes.append(note(reason, file=file, count=count, lines=lines))


def _note_total_row(loading: Loading, piece: Piece, width: int) -> None:
    """A last row that begins with 합계 is kept, as it may be real, but it would count everything twice."""
    if isinstance(piece, ParquetFile):
        return
    first = ", ".join(f"nullif(trim(c{place}), '')" for place in range(min(width, 3)))
    row = loading.connection.execute(
        f"SELECT line, coalesce({first}, '') FROM staged ORDER BY rowid DESC LIMIT 1"
    ).fetchone()
    if row and str(row[1]).replace(" ", "").casefold() in TOTALS:
        loading.notes.append(note("total_row", file=shortened(piece.name), line=row[0]))


TOTALS = frozenset(("합계", "총계", "총합계", "총합", "소계", "계", "total", "grandtotal", "sum"))


def _load_bare(loading: Loading, pieces: list[Piece]) -> Schema:
    """Every file (worksheet) becomes a table."""
    if len(pieces) > LOAD.tables:
        raise DataError(t("data.too_many_tables", count=len(pieces), limit=LOAD.tables))
    names = unique_names([file_schema_name(piece.name) for piece in pieces], t("data.table_word"))
    tables = [table for piece, name in zip(pieces, names, strict=True) if (table := _load_new(loading, piece, name))]
    if not tables:
        raise DataError(t("data.files_hold_nothing", files=listed(piece.name for piece in pieces)))
    return Schema(tuple(tables))


def _load_new(loading: Loading, piece: Piece, name: str) -> Table | None:
    """One file as a new table, or None (noted) when it holds no table."""
    if isinstance(piece, ParquetFile):
        given, line = piece.columns, 0
    else:
        header = guess_header(piece.sample())
        if header is None:
            loading.notes.append(note("file_blank", file=shortened(piece.name)))
            return None
        given, line = header.names, header.line
        if line == 0:
            loading.notes.append(note("no_header_named", file=shortened(piece.name)))
        elif line > 1:
            loading.notes.append(note("header_line", file=shortened(piece.name), line=line))
    if len(given) > LOAD.columns:
        raise DataError(t("data.too_many_columns", file=shortened(piece.name), count=len(given), limit=LOAD.columns))
    least = max((i for i, text in enumerate(given, start=1) if text.strip()), default=len(given))
    _stage(loading, piece, line, len(given), least)
    _note_total_row(loading, piece, len(given))
    types = staged_types(loading.connection)
    sample = staged_sample(loading.connection, len(given))
    columns, choices = [], []
    for index, column in enumerate(unique_names([file_schema_name(text) for text in given], t("data.column_word"))):
        choice = inferred_choice(loading.connection, f"c{index}", types[f"c{index}"], column, sample[index])
        _note_bad_cells(loading, piece, column, choice)
        original = given[index].strip()
        columns.append(Column(column, choice.type, comment="" if original == column else shortened(original, 200)))
        choices.append((f"c{index}", choice))
    values = [
        f"{value} AS {quote(column.name)}" for value, column in zip(_settled(loading, choices), columns, strict=True)
    ]
    loading.connection.execute(
        f"CREATE TABLE {quote(name)} AS SELECT {', '.join(values)} FROM staged ORDER BY staged.rowid"
    )
    _note_reading(loading, piece)
    return Table(name, tuple(columns), comment="" if piece.name == name else shortened(piece.name, 200))
