"""Which column of a set holds what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from workbench.errors import UsageError
from workbench.text import t

FIELDS = ("id", "db_id", "ddl", "question", "gold", "dialect", "difficulty")
REQUIRED = ("question", "gold")
"""Without these there is no case; a DDL may also come from a file beside the set."""

_KNOWN: dict[str, tuple[str, ...]] = {
    "question": (
        "question", "questionko", "질문", "질의", "문제", "sqlprompt", "utterance", "nl", "instruction", "input",
    ),
    "gold": (
        "gold", "goldsql", "gtsql", "정답sql", "정답", "answer", "sql", "query", "groundtruth", "target", "output",
        "response", "답",
    ),
    "ddl": (
        "ddl", "context", "sqlcontext", "schema", "createtable", "createstatements", "스키마", "테이블정의", "input",
    ),
    "id": ("id", "caseid", "questionid", "qid", "번호", "순번", "문항번호", "아이디", "no"),
    "db_id": ("dbid", "databaseid", "dbname", "database", "db", "데이터베이스", "디비"),
    "dialect": ("dialect", "방언", "dbms", "sqldialect"),
    "difficulty": ("difficulty", "hardness", "난이도", "sqlcomplexity", "level"),
}  # fmt: skip
"""Names in the published sets (ko_text2sql, Spider, BIRD, sql-create-context, synthetic_text_to_sql) and in Korean
sheets; the first that a file has wins. Compared without case, spaces and signs."""


def guess_mapping(columns: Sequence[str]) -> dict[str, str]:
    """Field of FIELDS → the column that most likely holds it. Fields without a likely column are left out."""
    plain: dict[str, str] = {}
    for column in columns:
        plain.setdefault(_plain(column), column)
    found: dict[str, str] = {}
    for field, names in _KNOWN.items():
        for name in names:
            if name in plain and plain[name] not in found.values():
                found[field] = plain[name]
                break
    return found


def complete_mapping(columns: Sequence[str], given: Mapping[str, str] | None) -> dict[str, str]:
    """`given`, and guesses for the fields it does not name; an empty name means that the field is not in the file.

    Raises UsageError for an unknown field or column, and when no column is left for the question or the gold SQL.
    """
    given = given or {}
    for field, column in given.items():
        if field not in FIELDS:
            raise UsageError(t("sets.unknown_field", field=field, known=", ".join(FIELDS)))
        if column and column not in columns:
            raise UsageError(t("sets.unknown_column", column=column, columns=_listed(columns)))
    free = [column for column in columns if column not in given.values()]
    guessed = {field: column for field, column in guess_mapping(free).items() if field not in given}
    mapping = {**guessed, **{field: column for field, column in given.items() if column}}
    for field in REQUIRED:
        if field not in mapping:
            raise UsageError(t(f"sets.no_{field}_column", columns=_listed(columns)))
    return mapping


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _listed(columns: Sequence[str]) -> str:
    shown = ", ".join(column[:30] for column in columns[:12])
    return shown + (" …" if len(columns) > 12 else "")
