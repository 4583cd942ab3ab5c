"""Readable heads for result columns: `count_star()` or `total_amt` says little to a reader who asked in Korean."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

import pyarrow as pa
import sqlglot
from sqlglot import exp

from workbench import charts
from workbench.ask.answer import Answer
from workbench.sandbox.result import RunResult
from workbench.schema.model import Schema
from workbench.sql.describe.names import Names
from workbench.sql.describe.phrases import Phrases
from workbench.sql.describe.sources import sources_of

_log = logging.getLogger(__name__)
_LONGEST = 30
_HANGUL = re.compile("[가-힣]")


def with_titles(answer: Answer, schema: Schema) -> RunResult | None:
    """The result of an answer with readable column heads."""
    result = answer.result
    if result is None or result.table is None or not answer.sql:
        return result
    return replace(result, table=titled(result.table, answer.sql, schema))


def titled(table: pa.Table, sql: str, schema: Schema) -> pa.Table:
    """`table` with the words of the explanation over its columns where the SQL gives no Korean name. Never raises.

    A name that would change what a column is to a chart (주문 월: a number, no longer a month) is left as it was.
    """
    try:
        names = _names(table.column_names, sqlglot.parse_one(sql, read="duckdb"), schema)
    except sqlglot.errors.SqlglotError:
        return table
    except Exception as error:  # a name is a courtesy: no result may be lost for want of one
        _log.warning("no column titles: %s", type(error).__name__)
        return table
    return pa.Table.from_arrays(table.columns, names=_playing_the_same(table, names))


def _names(given: list[str], query: exp.Expr, schema: Schema) -> list[str]:
    if not isinstance(query, exp.Select) or len(query.expressions) != len(given):
        return given
    names = Names(schema)
    for source, _ in sources_of(query):
        names.add(source, {})
    phrases = Phrases(names)
    found: list[str] = []
    for name, item in zip(given, query.expressions, strict=True):
        words = "" if _HANGUL.search(item.alias) else phrases.words(item.unalias())
        better = _HANGUL.search(words) and len(words) <= _LONGEST and words not in given + found
        found.append(words if better else name)
    return found


def _playing_the_same(table: pa.Table, names: list[str]) -> list[str]:
    given = list(table.column_names)
    if len(set(given)) < len(given):
        return given
    before, after = charts.roles(table), charts.roles(pa.Table.from_arrays(table.columns, names=names))
    return [new if before[old] == after[new] else old for old, new in zip(given, names, strict=True)]
