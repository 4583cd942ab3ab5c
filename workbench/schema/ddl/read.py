"""Pasted text → Schema."""

from __future__ import annotations

import re

from workbench.errors import SchemaError
from workbench.schema.ddl.assemble import assemble
from workbench.schema.ddl.changes import read_alter, read_index, read_user_type
from workbench.schema.ddl.draft import Draft
from workbench.schema.ddl.lexer import Source
from workbench.schema.ddl.normal import readable
from workbench.schema.ddl.queries import Translate
from workbench.schema.ddl.remarks import read_comment_on, read_property, read_variable
from workbench.schema.ddl.statements import Statement, statements
from workbench.schema.ddl.tables import read_table
from workbench.schema.ddl.views import read_view
from workbench.schema.dialects import canonical, guess_dialect
from workbench.schema.model import Schema
from workbench.settings import INPUT
from workbench.text import t

_LIKE_SQL = re.compile(
    r"[,;(].*\b(?:NULL|KEY|TABLE|DEFAULT)\b|\b(?:INT|INTEGER|BIGINT|N?VARCHAR2?|CHAR|DATE|DATETIME|TIMESTAMP|DECIMAL|"
    r"NUMBER|NUMERIC|TEXT|BOOLEAN|FLOAT|DOUBLE)\b.*[,;(]|\b(?:NOT\s+NULL|PRIMARY\s+KEY)\b",
    re.I,
)
"""A line between statements that was meant as SQL, not as prose."""
_MAKERS = {"table": read_table, "view": read_view, "type": read_user_type}
_CHANGERS = {"alter": read_alter, "comment": read_comment_on, "property": read_property, "variable": read_variable,
             "index": read_index}  # fmt: skip


def read_ddl(text: str, dialect: str | None = None, translate: Translate | None = None) -> Schema:
    """The schema in DDL text of any supported dialect (detected where `dialect` is None or "auto").

    Everything that could not be read, or was read with a change of meaning, is in `Schema.problems` with its line.
    Raises SchemaError where no table at all could be read or the text is beyond the limits; UsageError for an
    unknown dialect. `translate(query, dialect, schema)` turns a view's query into DuckDB's dialect where sqlglot alone
    is not enough (`TO_CHAR(d, 'YYYYMM')`); it may give back what it was given.
    """
    if len(text) > INPUT.ddl_chars:
        raise SchemaError(t("schema.too_long", size=f"{len(text):,}", limit=f"{INPUT.ddl_chars:,}"))
    text = readable(text)
    if not text.strip():
        raise SchemaError(t("schema.empty"))
    chosen, certain = (canonical(dialect), True) if dialect and dialect != "auto" else guess_dialect(text)
    draft = Draft(Source(text, chosen), types_of=chosen if certain else "")
    later = _first_pass(draft)
    for statement in later:
        _CHANGERS[statement.kind](statement, draft)
    _check_limits(draft)
    schema = assemble(draft, translate)
    if not schema.tables:
        _nothing_read(draft, schema)
    return schema


def _first_pass(draft: Draft) -> list[Statement]:
    """Make every table; what changes one waits, so that a comment or key may stand before its table."""
    later: list[Statement] = []
    stray: list[tuple[int, str]] = []
    for statement in statements(draft.source, lambda offset, line: stray.append((offset, line))):
        if maker := _MAKERS.get(statement.kind):
            maker(statement, draft)
        elif statement.kind in _CHANGERS:
            later.append(statement)
        elif statement.kind == "skipped":
            draft.skip(statement.subject, statement.start)
    _note_stray(stray, draft)
    return later


def _note_stray(stray: list[tuple[int, str]], draft: Draft) -> None:
    """Lines between statements: prose is counted, what looks like SQL is listed."""
    for offset, line in stray:
        if _LIKE_SQL.search(line[:300]):
            draft.problem(offset, "stray_line")
        elif any(ch.isalnum() for ch in line[:300]):
            draft.skip("PROSE", offset)


def _check_limits(draft: Draft) -> None:
    columns = sum(len(table.columns) for table in draft.tables)
    if len(draft.tables) > INPUT.tables or columns > INPUT.columns:
        raise SchemaError(t("schema.too_many", tables=f"{len(draft.tables):,}", columns=f"{columns:,}",
                            table_limit=f"{INPUT.tables:,}", column_limit=f"{INPUT.columns:,}"))  # fmt: skip


def _nothing_read(draft: Draft, schema: Schema) -> None:
    errors = [problem for problem in schema.problems if problem.severity == "error"]
    if errors:
        first = errors[0]
        raise SchemaError(t("schema.no_table_error", line=first.line, reason=first.message))
    raise SchemaError(t("schema.only_data" if draft.skipped["DATA"] else "schema.no_table"))
