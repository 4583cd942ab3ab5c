"""SQL of the pasted dialect, or of several at once → DuckDB.

For SQL that DuckDB does not bind as written. The caller decides that first: valid DuckDB read as if it were another
dialect would change its meaning (`a / b`, `DAYOFWEEK`, the order of NULLs), so here DuckDB's reading comes first too.
"""

from __future__ import annotations

import logging

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.schema.model import Schema
from workbench.settings import INPUT
from workbench.sql.lexer import significant, tokens
from workbench.sql.transpile import dates, values
from workbench.sql.transpile.build import func
from workbench.sql.transpile.context import Context
from workbench.sql.transpile.dates import Args
from workbench.sql.transpile.shape import reshape
from workbench.sql.transpile.spelling import PREFIX, respell
from workbench.sql.transpile.transpiled import Transpiled
from workbench.text import t

logging.getLogger("sqlglot").setLevel(logging.ERROR)

HANDLERS = {**dates.HANDLERS, **values.HANDLERS}
_NAMES = frozenset(HANDLERS)
_READERS = ("duckdb", "mysql", "postgres", "tsql", "oracle", "sqlite", "bigquery", "snowflake")


def to_duckdb(sql: str, dialect: str, schema: Schema) -> Transpiled:
    """`sql` in DuckDB's spelling. Never raises: what cannot be read comes back as it is, with a note."""
    if not sql.strip() or len(sql) > INPUT.sql_chars:
        return Transpiled(sql)
    try:
        return _translated(sql, dialect, schema)
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError):
        # Untrusted text in odd shapes; whatever goes wrong in reading it, the text itself is still there to show.
        return Transpiled(sql, (t("transpile.unreadable"),))


def _translated(sql: str, dialect: str, schema: Schema) -> Transpiled:
    respelled = respell(sql, dialect, schema, _NAMES)
    tree = parse(respelled, dialect)
    if tree is None:
        gentle = "".join(
            x.text[len(PREFIX) :] if x.kind == "word" and x.text.startswith(PREFIX) else x.text
            for x in tokens(respelled)
        )
        return Transpiled(gentle, (t("transpile.unreadable"),))
    context = Context(schema, dialect)
    before = tree.copy()
    tree, changed = _translate_functions(tree, context)
    tree, notes = reshape(tree, context)
    restored = _restore(before)
    plain = _same_text(sql, restored.sql("duckdb"))
    if tree == restored and not changed and plain:
        return Transpiled(sql)
    result = tree.sql("duckdb", pretty="\n" in sql.strip())
    if PREFIX in result and PREFIX not in sql:
        return Transpiled(sql, (t("transpile.unreadable"),))
    if changed:
        notes = (t("transpile.functions", names=", ".join(dict.fromkeys(changed))), *notes)
    elif not notes and not _same_text(sql, result):
        notes = (t("transpile.spelling"),)
    return Transpiled(result, notes)


def parse(sql: str, dialect: str = "duckdb") -> exp.Expr | None:
    """The one statement in `sql`, read as DuckDB if that works, else as the dialect, else as any other."""
    order = dict.fromkeys(["oracle"] if "(+)" in sql else []) | dict.fromkeys(["duckdb", dialect, *_READERS])
    for reader in order:
        try:
            found = [e for e in sqlglot.parse(sql, read=reader) if e is not None]
        except (SqlglotError, RecursionError, ValueError):
            continue
        if len(found) == 1 and not isinstance(found[0], exp.Command):
            return found[0]
    return None


def _translate_functions(tree: exp.Expr, context: Context) -> tuple[exp.Expr, list[str]]:
    """Foreign calls replaced from the inside out, and their names as written."""
    calls = [node for node in tree.find_all(exp.Anonymous) if str(node.name).lower().startswith(PREFIX)]
    changed: list[str] = []
    for call in reversed(calls):
        written = str(call.name)[len(PREFIX) :]
        args: Args = [a.copy() if a.parent is None else a for a in call.expressions]
        new = HANDLERS[written.lower()](args, context)
        if new is None or _same_call(call, new, written):
            new = func(written, *[a.copy() for a in args])
        else:
            changed.append(written.upper())
        if call is tree:
            tree = new
        else:
            call.replace(new)
    return tree, changed


def _same_call(call: exp.Expr, new: exp.Expr, written: str) -> bool:
    """Whether the translation only gives the same call back."""
    return (
        isinstance(new, exp.Anonymous) and new.name.upper() == written.upper() and new.expressions == call.expressions
    )


def _restore(tree: exp.Expr) -> exp.Expr:
    for call in list(tree.find_all(exp.Anonymous)):
        if str(call.name).lower().startswith(PREFIX):
            call.set("this", str(call.name)[len(PREFIX) :])
    return tree


def _same_text(one: str, other: str) -> bool:
    def words(sql: str) -> list[str]:
        return [
            x.text.upper() if x.kind == "word" else x.text
            for x in significant(tokens(sql))
            if not x.is_word("AS", "INNER", "OUTER", "ASC")
        ]

    return words(one) == words(other)
