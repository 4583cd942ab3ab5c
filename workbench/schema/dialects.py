"""Which database a DDL text was written for."""

from __future__ import annotations

import re

from workbench.errors import UsageError
from workbench.text import t

DIALECTS: dict[str, str] = {
    "mysql": "MySQL · MariaDB",
    "postgres": "PostgreSQL",
    "oracle": "Oracle",
    "tsql": "SQL Server",
    "sqlite": "SQLite",
    "duckdb": "DuckDB",
    "bigquery": "BigQuery",
    "snowflake": "Snowflake",
}
"""sqlglot's name → the name people know, the same in Korean and English."""

_ALIASES = {
    "mariadb": "mysql", "cubrid": "mysql", "aurora": "mysql", "tidb": "mysql",
    "postgresql": "postgres", "pg": "postgres", "psql": "postgres", "redshift": "postgres", "greenplum": "postgres",
    "plsql": "oracle", "tibero": "oracle", "altibase": "oracle",
    "mssql": "tsql", "sqlserver": "tsql", "sql server": "tsql", "transact-sql": "tsql", "azure": "tsql",
    "sqlite3": "sqlite", "bq": "bigquery",
}  # fmt: skip

# Marks of each dialect, with how much one kind of mark says. Each pattern counts once or twice, not per hit.
_MARKS: dict[str, tuple[tuple[float, str], ...]] = {
    "mysql": (
        (3, r"`[^`\n.]+`\s+[a-z]+"), (4, r"\bENGINE\s*=\s*\w+"), (4, r"\bAUTO_INCREMENT\b"),
        (3, r"\b(?:TINYINT|BIGINT|INT|SMALLINT)\s*\(\d+\)"), (2, r"\bCOMMENT\s+['\"]"), (2, r"\bCOMMENT\s*=\s*'"),
        (3, r"\b(?:MEDIUMTEXT|LONGTEXT|MEDIUMINT|TINYTEXT|LONGBLOB|MEDIUMBLOB)\b"), (3, r"\)\s+UNSIGNED\b|\bINT\s+UNSIGNED"),
        (2, r"\bENUM\s*\("), (3, r"\bON\s+UPDATE\s+CURRENT_TIMESTAMP"), (2, r"^\s*(?:UNIQUE\s+)?KEY\s+[`\w]+\s*\("),
        (3, r"/\*!\d{5}|\bCHARSET\s*=|\bLOCK\s+TABLES\b"), (1, r"\bDATETIME\b"), (2, r"\bCHARACTER\s+SET\s+\w+"),
        (1, r"`"), (2, r"\bMODIFY\s+(?:COLUMN\s+)?[`\w]+\s+\w+|\bYEAR\s*\(4\)"), (2, r"^#"),
    ),
    "postgres": (
        (4, r"\b(?:BIG|SMALL)?SERIAL\b"), (4, r"\bALTER\s+TABLE\s+ONLY\b"), (3, r"\bTIMESTAMPTZ\b|\bTIMESTAMP\s+(?:\(\d\)\s*)?WITH(?:OUT)?\s+TIME\s+ZONE"),
        (3, r"\bJSONB\b|\bBYTEA\b|\bTSVECTOR\b|\bCITEXT\b|\bINET\b"), (3, r"::\s*[a-z]+"), (2, r"\bCHARACTER\s+VARYING\b"),
        (3, r"^\\(?:connect|restrict|c)\b|\bSET\s+search_path\b|pg_catalog\."), (3, r"\bnextval\s*\("), (2, r"\bpublic\."),
        (2, r"\b(?:TEXT|INTEGER|INT|VARCHAR)\s*\[\]"), (2, r"\bPARTITION\s+OF\b|\bINHERITS\s*\("), (2, r"\bAS\s+ENUM\b|\bCREATE\s+DOMAIN\b"),
        (2, r"\bgen_random_uuid\(\)|\buuid_generate_v"), (3, r"\bCREATE\s+EXTENSION\b|\bUSING\s+(?:gin|gist)\b"), (1, r"\bCOMMENT\s+ON\b"),
        (1, r"\bTEXT\b"), (1, r"\bGENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY"), (2, r"\bDOUBLE\s+PRECISION\b"),
    ),
    "oracle": (
        (5, r"\bN?VARCHAR2\s*\("), (3, r"\bNUMBER\b"), (3, r"\bSYSDATE\b|\bSYSTIMESTAMP\b"), (2, r"\bCLOB\b|\bNCLOB\b"),
        (3, r"\bTABLESPACE\s+\w+|\bPCTFREE\b|\bSEGMENT\s+CREATION"), (3, r"^\s*/\s*$"), (2, r"^\s*(?:PROMPT|SET\s+DEFINE|REM)\b"),
        (2, r"\bENABLE\b"), (1, r"\bCOMMENT\s+ON\b"), (2, r"\bRAW\s*\(\d+\)|\bBINARY_DOUBLE\b|\bLONG\s+RAW\b"),
        (2, r"\(\d+\s+(?:BYTE|CHAR)\)"), (2, r"\bCASCADE\s+CONSTRAINTS\b|\bUSING\s+INDEX\b"),
    ),
    "tsql": (
        (4, r"^\s*GO\s*;?\s*$"), (4, r"\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)"), (3, r"\[\w+\]\.\[\w+\]|\[[^\]\n,]+\]\s+\[?\w+"),
        (3, r"\bNVARCHAR\s*\(|\]\s*\[nvarchar\]|\(MAX\)"), (3, r"\bDATETIME2\b|\bUNIQUEIDENTIFIER\b|\bSMALLDATETIME\b|\bDATETIMEOFFSET\b"),
        (5, r"\bsp_add\w+property\b"), (2, r"\b(?:NON)?CLUSTERED\b"), (2, r"\bGETDATE\s*\(\)|\bNEWID\s*\(\)|\bSYSDATETIME\s*\(\)"),
        (2, r"\bN'"), (2, r"\bdbo\."), (3, r"\bSET\s+(?:ANSI_NULLS|QUOTED_IDENTIFIER|NOCOUNT)\b"), (1, r"\bBIT\b|\bMONEY\b"),
    ),
    "sqlite": (
        (6, r"\bAUTOINCREMENT\b"), (4, r"\bPRAGMA\b"), (3, r"\bWITHOUT\s+ROWID\b|\bsqlite_\w+"), (2, r"\bINTEGER\s+(?:NOT\s+NULL\s+)?PRIMARY\s+KEY\b"),
        (1, r"\bREAL\b|\bTEXT\b"), (2, r"\bUSING\s+fts\d"), (1, r"^BEGIN\s+TRANSACTION;"), (2, r"\)\s*STRICT\b"),
    ),
    "duckdb": (
        (4, r"\bHUGEINT\b|\bUBIGINT\b|\bUINTEGER\b|\bUTINYINT\b|\bUSMALLINT\b"), (3, r"\bSTRUCT\s*\(|\bMAP\s*\("),
        (3, r"\bTIMESTAMP_(?:S|MS|NS)\b"), (1.5, r"\bVARCHAR\s*[,)\n]|\bVARCHAR\s+NOT\b"), (2, r"\bCREATE\s+MACRO\b|\bread_(?:csv|parquet)"),
    ),
    "bigquery": (
        (4, r"\b(?:INT64|FLOAT64|BIGNUMERIC)\b"), (4, r"\bOPTIONS\s*\("), (4, r"\b(?:STRUCT|ARRAY)\s*<"), (1.5, r"\bSTRING\b"),
        (3, r"`[\w-]+\.[\w-]+(?:\.[\w-]+)?`"), (1, r"\bBYTES\b"), (2, r"\bCLUSTER\s+BY\s+\w+"), (2, r"\bNOT\s+ENFORCED\b"),
    ),
    "snowflake": (
        (4, r"\bTIMESTAMP_(?:NTZ|LTZ|TZ)\b"), (4, r"\bVARIANT\b"), (3, r"\bTRANSIENT\s+TABLE\b|\bCREATE\s+OR\s+REPLACE\s+TABLE\b"),
        (3, r"\bNUMBER\s*\(38\s*,\s*0\)"), (2, r"\bAUTOINCREMENT\s+(?:START|\()"), (3, r"\bVARCHAR\s*\(16777216\)"), (1.5, r"\bNUMBER\s*\("),
        (2, r"\bCOMMENT\s*=\s*'"), (2, r"\bWAREHOUSE\b|\bCLUSTER\s+BY\s*\(|\bFILE\s+FORMAT\b|\bSTAGE\b|\bDATA_RETENTION"), (1, r"\bCOMMENT\s+'"),
    ),
}  # fmt: skip
_COMPILED = {name: tuple((w, re.compile(p, re.I | re.M)) for w, p in marks) for name, marks in _MARKS.items()}
_LITERALS = re.compile(r"'(?:[^'\n]|'')*'")
_SAMPLE = 300_000
"""Characters looked at: enough for hundreds of tables, milliseconds for a 2 MB dump."""
_DATA_LINE = re.compile(r"^\s*(?:INSERT|REPLACE|\(\s*['\d]).*$", re.I | re.M)


def detect_dialect(text: str) -> str:
    """The sqlglot name of the dialect `text` was most likely written in; duckdb where nothing tells.

    duckdb for plain ANSI text: it is what the SQL runs on, so nothing is translated that need not be.
    """
    sample = _DATA_LINE.sub("", text[: _SAMPLE * 3])[:_SAMPLE]
    sample = _LITERALS.sub("''", sample)
    scores = {name: _score(sample, marks) for name, marks in _COMPILED.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 1 else "duckdb"


def _score(text: str, marks: tuple[tuple[float, re.Pattern[str]], ...]) -> float:
    return sum(weight for weight, pattern in marks if pattern.search(text))


def canonical(name: str) -> str:
    """`MariaDB`, `mssql`, `PostgreSQL` … → the name in `DIALECTS`. Raises UsageError for an unknown one."""
    lowered = name.strip().lower()
    found = _ALIASES.get(lowered, lowered)
    if found not in DIALECTS:
        raise UsageError(t("schema.unknown_dialect", name=name[:40], known=", ".join(DIALECTS)))
    return found
