"""What DuckDB calls the functions of other products."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sqlglot import exp

from workbench.sql.nearest import nearest
from workbench.sql.parsing import Parsed
from workbench.sql.policy.functions import function_list

_DATA = tomllib.loads((Path(__file__).parent / "functions.toml").read_text(encoding="utf-8"))
SPELLINGS: dict[str, str] = _DATA["functions"]
"""Function that DuckDB lacks, lower case, to how the same is written there."""
WORDS: dict[str, str] = _DATA["words"]
"""The same for words used without brackets, as SYSDATE."""
AGGREGATES = frozenset(_DATA["aggregates"].split())
"""Aggregates that sqlglot does not know as such."""

_GRAMMAR = frozenset(
    "all any array cast coalesce columns exists extract grouping grouping_id percentile_cont percentile_disc if ifnull "
    "list map nullif operator overlay position row some struct substring trim try try_cast unnest unpack values pivot "
    "unpivot interval date time timestamp collation exclude replace not and or in case filter over within like ilike "
    "glob".split()
)
"""Words that DuckDB's grammar reads with a bracket and `duckdb_functions()` does not list."""


def is_known(name: str) -> bool:
    """Whether DuckDB has a function of that name, may it be used here or not."""
    listed = function_list()
    wanted = name.casefold()
    return wanted in listed.plain or wanted in listed.table or wanted in listed.refused or wanted in _GRAMMAR


def nearest_functions(name: str) -> tuple[str, ...]:
    return nearest(name, function_list().plain)


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
