"""What DuckDB calls the functions of other products."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import duckdb
from sqlglot import exp

from workbench.sql.parsing import Parsed

_DATA = tomllib.loads((Path(__file__).parent / "functions.toml").read_text(encoding="utf-8"))
SPELLINGS: dict[str, str] = _DATA["functions"]
"""Function that DuckDB lacks, lower case, to how the same is written there."""
WORDS: dict[str, str] = _DATA["words"]
"""The same for words used without brackets, as SYSDATE."""

_GRAMMAR = frozenset(
    "all any array cast coalesce columns exists extract grouping grouping_id if ifnull list map nullif operator "
    "overlay position row some struct substring trim try try_cast unnest unpack values pivot unpivot interval date "
    "time timestamp collation exclude replace not and or in case filter over within like ilike glob".split()
)
"""Words that DuckDB's grammar reads with a bracket and `duckdb_functions()` does not list."""


@cache
def function_names() -> frozenset[str]:
    """Every function of the installed DuckDB, from itself (1,123 in 2.0)."""
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT DISTINCT function_name FROM duckdb_functions()").fetchall()
    return frozenset(row[0].casefold() for row in rows if row[0][:1].isalpha() and not row[0].startswith("__"))


def is_known(name: str) -> bool:
    return name.casefold() in function_names() or name.casefold() in _GRAMMAR


def written_name(parsed: Parsed, node: exp.Func) -> tuple[str, int, int] | None:
    """The function's name as it stands in the text, with its place; None where no call is written (`a || b`)."""
    start, end = node.meta.get("start"), node.meta.get("end")
    if start is None or end is None:
        return None
    following = parsed.token_at(int(end) + 1)
    if following >= len(parsed.tokens) or parsed.tokens[following].text != "(":
        return None
    name = parsed.sql[int(start) : int(end) + 1]
    if not name or not (name[0].isalpha() or name[0] == "_"):
        return None
    return name, int(start), int(end) + 1
