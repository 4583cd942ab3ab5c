"""The function list is data, made once by the rule in this file; a new DuckDB version shows here.

`WORKBENCH_WRITE=1 pytest tests/policy/test_functions.py` writes it anew; read the difference before committing it.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from pathlib import Path

import duckdb

LIST = Path(__file__).parents[2] / "workbench" / "sql" / "policy" / "functions.toml"

TABLE_FUNCTIONS = {"range", "generate_series", "unnest", "repeat", "json_each", "json_tree"}
"""Every other table function reads files, settings, catalogs, or runs text as SQL."""

REFUSED = {
    "the catalog, the session, the server": re.compile(
        r"(pg_(?!typeof$|size_pretty$).*|has_\w+_privilege|inet_\w+|current_(database|catalog|schemas?|role|user|setting"
        r"|query|query_id|connection_id|transaction_id)|session_user|user|in_search_path|txid_current|version"
        r"|(col|obj|shobj)_description|format_type|format_pg_type|map_to_pg_oid|get_block_size|getvariable|getenv"
        r"|hive_partition_component)"
    ),
    "state or effects": re.compile(r"(nextval|currval|setval|setseed|write_log|sleep_ms|\w*secret\w*)"),
    "SQL made at run time": re.compile(
        r"(query|query_table|json_(de)?serialize_\w+|json_execute_\w+|sql_auto_complete)"
    ),
    "errors on purpose": re.compile(r"(error|assert_true)"),
    "DuckDB's own machinery": re.compile(
        r"(__(?!postfix$).*|\w+_byte_comparable|(icu_)?collate_\w+|icu_sort_key|create_sort_key|combine|combine_aggr"
        r"|finalize|to_aggregate_state|vector_type|stats|index_key|constant_or_null|parse_duckdb_log_message|invoke"
        r"|cast_to_type|can_cast_implicitly|is_histogram_other_bin|replace_type|get_type|make_type|remap_struct"
        r"|variant_(to_parquet|bytes_to)_variant|variant_(normalize|comparator)|vertex_extract|json_copy_\w+"
        r"|array_to_string_comma_default|write_\w+|read_\w+)"
    ),
}

NOISE = re.compile(r"__|(icu_)?collate_")
"""Hundreds of internal names that nobody writes by accident: not worth a message of their own."""

HEADER = """\
# Functions that a query may call, of DuckDB {version}. Written by tests/policy/test_functions.py, whose rule is:
# every scalar, aggregate, window and macro function that computes from its arguments alone, and of the table
# functions only those that make rows from their arguments. `refused` exist in DuckDB and are not for queries;
# a name in no list does not exist in DuckDB or is internal.
"""


def classify() -> dict[str, list[str]]:
    rows = (
        duckdb.connect()
        .execute("SELECT DISTINCT function_type, lower(function_name) FROM duckdb_functions()")
        .fetchall()
    )
    plain = {name for kind, name in rows if kind in ("scalar", "aggregate", "window", "macro")}
    table = {name for kind, name in rows if kind in ("table", "table_macro", "pragma")}
    bad = {name for name in plain if any(rule.fullmatch(name) for rule in REFUSED.values())}
    return {
        "plain": sorted(plain - bad | {"unnest"}),
        "table": sorted(table & TABLE_FUNCTIONS),
        "refused": sorted(name for name in (bad | table) - (plain - bad) - TABLE_FUNCTIONS if not NOISE.match(name)),
    }


def render(lists: dict[str, list[str]]) -> str:
    body = "".join(
        f"\n{key} = [\n" + "".join(f"    '{name}',\n" for name in names) + "]\n" for key, names in lists.items()
    )
    digest = hashlib.sha256(body.encode()).hexdigest()
    return (
        HEADER.format(version=duckdb.__version__) + f"\nduckdb = '{duckdb.__version__}'\nsha256 = '{digest}'\n" + body
    )


def test_the_committed_list_is_what_the_rule_gives_for_the_pinned_duckdb() -> None:
    text = render(classify())
    if os.environ.get("WORKBENCH_WRITE"):
        LIST.write_text(text, encoding="utf-8")
    assert LIST.read_text(encoding="utf-8") == text


def test_nothing_that_reads_files_settings_or_text_as_sql_is_allowed() -> None:
    lists = tomllib.loads(LIST.read_text(encoding="utf-8"))
    danger = re.compile(
        r"read_|write_|glob$|query|sniff|duckdb_|pragma|setting|secret|sleep|scan$|getenv|nextval|variable"
    )
    allowed = lists["plain"] + lists["table"]
    assert [name for name in allowed if danger.search(name)] == []
    assert set(lists["table"]) == TABLE_FUNCTIONS
