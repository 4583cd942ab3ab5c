"""Foreign spellings that DuckDB's grammar lacks, rewritten token by token before anything is parsed.

Foreign functions get the prefix `wb_`, so that any parser leaves their arguments as written: sqlglot reads DATEDIFF,
TRUNC or CONVERT by the rules of one dialect, and small models mix dialects whatever the DDL says.
"""

from __future__ import annotations

import re
from dataclasses import replace

from workbench.schema.model import Schema
from workbench.sql.lexer import Token, tokens, unquoted

PREFIX = "wb_"
_BARE = {"SYSDATE": "sysdate", "SYSTIMESTAMP": "systimestamp", "CURRENT_DATETIME": "current_datetime"}
_TYPES = {
    "SIGNED": "BIGINT", "UNSIGNED": "BIGINT", "NUMBER": "DOUBLE", "VARCHAR2": "VARCHAR", "NVARCHAR": "VARCHAR",
    "NVARCHAR2": "VARCHAR",
    "CLOB": "VARCHAR", "NCLOB": "VARCHAR", "LONGTEXT": "VARCHAR", "MONEY": "DECIMAL(19,4)", "DATETIME2": "TIMESTAMP",
    "SMALLDATETIME": "TIMESTAMP", "BINARY_DOUBLE": "DOUBLE", "FLOAT64": "DOUBLE", "INT64": "BIGINT",
    "MEDIUMINT": "INTEGER",
}  # fmt: skip
_RESERVED = frozenset(
    "ALL ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC BOTH CASE CAST CHECK COLLATE COLUMN CONSTRAINT "
    "CREATE DEFAULT DEFERRABLE DESC "
    "DESCRIBE DISTINCT DO ELSE END EXCEPT FALSE FETCH FOR FOREIGN FROM GROUP HAVING IN INITIALLY "
    "INTERSECT INTO LAMBDA LATERAL LEADING "
    "LIMIT NOT NULL OFFSET ON ONLY OR ORDER PIVOT PLACING PRIMARY QUALIFY REFERENCES RETURNING SELECT "
    "SHOW SOME SUMMARIZE SYMMETRIC "
    "TABLE THEN TO TRAILING TRUE UNION UNIQUE UNPIVOT USING VARIADIC WHEN WHERE WINDOW WITH".split()
)
_CLOSERS = frozenset(
    "FROM WHERE GROUP ORDER HAVING LIMIT UNION EXCEPT INTERSECT ON JOIN LEFT INNER SELECT QUALIFY".split()
)


def respell(sql: str, dialect: str, schema: Schema, handlers: frozenset[str]) -> str:
    """The text with foreign spellings replaced; the same text if there are none."""
    found = tokens(_brackets(sql, dialect, schema))
    found = _literals(found)
    found = _clauses(found)
    found = _aliases(found)
    found = _group_concat(found)
    found = _top(found)
    found = _functions(found, schema, handlers)
    return "".join(token.text for token in found)


def _brackets(sql: str, dialect: str, schema: Schema) -> str:
    """[고객명] → "고객명" where it names something; lists and subscripts stay."""
    if "[" not in sql:
        return sql
    names = {t.name.casefold() for t in schema.tables} | {c.name.casefold() for t in schema.tables for c in t.columns}
    out, end = [], 0
    for match in re.finditer(r"\[([^\W\d][^\[\],']*)\]", sql):
        before = sql[: match.start()].rstrip()
        subscript = bool(re.search(r"[\w\")\]]$", sql[: match.start()])) and not re.search(
            r"(?i)\b(as|from|join|by|select|and|or|on|where|distinct)$", before
        )
        named = (
            dialect == "tsql"
            or match.group(1).strip().casefold() in names
            or before.endswith(".")
            or bool(re.search(r"(?i)\bas$", before))
        )
        if named and not subscript:
            out += [sql[end : match.start()], '"' + match.group(1) + '"']
            end = match.end()
    return "".join(out) + sql[end:]


def _literals(found: list[Token]) -> list[Token]:
    """Backticks → double quotes, N'…' → '…', backslash escapes → doubled quotes."""
    out: list[Token] = []
    for i, token in enumerate(found):
        if token.kind == "quoted" and token.text[0] == "`":
            token = replace(token, text='"' + unquoted(token.text).replace('"', '""') + '"')
        elif token.kind == "string" and "\\'" in token.text[1:-1]:
            token = replace(token, text="'" + token.text[1:-1].replace("\\'", "''") + "'")
        if (
            token.kind == "word"
            and token.text in ("N", "n", "_utf8", "_utf8mb4")
            and i + 1 < len(found)
            and found[i + 1].kind == "string"
        ):
            continue
        out.append(token)
    return out


def _clauses(found: list[Token]) -> list[Token]:
    """DUAL, FOR UPDATE, NOLOCK, index hints, MINUS, ROLLUP, types, `^=` and the operators of MySQL."""
    text_of = "".join(t.text for t in found)
    out = list(found)
    words = [i for i, t in enumerate(out) if t.kind not in ("space", "comment")]
    for at, i in enumerate(words):
        token = out[i]
        after = [out[j] for j in words[at + 1 : at + 4]]
        before = out[words[at - 1]] if at else None
        if token.text == "^=":
            out[i] = replace(token, text="<>")
        elif token.kind == "comment" or token.kind != "word":
            continue
        elif token.is_word("MINUS") and after and (after[0].is_word("SELECT") or after[0].text == "("):
            out[i] = replace(token, text="EXCEPT")
        elif (token.is_word("DIV") and before is not None and before.kind in ("word", "number", "quoted")) or (
            token.is_word("DIV") and before is not None and before.text == ")"
        ):
            out[i] = replace(token, text="//")
        elif (
            token.is_word(*_TYPES)
            and before is not None
            and (before.is_word("AS") or before.text == "::")
            and _in_cast(out, i)
        ):
            out[i] = replace(token, text=_type(token, after))
            if token.is_word("SIGNED", "UNSIGNED") and after and after[0].is_word("INTEGER", "INT"):
                out[words[at + 1]] = replace(after[0], text="")
        elif token.is_word("WITH") and [a.text.upper() for a in after[:1]] == ["ROLLUP"]:
            out = _rollup(out, i, words[at + 1])
    del text_of
    return out


def _type(token: Token, after: list[Token]) -> str:
    if token.is_word("NUMBER") and after and after[0].text == "(":
        return "DECIMAL"
    return _TYPES[token.text.upper()]


def _in_cast(found: list[Token], index: int) -> bool:
    """Whether the word is the type of a CAST and not an alias."""
    if index and any(t.text == "::" for t in found[max(index - 2, 0) : index]):
        return True
    depth = 0
    for i in range(index - 1, -1, -1):
        if found[i].text == ")":
            depth += 1
        elif found[i].text == "(":
            if depth == 0:
                return i > 0 and found[i - 1].text.upper() in ("CAST", "TRY_CAST", "SAFE_CAST")
            depth -= 1
    return False


def _rollup(found: list[Token], with_at: int, rollup_at: int) -> list[Token]:
    """GROUP BY a, b WITH ROLLUP → GROUP BY ROLLUP (a, b)."""
    for i in range(with_at - 1, -1, -1):
        if found[i].is_word("BY"):
            found[i] = replace(found[i], text=found[i].text + " ROLLUP (")
            found[with_at] = replace(found[with_at], text=")")
            found[rollup_at] = replace(found[rollup_at], text="")
            break
    return found


def _aliases(found: list[Token]) -> list[Token]:
    """AS 총 매출 / AS 매출(원) / AS 1월 / AS order → quoted, up to the next comma, closing or clause."""
    out = list(found)
    i = 0
    while i < len(out):
        if not out[i].is_word("AS") or _in_cast(out, i + 2):
            i += 1
            continue
        start = next((j for j in range(i + 1, len(out)) if out[j].kind not in ("space", "comment")), len(out))
        end = start
        depth = 0
        while end < len(out):
            token = out[end]
            if depth == 0 and (
                token.text in (",", ")", ";", ".")
                or (token.is_word(*_CLOSERS) and end > start)
                or token.kind in ("quoted", "string")
            ):
                break
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            end += 1
        while end > start and out[end - 1].kind in ("space", "comment"):
            end -= 1
        alias = "".join(t.text for t in out[start:end])
        if _needs_quotes(out[start:end], out[end:]):
            out[start:end] = [Token("quoted", '"' + alias.replace('"', '""') + '"', out[start].start)]
        i = start + 1
    return out


def _needs_quotes(alias: list[Token], rest: list[Token]) -> bool:
    if not alias or alias[0].kind not in ("word", "number"):
        return False
    after = next((t for t in rest if t.kind not in ("space", "comment")), None)
    if after is not None and after.text == ".":
        return False
    first = alias[0].text
    if len(alias) == 1:
        return first[0].isdigit() or (first.upper() in _RESERVED and not alias[0].is_word("SELECT", "NOT"))
    # `AS 총 매출`: only for words that no keyword of a clause can be, or a Korean unit in parentheses.
    hangul = any("가" <= ch <= "힣" for ch in first)
    tail = "".join(t.text for t in alias[1:])
    return (
        hangul
        and re.fullmatch(r"[\s\w가-힣()%/·-]+", tail) is not None
        and not re.search(r"(?i)\b(on|using|where|join|with)\b", tail)
    )


def _group_concat(found: list[Token]) -> list[Token]:
    """GROUP_CONCAT(DISTINCT x ORDER BY y SEPARATOR '/') → STRING_AGG(DISTINCT x, '/' ORDER BY y)."""
    out = list(found)
    for i, token in enumerate(found):
        if not token.is_word("GROUP_CONCAT"):
            continue
        opening = next((j for j in range(i + 1, len(out)) if out[j].kind != "space"), None)
        if opening is None or out[opening].text != "(":
            continue
        closing, order, separator = _inside(out, opening)
        if closing is None or (order is None and separator is None):
            continue
        body_end = min(x for x in (order, separator, closing) if x is not None)
        ordering = "".join(t.text for t in out[order : separator or closing]).strip() if order is not None else ""
        mark = "".join(t.text for t in out[separator + 1 : closing]).strip() if separator is not None else "','"
        body = "".join(t.text for t in out[opening + 1 : body_end]).strip()
        out[i] = replace(token, text="STRING_AGG")
        piece = f"({body}, {mark}{' ' + ordering if ordering else ''})"
        out[opening : closing + 1] = [Token("op", piece, out[opening].start)] + [Token("space", "", 0)] * (
            closing - opening
        )
    return out


def _inside(found: list[Token], opening: int) -> tuple[int | None, int | None, int | None]:
    """Where the parenthesis at `opening` closes, and its own ORDER and SEPARATOR."""
    depth, order, separator = 0, None, None
    for j in range(opening, len(found)):
        depth += {"(": 1, ")": -1}.get(found[j].text, 0)
        if depth == 0:
            return j, order, separator
        if depth == 1 and found[j].is_word("ORDER"):
            order = j
        if depth == 1 and found[j].is_word("SEPARATOR"):
            separator = j
    return None, None, None


def _top(found: list[Token]) -> list[Token]:
    """SELECT [DISTINCT] TOP (5) … → SELECT … LIMIT 5 at the end of that query."""
    out = list(found)
    i = 0
    while i < len(out):
        if not out[i].is_word("TOP") or not _after_select(out, i):
            i += 1
            continue
        j = i + 1
        amount = ""
        while j < len(out) and not amount:
            if out[j].kind == "number":
                amount = out[j].text
            elif out[j].kind != "space" and out[j].text != "(":
                break
            j += 1
        if not amount:
            i += 1
            continue
        while j < len(out) and (
            out[j].kind == "space" or out[j].text == ")" or out[j].is_word("PERCENT", "WITH", "TIES")
        ):
            amount += "%" if out[j].is_word("PERCENT") else ""
            j += 1
        end = _query_end(out, j)
        out = [*out[:i], *out[j:end], Token("word", f" LIMIT {amount} ", 0), *out[end:]]
    return out


def _after_select(found: list[Token], index: int) -> bool:
    before = [t for t in found[:index] if t.kind not in ("space", "comment")]
    if before and before[-1].is_word("DISTINCT", "ALL"):
        before = before[:-1]
    return bool(before) and before[-1].is_word("SELECT")


def _query_end(found: list[Token], start: int) -> int:
    depth = 0
    for j in range(start, len(found)):
        if (found[j].text == ")" and depth == 0) or found[j].text == ";":
            return j
        if depth == 0 and found[j].is_word("UNION", "EXCEPT", "INTERSECT"):
            return j
        depth += {"(": 1, ")": -1}.get(found[j].text, 0)
    return len(found)


def _functions(found: list[Token], schema: Schema, handlers: frozenset[str]) -> list[Token]:
    columns = {c.name.casefold() for t in schema.tables for c in t.columns}
    out = list(found)
    for i, token in enumerate(found):
        if token.kind != "word" or (i and found[i - 1].text in (".", PREFIX)):
            continue
        name = token.text.casefold()
        nearest = next((t for t in found[i + 1 :] if t.kind != "space"), None)
        call = nearest is not None and nearest.text == "("
        if call and name in handlers:
            out[i] = replace(token, text=PREFIX + token.text)
        elif not call and token.text.upper() in _BARE and name not in columns:
            out[i] = replace(token, text=f"{PREFIX}{_BARE[token.text.upper()]}()")
    return out
