"""The decision, on what DuckDB itself made of the text (Inspection), with its reasons as diagnostics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from workbench.sandbox.result import Inspection
from workbench.schema.model import Schema
from workbench.settings import INPUT
from workbench.sql.diagnostic import Diagnostic, Status
from workbench.sql.parsing import Parsed, parse
from workbench.sql.policy import tree
from workbench.sql.policy.functions import function_list
from workbench.sql.policy.second import disagreement
from workbench.sql.policy.tree import Reading, Touched
from workbench.text import t

INVALID_CODES = frozenset({"policy-empty", "policy-parse", "policy-unknown-table", "policy-unknown-function"})
"""Not attempts at anything: such a text cannot run at all, so its status is `invalid` and not `refused`."""

_CONTROL = re.compile("[\0\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""NUL, which ends a text for some readers only; marks that make a text read differently from what it is."""

_CATALOGS = frozenset({"information_schema", "pg_catalog", "system", "temp", "sqlite_master", "sqlite_schema", "sys"})
_CATALOG_NAME = re.compile(
    r"(duckdb_|pg_|sqlite_|pragma_).*|.*[/\\:*?].*|.*\.(csv|tsv|txt|json\w*|parquet|db|duckdb|xlsx?|gz)"
)

_VALUE_FUNCTIONS = frozenset(
    {"current_catalog", "current_role", "current_schema", "current_user", "session_user", "user"}
)
"""DuckDB calls these when no column has the name."""

_WRITES = frozenset(
    {"INSERT", "UPDATE", "DELETE", "MERGE_INTO", "CREATE", "CREATE_FUNC", "DROP", "ALTER", "COPY", "EXPORT"}
)


def judge(sql: str, inspection: Inspection, schema: Schema, parsed: Parsed | None = None) -> tuple[Diagnostic, ...]:
    """Why `sql` may not run, or () when it may. `inspection`, and `parsed` where it is at hand, are of the same text.

    Any doubt is a refusal, and so is any exception in here.
    """
    try:
        return tuple(_reasons(sql, inspection, schema, parsed))
    except tree.TooDeep:
        return (_refusal("depth", sql),)
    except tree.Unknown as found:
        return (_unknown_part(sql, found),)
    except Exception:
        return (_refusal("doubt", sql),)


def status(diagnostics: tuple[Diagnostic, ...]) -> Status:
    """`ok` for no diagnostics, `invalid` when all of them say that the text cannot run, else `refused`."""
    if not diagnostics:
        return "ok"
    return "invalid" if all(found.code in INVALID_CODES for found in diagnostics) else "refused"


def _reasons(sql: str, inspection: Inspection, schema: Schema, parsed: Parsed | None) -> Iterator[Diagnostic]:
    unfit = _unfit(sql, inspection)
    if unfit is not None:
        yield unfit
        return
    reading = tree.read(inspection.ast or {})
    complaints = [
        *_table_reasons(sql, reading, inspection, schema),
        *_function_reasons(sql, reading, inspection),
        *_value_function_reasons(sql, reading, schema),
    ]
    yield from complaints
    if not complaints and (name := disagreement(parsed or parse(sql), reading)) is not None:
        yield _refusal("disagreement", sql, *_find(sql, name), name=name)


def _spelt(kind: str, sql: str) -> str:
    """The statement as the user knows it: DuckDB counts TRUNCATE among its DELETEs."""
    return "TRUNCATE" if kind == "DELETE" and re.search(r"\btruncate\b", sql, re.IGNORECASE) else kind.replace("_", " ")


def _unfit(sql: str, inspection: Inspection) -> Diagnostic | None:
    """Why the text is not one query whose tree can be read, or None."""
    if len(sql) > INPUT.sql_chars:
        return _refusal("length", sql, limit=INPUT.sql_chars)
    control = _CONTROL.search(sql)
    if control is not None:
        return _refusal("character", sql, control.start(), control.end())
    kinds = inspection.statements
    if not kinds:
        return _unparsed(sql, inspection)
    if len(kinds) > 1:
        second = sql.find(";") + 1
        return _refusal("several", sql, second, len(sql), count=len(kinds))
    if kinds[0] not in ("SELECT", "MULTI"):
        return _refusal("write" if kinds[0] in _WRITES else "statement", sql, kind=_spelt(kinds[0], sql))
    if inspection.ast is None or inspection.ast.get("error") is not False or len(inspection.ast["statements"]) != 1:
        return _refusal("pivot" if kinds[0] == "MULTI" else "doubt", sql)
    return None


def _unparsed(sql: str, inspection: Inspection) -> Diagnostic:
    error = inspection.error
    if not sql.strip() or (error is None and inspection.status == "ok"):
        return _refusal("empty", sql)
    if error is not None and error.kind in ("Parser", "Syntax"):
        start = error.position if error.position is not None else 0
        return _refusal("parse", sql, start, _word_end(sql, start))
    return _refusal("doubt", sql)


def _table_reasons(sql: str, reading: Reading, inspection: Inspection, schema: Schema) -> Iterator[Diagnostic]:
    for touched in reading.tables:
        spaces = {table.namespace.casefold() for table in schema.tables if table.name.casefold() == touched.name}
        written = [part.casefold() for part in touched.path[:-1]]
        if spaces and (not written or (len(written) == 1 and written[0] in (spaces | {"main"}) - {""})):
            continue
        name = ".".join(touched.path)
        # Three parts name another database.
        elsewhere = len(touched.path) > 2 or any(
            part.casefold() in _CATALOGS or _CATALOG_NAME.fullmatch(part.casefold()) for part in touched.path
        )
        code = "unknown-table" if not elsewhere and _does_not_bind(inspection) else "table"
        yield _refusal(code, sql, *_span(sql, touched), name=name)


def _function_reasons(sql: str, reading: Reading, inspection: Inspection) -> Iterator[Diagnostic]:
    known = function_list()
    in_from = {id(touched) for touched in reading.table_functions}
    for touched in (*reading.table_functions, *reading.functions):
        table = id(touched) in in_from
        # The tree holds the function of a FROM item also as an expression: that one counts as the item.
        if touched.name in (known.table if table else known.plain | known.table):
            continue
        missing = not table and not known.suspicious(touched.name) and _does_not_bind(inspection)
        yield _refusal("unknown-function" if missing else "function", sql, *_span(sql, touched), name=touched.path[-1])
        return


def _value_function_reasons(sql: str, reading: Reading, schema: Schema) -> Iterator[Diagnostic]:
    for touched in reading.columns:
        if touched.name in _VALUE_FUNCTIONS and touched.name not in reading.aliases:
            if not any(table.column(touched.name) for table in schema.tables):
                yield _refusal("function", sql, *_span(sql, touched), name=touched.path[0])


def _does_not_bind(inspection: Inspection) -> bool:
    """Whether DuckDB itself says that something in the text does not exist, so that it cannot run."""
    return inspection.error is not None and inspection.error.kind in ("Catalog", "Binder")


def _unknown_part(sql: str, found: tree.Unknown) -> Diagnostic:
    start = found.node.get("query_location")
    place = (start, start + int(found.node.get("query_location_length") or 1)) if isinstance(start, int) else ()
    if found.what.endswith("_QUERY_NODE"):
        return _refusal("write", sql, kind=found.what.removesuffix("_QUERY_NODE"))
    if found.what == "VALUE_PARAMETER":
        return _refusal("parameter", sql, *place)
    if found.what == "SHOW":
        return _refusal("catalog", sql, *place)
    return _refusal("syntax", sql, *place, what=found.what.lower().replace("_", " "))


def _refusal(reason: str, sql: str, start: int = 0, end: int | None = None, **values: Any) -> Diagnostic:
    message = t(f"policy.{reason.replace('-', '_')}", **values)
    return Diagnostic(f"policy-{reason}", "error", message, start, max(start, len(sql) if end is None else end))


def _span(sql: str, touched: Touched) -> tuple[int, int]:
    if touched.start is None:
        return _find(sql, touched.path[-1])
    return touched.start, min(len(sql), touched.start + max(touched.length, 1))


def _find(sql: str, name: str) -> tuple[int, int]:
    """Where a name first stands in the text; the whole text when it is written differently there."""
    start = sql.lower().find(name.lower())
    return (start, start + len(name)) if start >= 0 else (0, len(sql))


def _word_end(sql: str, start: int) -> int:
    match = re.compile(r"\w+|.", re.DOTALL).match(sql, start)
    return match.end() if match else len(sql)
