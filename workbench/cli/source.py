"""--ddl | --sample | --db, and --data: which database a command works on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Literal

from workbench.data.build import build_empty, build_examples, build_from_folder
from workbench.data.database import Database
from workbench.data.introspect import open_duckdb
from workbench.data.samples import open_sample
from workbench.errors import UsageError
from workbench.schema.decode import decode
from workbench.settings import INPUT
from workbench.sql.pasted import read_pasted
from workbench.text import t
from workbench.text.reason import reason_of


def add_source_flags(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--ddl", type=Path, metavar="FILE", help=t("cli.help_ddl"))
    which.add_argument("--sample", metavar="NAME", help=t("cli.help_sample"))
    which.add_argument("--db", type=Path, metavar="FILE.duckdb", help=t("cli.help_db"))
    parser.add_argument("--data", type=Path, metavar="DIR", help=t("cli.help_data"))


def open_source(
    arguments: argparse.Namespace, without_rows: Literal["examples", "empty"], dialect: str | None = None
) -> Database:
    """The database that the flags name. DDL without --data gets example rows or stays empty, as the command needs.

    Raises UsageError for flags that do not fit, SchemaError and DataError for content that cannot be read.
    """
    if arguments.data is not None and arguments.ddl is None:
        raise UsageError(t("cli.data_needs_ddl"))
    if arguments.sample is not None:
        return open_sample(arguments.sample)
    if arguments.db is not None:
        if not arguments.db.is_file():
            raise UsageError(t("cli.no_file", path=arguments.db))
        return open_duckdb(arguments.db)
    schema = read_pasted(read_ddl_file(arguments.ddl), dialect)
    if arguments.data is not None:
        if not arguments.data.is_dir():
            raise UsageError(t("cli.no_folder", path=arguments.data))
        return build_from_folder(schema, arguments.data)
    return build_examples(schema) if without_rows == "examples" else build_empty(schema)


def tell_notes(database: Database) -> None:
    """What could not be read of the DDL, with its line, and of the files: on stderr, whatever the command."""
    for problem in database.schema.problems:
        print(t("cli.bad_line", number=problem.line, message=problem.message), file=sys.stderr)
    for text in database.notes:
        print(text, file=sys.stderr)


def read_ddl_file(path: Path) -> str:
    """The text of a DDL file in whatever encoding. Raises UsageError when it cannot be read or is too large."""
    if not path.is_file():
        raise UsageError(t("cli.no_file", path=path))
    if path.stat().st_size > 4 * INPUT.ddl_chars:
        raise UsageError(t("cli.large_file", path=path, limit=INPUT.ddl_chars))
    try:
        return decode(path.read_bytes()).text
    except OSError as error:
        raise UsageError(t("cli.cannot_read", path=path, reason=reason_of(error))) from error
