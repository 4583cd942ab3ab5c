"""Names in DuckDB SQL: quoted only where they must be."""

from __future__ import annotations

import re
from functools import cache

import duckdb

# Letters DuckDB takes unquoted; other Unicode (U+3000, NBSP, …) it may read as a blank, so it is quoted.
_PLAIN = re.compile(r"[A-Za-z_가-힣ㄱ-ㆎ一-鿿][A-Za-z0-9_가-힣ㄱ-ㆎ一-鿿]*")


def quote(name: str) -> str:
    """`name` as it must stand in DuckDB SQL: `주문` stays, `order` and `a b` get double quotes."""
    if _PLAIN.fullmatch(name) and name.lower() not in _keywords():
        return name
    return '"' + name.replace('"', '""') + '"'


def fold(name: str) -> str:
    """The spelling under which two names are the same: SQL ignores case."""
    return name.casefold()


@cache
def _keywords() -> frozenset[str]:
    """Every word that is not free to use as a name, from the installed DuckDB itself (166 in 2.0)."""
    with duckdb.connect() as connection:
        rows = connection.execute("FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'").fetchall()
    return frozenset(row[0] for row in rows)
