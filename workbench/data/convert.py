"""Text cells to DuckDB types, the way Koreans write numbers and dates. All of it is SQL that DuckDB runs in bulk.

A value is converted directly where that loses nothing, else after cleaning (`1,234원`, `2024. 3. 1. 오후 3:05`), else
it is NULL and counted. Blank cells and the words in `MISSING` are NULL in every type but text; in text only `\\N` is
NULL, and an empty cell is an empty string (Excel's blanks are NULL in text too: they hold nothing).
"""

from __future__ import annotations

import re

MISSING = ("", "\\N", "NULL", "NONE", "N/A", "NA", "#N/A", "NAN", "-", "--", "NAT")

_INTEGERS = re.compile(r"^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|INT|SIGNED|LONG|SHORT|INT\d+|UINT\d+)$")
_EXACT = re.compile(r"^(DECIMAL|NUMERIC)\b")
_FLOATS = re.compile(r"^(DOUBLE|FLOAT|REAL|FLOAT4|FLOAT8|DOUBLE PRECISION)$")
_TEXTS = re.compile(r"^(VARCHAR|TEXT|STRING|CHAR|BPCHAR)\b")
_MOMENTS = re.compile(r"^(DATE|TIMESTAMP|DATETIME)")

# Full-width digits and signs are what a Korean IME leaves in spreadsheets; △ and ▲ mark negatives in accounting.
_NUMBER_FROM, _NUMBER_TO = "０１２３４５６７８９，．－＋％（）△▲−", "0123456789,.-+%()---"
_NUMBER_FROM_BARE = _NUMBER_FROM.translate({ord(ch): None for ch in "，％（）"})
_NUMBER_TO_BARE = _NUMBER_TO.translate({ord(ch): None for ch in ",%()"})
_UNITS = "원|KRW|USD|%|건|개|명|회|점|세|kg|g|cm|mm|m|km|장|권|병|박스|대|일|시간|분|초|호|층|평"
_JUNK = " \t\u00a0\u3000,，%％()（）₩￦$" + "".join(sorted(set(_UNITS + _UNITS.upper()) - set("|%")))
"""Everything besides digits, point and sign that a text of the right shape may hold."""


def family(duckdb_type: str) -> str:
    """`text`, `integer`, `decimal`, `float`, `moment` (dates and timestamps), `boolean`, `blob` or `other`."""
    name = duckdb_type.upper().strip()
    if name.endswith("]"):
        return "other"
    for pattern, kind in ((_INTEGERS, "integer"), (_EXACT, "decimal"), (_FLOATS, "float"), (_TEXTS, "text")):
        if pattern.match(name):
            return kind
    if _MOMENTS.match(name):
        return "moment"
    if name in {"BOOLEAN", "BOOL", "LOGICAL"}:
        return "boolean"
    return "blob" if name in {"BLOB", "BYTEA", "BINARY", "VARBINARY"} else "other"


def present(cell: str, duckdb_type: str) -> str:
    """SQL: whether text expression `cell` holds a value at all, for that type."""
    if family(duckdb_type) == "text":
        return f"({cell} IS NOT NULL AND {cell} <> '\\N')"
    words = ", ".join(f"'{word}'" for word in MISSING)
    return f"({cell} IS NOT NULL AND upper(trim({cell})) NOT IN ({words}))"


def direct(cell: str, duckdb_type: str) -> str:
    """SQL: text expression `cell` as `duckdb_type` where it is spelt the usual way, else NULL.

    Tried before `converted`: that one's patterns cost 50 ms to prepare for each column, however few the rows.
    """
    kind = family(duckdb_type)
    cast = f"try_cast({cell} AS {duckdb_type})"
    if kind == "text":
        return f"nullif({cell}, '\\N')"
    if kind == "blob":
        return f"coalesce({cast}, encode({cell}))"
    if kind == "integer":
        # '1.5'::INTEGER is 2 in DuckDB: texts with a point go through a decimal and must be whole.
        cast = f"CASE WHEN NOT contains({cell}, '.') THEN {cast} END"
    elif kind == "moment":
        # DuckDB reads '24-03-01' as the year 24, and leaves out the PM of '3:05 PM'.
        cast = f"CASE WHEN regexp_matches({cell}, '^\\s*\\d{{4}}[^오전후APap]*$') THEN {cast} END"
    return f"CASE WHEN {present(cell, duckdb_type)} THEN {cast} END"


def converted(cell: str, duckdb_type: str) -> str:
    """SQL: text expression `cell` as `duckdb_type`, cleaned where needed; NULL where it is missing or does not fit."""
    kind = family(duckdb_type)
    first = direct(cell, duckdb_type)
    if kind == "integer":
        exact = f"try_cast({_number(cell)} AS DECIMAL(38, 6))"
        second = f"CASE WHEN {exact} = trunc({exact}) THEN try_cast({exact} AS {duckdb_type}) END"
    elif kind in {"decimal", "float"}:
        second = f"try_cast({_number(cell)} AS {duckdb_type})"
    elif kind == "moment":
        second = f"try_cast({_moment(cell)} AS {duckdb_type})"
    elif kind == "boolean":
        second = _truth(cell)
    else:
        return first
    return f"coalesce({first}, CASE WHEN {present(cell, duckdb_type)} THEN {second} END)"


def _number(cell: str) -> str:
    """`₩ 1,234원` → `1234`, `(500)` → `-500`, `△3.5%` → `-3.5`; NULL when it is not one number with a unit.

    A pattern decides and `translate` does the work: capturing the digits by pattern took 5 times as long, and so does a
    long list of characters to translate, which is why the usual spelling goes first.
    """
    text = f"translate({cell}, '{_NUMBER_FROM} \t\u00a0\u3000', '{_NUMBER_TO}')"
    amount = "(\\d{1,3}(,\\d{3})+(\\.\\d*)?|\\d+(\\.\\d*)?|\\.\\d+)"
    shape = f"(?i)([-+]?[₩￦$]?[-+]?{amount}({_UNITS})?|\\({amount}({_UNITS})?\\))"
    plain = f"CASE WHEN regexp_full_match({cell}, '[-+]?[₩$]?{amount} ?원?') THEN translate({cell}, ',원₩$ ', '') END"
    sign = f"CASE WHEN contains({text}, '(') THEN '-' ELSE '' END"
    bare = f"translate({cell}, '{_NUMBER_FROM_BARE}{_JUNK}', '{_NUMBER_TO_BARE}')"
    return f"coalesce({plain}, CASE WHEN regexp_full_match({text}, '{shape}') THEN {sign} || {bare} END)"


def _moment(cell: str) -> str:
    """Dates with dots, slashes, 년/월/일 or nothing between the parts, then a time with or without 오전/오후.

    Two-digit years are 2000-2069 and 1970-1999.
    """
    year, month, day = "(\\d{4}|\\d{2})\\s*[-./년]", "(\\d{1,2})\\s*[-./월]", "(\\d{1,2})\\s*[.일]?"
    date = f"^\\s*{year}\\s*{month}\\s*{day}\\s*(?:\\(.\\))?\\s*[T,]?\\s*"
    packed = "^\\s*(\\d{4})(\\d{2})(\\d{2})\\s*(?:(\\d{2})(\\d{2})(\\d{2}))?\\s*$"
    spaced = f"regexp_replace({cell}, '{packed}', '\\1-\\2-\\3 \\4:\\5:\\6')"
    day = f"regexp_replace({spaced}, '{date}', '\\1-\\2-\\3 ')"
    year = (
        f"CASE WHEN regexp_matches({day}, '^[0-6]\\d-\\d') THEN '20' || {day} "
        f"WHEN regexp_matches({day}, '^[7-9]\\d-\\d') THEN '19' || {day} ELSE {day} END"
    )
    words = "(\\d+)\\s*시\\s*(\\d+)\\s*분(?:\\s*(\\d+)\\s*초)?"
    clock = f"regexp_replace(regexp_replace({year}, ' ::$', ''), '{words}', '\\1:\\2:\\3')"
    clock = f"rtrim({clock}, ': ')"
    half = "\\s*(오전|오후|AM|PM)\\s*"
    noon = f"regexp_extract({clock}, '{half}', 1, 'i')"
    bare = f"regexp_replace({clock}, '{half}', ' ', 'i')"
    hour = f"try_cast(regexp_extract({bare}, ' (\\d{{1,2}}):', 1) AS INTEGER)"
    shifted = (
        f"regexp_replace({bare}, ' \\d{{1,2}}:', ' ' || lpad((CASE WHEN upper({noon}) IN ('오후', 'PM') "
        f"THEN {hour} % 12 + 12 ELSE {hour} % 12 END)::VARCHAR, 2, '0') || ':')"
    )
    return f"trim(CASE WHEN {noon} <> '' AND {hour} BETWEEN 1 AND 12 THEN {shifted} ELSE {bare} END)"


def _truth(cell: str) -> str:
    return (
        f"CASE WHEN upper(trim({cell})) IN ('예', '참', 'O', '○', '사용', '있음', 'ON') THEN true "
        f"WHEN upper(trim({cell})) IN ('아니오', '아니요', '거짓', 'X', '×', '미사용', '없음', 'OFF') THEN false END"
    )
