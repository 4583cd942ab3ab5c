"""The allow-list of functions: data, with the DuckDB version and the hash it was made for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("functions.toml")

_FOREIGN = re.compile(
    r"(pg_|lo_|dblink|xp_|sp_|sys_|dbms_|utl_|load_|read_|write_|copy_|http|st_read|duckdb_|pragma_|sniff_|glob|\w*_scan$"
    r"|\w*_query$|sleep|benchmark|waitfor|getenv|shell|system|exec|eval|import|export|attach|install|__).*"
)
"""Names that do not exist in this DuckDB and yet say what somebody was after."""


@dataclass(frozen=True)
class FunctionList:
    duckdb: str
    sha256: str
    plain: frozenset[str]
    """Scalar, aggregate, window and macro functions."""
    table: frozenset[str]
    """May stand in FROM."""
    refused: frozenset[str]
    """Exist and are not for queries."""

    def suspicious(self, name: str) -> bool:
        """Whether a name that is not allowed is more than a spelling mistake or another database's function."""
        return name in self.refused or _FOREIGN.fullmatch(name) is not None


@cache
def function_list() -> FunctionList:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return FunctionList(
        data["duckdb"],
        data["sha256"],
        frozenset(data["plain"]),
        frozenset(data["table"]),
        frozenset(data["refused"]),
    )
