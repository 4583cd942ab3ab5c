"""Text → statements, whatever stands between them: prose, client commands, data, procedures, missing semicolons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from workbench.errors import SchemaError
from workbench.schema.ddl.lexer import BACKSLASH, Source, Token
from workbench.text import t

Kind = Literal["table", "view", "index", "type", "alter", "comment", "property", "variable", "skipped", "quiet"]

_MODIFIERS = (
    r"(?:(?:OR\s+(?:REPLACE|ALTER|REFRESH)|GLOBAL|LOCAL|TEMPORARY|TEMP|UNLOGGED|EXTERNAL|FOREIGN|VIRTUAL|TRANSIENT|"
    r"VOLATILE|DYNAMIC|HYBRID|ICEBERG|COLUMN|ROW|MATERIALIZED|SECURE|RECURSIVE|NO\s+FORCE|FORCE|NOFORCE|EDITIONABLE|"
    r"NONEDITIONABLE|EDITIONING|UNIQUE|CLUSTERED|NONCLUSTERED|BITMAP|FULLTEXT|SPATIAL|COLUMNSTORE|XML|PRIMARY|SHARDED|"
    r"DUPLICATED|IMMUTABLE|BLOCKCHAIN|PRIVATE|SNAPSHOT|MULTISET|SET|AGGREGATE|CONSTRAINT|PUBLIC|SEARCH|VECTOR|"
    r"ALGORITHM\s*=\s*\w+|DEFINER\s*=\s*\S+|SQL\s+SECURITY\s+\w+)\s+)*"
)
_ROUTINES = ("FUNCTION", "PROCEDURE", "PROC", "TRIGGER", "PACKAGE", "EVENT", "RULE")
_OBJECTS = (
    "TABLE", "CLASS", "VIEW", "INDEX", "TYPE", "DOMAIN", *_ROUTINES, "SEQUENCE", "SYNONYM", "SCHEMA", "DATABASE",
    "USER", "ROLE", "EXTENSION", "TABLESPACE", "POLICY", "PUBLICATION", "SUBSCRIPTION", "SERVER", "COLLATION",
    "CAST", "OPERATOR", "AGGREGATE", "STATISTICS", "STAGE", "STREAM", "TASK", "PIPE", "WAREHOUSE", "TAG", "MACRO",
    "LOGIN", "PARTITION", "DIRECTORY", "PROFILE", "LIBRARY", "LANGUAGE", "TEXT", "FILE", "CATALOG", "MASKING", "SERIAL",
)  # fmt: skip
# The fourth letter onwards may be mistyped: CREAT TABLE, CRAETE TABLE.
_CREATE = rf"(?:CREATE\s+{_MODIFIERS}(?:{'|'.join(_OBJECTS)})\b|CR[A-Z]{{2,6}}\s+TABLE\b)"
_FIRM = (
    rf"{_CREATE}|ALTER\s+(?:TABLE|VIEW|SEQUENCE|DATABASE|INDEX|SESSION|MATERIALIZED|AUTHORIZATION|DEFAULT|FUNCTION|"
    r"PROCEDURE|TRIGGER|TYPE|SCHEMA|ROLE|USER|DOMAIN|EXTENSION)\b|COMMENT\s+(?:IF\s+EXISTS\s+)?ON\s+[A-Z]+\s|"
    r"INSERT\s+(?:INTO|IGNORE|ALL|OVERWRITE|\[)|REPLACE\s+INTO\s|DROP\s+[A-Z]+\s|"
    r"EXEC(?:UTE)?\s+[\[\]\w.]*sp_|TRUNCATE\s+TABLE\s|(?:UN)?LOCK\s+TABLES?\b|COPY\s+\S[^\n]*\bFROM\s|"
    r"GRANT\s+\w+[^\n]*\s(?:ON|TO)\s|REVOKE\s+\w+[^\n]*\s(?:ON|FROM)\s|DECLARE\s+@|PRAGMA\s+\w|"
    r"GO[ \t]*\d*[ \t]*(?:\n|\Z)|PROMPT\b|DELIMITER\s+\S|(?:COMMIT|ROLLBACK)\s*;|END\s*;?[ \t]*(?:\n|\Z)|"
    r"SET\s+(?:ANSI_|QUOTED_|IDENTITY_INSERT|DEFINE|NAMES|FOREIGN_KEY|NOCOUNT|@)|REM(?:ARK)?\s|"
    r"USE\s+[\[`\w\]]+\s*;?[ \t]*(?:\n|\Z)|IF\s+(?:NOT\s+)?(?:EXISTS|OBJECT_ID)\b"
)
BOUNDARY = re.compile(_FIRM, re.I)
"""What can only begin a statement: at the start of a line it ends the one before, semicolon or not."""
_INSIDE = re.compile(
    rf"{_CREATE}|ALTER\s+TABLE\s|COMMENT\s+ON\s+(?:TABLE|COLUMN|VIEW)\s|INSERT\s+(?:INTO\s|\[)|DROP\s+(?:TABLE|VIEW)\s|"
    r"EXEC(?:UTE)?\s+[\[\]\w.]*sp_|(?:UN)?LOCK\s+TABLES\b|GO[ \t]*(?:\n|\Z)|SET\s+(?:ANSI_|QUOTED_|IDENTITY_INSERT)",
    re.I,
)
"""The same where a bracket is still open: `REMARK VARCHAR2(10)`, `USE INT` or `PROMPT TEXT` are columns there."""
_STARTER = re.compile(
    rf"{_FIRM}|(?:INSERT|UPDATE|DELETE|MERGE|SELECT|WITH|SET|USE|DENY|EXEC|EXECUTE|DECLARE|BEGIN|START|SAVEPOINT|"
    r"ANALYZE|VACUUM|CALL|RENAME|PRINT|IF|DO|REINDEX|ATTACH|INSTALL|LOAD|FLUSH|OPTIMIZE|SHOW|DESC|DESCRIBE|EXPLAIN|"
    r"VALUES|REFRESH|SECURITY|PURGE|CHECKPOINT|UPSERT|COMMIT|ROLLBACK|END|ALTER|CREATE\s+OR\s+REPLACE)\b(?!\s*[:.,'’])",
    re.I,
)
_TABLE_INLINE = re.compile(rf"\bCREATE\s+{_MODIFIERS}TABLE\b", re.I)
# Lines that speak to the client program, not to the database.
_CLIENT = re.compile(
    r"(?:\\[a-z!.]|\.[a-z]+\b|GO[ \t]*\d*[ \t]*(?=\n|\Z)|/[ \t]*(?=\n|\Z)|@@?[\w./]+|PROMPT\b|REM(?:ARK)?\b|SPOOL\b|"
    r"WHENEVER\b|(?:EXIT|QUIT)\b[^\n(]*(?=\n|\Z)|CONN(?:ECT)?\s+\w|:(?:setvar|on|r|connect)\b|"
    r"SET\s+(?:DEFINE|ECHO|FEEDBACK|SERVEROUTPUT|SQLBLANKLINES|LINESIZE|PAGESIZE|TIMING|VERIFY|SCAN|HEADING|TERMOUT|"
    r"TRIMSPOOL)\b)[^\n]*",
    re.I,
)
_DELIMITER = re.compile(r"DELIMITER[ \t]+(\S+)[^\n]*", re.I)
_COPY = re.compile(r"COPY\s[^;]*?\bFROM\s+stdin\b[^;]*;(?s:.*?)(?:^\\\.[ \t]*$|\Z)", re.I | re.M)
_ROUTINE = re.compile(rf"(?:CREATE|ALTER)\s+{_MODIFIERS}({'|'.join(_ROUTINES)}|TYPE\s+BODY)\b", re.I)
_DATA_WORDS = frozenset({"INSERT", "REPLACE", "UPDATE", "DELETE", "MERGE", "COPY", "LOAD", "UPSERT", "VALUES"})
_QUERY_WORDS = frozenset({"SELECT", "WITH", "EXPLAIN", "SHOW", "DESC", "DESCRIBE"})
_COUNTED_WORDS = frozenset({"RENAME", "CALL", "MERGE", "DO"})
# Words that may follow the closing bracket of CREATE TABLE on a line of their own, after a blank line.
_AFTER_BODY = frozenset(
    "AS SELECT WITH ENGINE COMMENT CHARSET CHARACTER DEFAULT COLLATE AUTO_INCREMENT PARTITION PARTITIONED TABLESPACE "
    "STORAGE ON USING INHERITS CLUSTER CLUSTERED OPTIONS ROW_FORMAT STORED LOCATION TBLPROPERTIES SERVER LIKE LOB "
    "ORGANIZATION PCTFREE LOGGING NOLOGGING SEGMENT DISTRIBUTED DISTKEY SORTKEY DISTSTYLE WITHOUT STRICT".split()
)


_MOST_TOKENS = 600_000
"""In one statement: 50,000 columns with comments. More is no table, and would take minutes."""


@dataclass(frozen=True)
class Statement:
    kind: Kind
    tokens: tuple[Token, ...]
    """Comments included; empty for what is skipped."""
    start: int
    subject: str = ""
    """For `skipped`: what it was (`INSERT`, `SEQUENCE`, …)."""
    before: tuple[Token, ...] = ()
    """The comments right above it, without a blank line between."""

    @property
    def words(self) -> list[Token]:
        """Its tokens without comments."""
        return [token for token in self.tokens if token.kind != "comment"]


@dataclass
class _Gap:
    """What was seen since the last statement."""

    comments: list[Token] = field(default_factory=list)

    def add(self, token: Token, source: Source) -> None:
        if self.comments and source.line(token.start) > source.line(self.comments[-1].end) + 1:
            self.comments.clear()
        self.comments.append(token)

    def take(self, start: int, source: Source) -> tuple[Token, ...]:
        kept, self.comments = self.comments, []
        return tuple(kept) if kept and source.line(start) <= source.line(kept[-1].end) + 1 else ()


def statements(source: Source, junk: Callable[[int, str], None]) -> Iterator[Statement]:
    """All statements in order; `junk(offset, line)` hears of each line that belongs to none."""
    text, pos, gap = source.text, 0, _Gap()
    while True:
        pos = _skip_blank(text, pos)
        if pos >= len(text):
            return
        if text[pos] in "-/#":
            token = next(source.tokens(pos), None)
            if token is not None and token.kind == "comment":
                gap.add(token, source)
                pos = token.end
                continue
        if found := _DELIMITER.match(text, pos):
            end, amount = _delimited(text, found)
            yield from (Statement("skipped", (), pos, "ROUTINE") for _ in range(amount))
            pos = end
        elif found := _CLIENT.match(text, pos):
            pos = found.end()
        elif _STARTER.match(text, pos):
            statement, pos = _statement(source, pos, gap)
            yield statement
        else:
            pos = _junk_line(source, pos, junk)


def _skip_blank(text: str, pos: int) -> int:
    found = _BLANK.match(text, pos)
    return found.end() if found else pos


_BLANK = re.compile(r"[\s;；\u200b\u2060\ufeff]*+")


def _junk_line(source: Source, pos: int, junk: Callable[[int, str], None]) -> int:
    """Past one line that starts no statement, but only up to a CREATE TABLE in the middle of it."""
    text = source.text
    stop = text.find("\n", pos)
    stop = len(text) if stop < 0 else stop
    found = _TABLE_INLINE.search(text, pos, stop)
    end = found.start() if found and found.start() > pos else stop
    if rest := text[pos:end].strip():
        junk(pos, rest)
    return end


def _delimited(text: str, found: re.Match[str]) -> tuple[int, int]:
    """The block up to the next DELIMITER line (MySQL's procedures and triggers), and how many it holds."""
    if found[1] == ";":
        return found.end(), 0
    following = _DELIMITER.search(text, found.end())
    end = following.start() if following else len(text)
    inside = text[found.end() : end]
    return end, len(_ROUTINE.findall(inside)) or 1


def _statement(source: Source, pos: int, gap: _Gap) -> tuple[Statement, int]:
    text = source.text
    if found := _COPY.match(text, pos):
        return Statement("skipped", (), pos, "DATA"), found.end()
    word = re.compile(r"\w+").match(text, pos)
    first = word[0].upper() if word else ""
    if first in _DATA_WORDS and not (first == "LOAD" and not re.compile(r"LOAD\s+DATA\b", re.I).match(text, pos)):
        found = _data_pattern(source.dialect in BACKSLASH).match(text, pos)
        return Statement("skipped", (), pos, "DATA"), max(found.end() if found else 0, pos + len(first))
    if found := _ROUTINE.match(text, pos):
        return Statement("skipped", (), pos, "ROUTINE"), _routine_end(source, pos, found[1].upper())
    if first in ("BEGIN", "DECLARE") and re.compile(r"(?:BEGIN|DECLARE)\s+(?!TRAN|WORK|@)[^\s;]", re.I).match(
        text, pos
    ):
        return Statement("skipped", (), pos, "ROUTINE"), _routine_end(source, pos, first)
    kind, subject = _kind(text, pos, first)
    tokens, end = _take(source, pos, kind)
    return Statement(kind, tuple(tokens), pos, subject, gap.take(pos, source)), end


def _kind(text: str, pos: int, first: str) -> tuple[Kind, str]:
    head = " ".join(text[pos : pos + 400].upper().split())
    if first in _QUERY_WORDS:
        return ("quiet", "") if head.startswith("SELECT PG_CATALOG.") else ("skipped", "QUERY")
    if first.startswith("CR"):
        found = re.match(_CREATE, head, re.I)
        what = found[0].split()[-1] if found else "OTHER"
        kinds: dict[str, Kind] = {"TABLE": "table", "CLASS": "table", "VIEW": "view", "INDEX": "index",
                                  "TYPE": "type", "DOMAIN": "type"}  # fmt: skip
        return kinds.get(what, "skipped"), what
    if first == "ALTER":
        return ("alter", "") if re.match(r"ALTER (?:FOREIGN )?TABLE\b", head) else ("quiet", "")
    if first == "COMMENT":
        return "comment", ""
    if first in ("EXEC", "EXECUTE"):
        return ("property", "") if "EXTENDEDPROPERTY" in head[:60] else ("quiet", "")
    if first in ("SET", "DECLARE") and "@" in head[:12]:
        return "variable", ""
    return ("skipped", first) if first in _COUNTED_WORDS else ("quiet", "")


def _take(source: Source, pos: int, kind: Kind) -> tuple[list[Token], int]:
    """Tokens up to the end of the statement, and where reading goes on."""
    tokens: list[Token] = []
    depth, body_done, last = 0, False, pos
    for token in source.tokens(pos):
        if token.kind == "punct":
            if token.text == ";":
                return tokens, token.end
            if token.text in "()":
                depth = max(0, depth + (1 if token.text == "(" else -1))
                body_done = body_done or (depth == 0 and token.text == ")")
            elif token.text in "/\\" and source.starts_line(token.start) and _CLIENT.match(source.text, token.start):
                return tokens, token.start
        elif token.kind == "word" and tokens and _ends_here(source, token, kind, depth, body_done, last):
            return tokens, token.start
        if token.kind == "comment" and body_done and depth == 0 and source.line(token.start) > source.line(last):
            if kind == "table" and _next_is_boundary(source, token.end):
                return tokens, token.start
        if token.kind != "comment":
            last = token.end
        tokens.append(token)
        if len(tokens) > _MOST_TOKENS:
            raise SchemaError(t("schema.too_complex", line=source.line(pos)))
    return tokens, len(source.text)


def _ends_here(source: Source, token: Token, kind: Kind, depth: int, body_done: bool, last: int) -> bool:
    if kind == "quiet" and token.upper == "CREATE" and _TABLE_INLINE.match(source.text, token.start):
        return True  # IF NOT EXISTS (…) BEGIN CREATE TABLE …
    after_body = kind == "table" and body_done and depth == 0
    if not (after_body or source.starts_line(token.start)):
        return False
    if (_INSIDE if depth else BOUNDARY).match(source.text, token.start):
        return True
    if kind != "table" or not after_body or token.upper in _AFTER_BODY or not source.starts_line(token.start):
        return False
    # A blank line or Korean after the last bracket: an explanation follows, not a table option.
    return not token.text.isascii() or source.text.count("\n", last, token.start) > 1


def _next_is_boundary(source: Source, pos: int) -> bool:
    """Whether only comments stand before the next statement: they are that statement's, not this one's."""
    for token in source.tokens(pos):
        if token.kind != "comment":
            return token.kind == "word" and bool(BOUNDARY.match(source.text, token.start))
    return True


def _routine_end(source: Source, pos: int, what: str) -> int:
    """Past a procedure's body: its `;` at the outermost BEGIN … END, its `/` or GO line, or the next firm statement."""
    text, depth, seen_begin, previous = source.text, 0, False, ""
    oracle = source.dialect == "oracle"
    for token in source.tokens(pos):
        word = token.upper
        if token.start > pos and token.kind in ("word", "punct") and source.starts_line(token.start):
            if _CLIENT.match(text, token.start) and not token.text.startswith("@"):
                return token.start
            column_zero = token.start == 0 or text[token.start - 1] == "\n"
            if (
                column_zero
                and (depth == 0 or oracle)
                and re.match(_CREATE, text[token.start : token.start + 300], re.I)
            ):
                return token.start
        if word in ("BEGIN", "CASE") and previous != "END":
            depth, seen_begin = depth + 1, True
        elif word == "END" and not re.compile(r"END\s+(?:IF|LOOP|WHILE|REPEAT|FOR)\b", re.I).match(text, token.start):
            depth -= 1
        elif token.kind == "punct" and token.text == ";" and depth <= 0:
            if seen_begin or (not oracle and what not in ("DECLARE", "BEGIN")):
                return token.end
        previous = word
    return len(text)


@cache
def _data_pattern(backslash: bool) -> re.Pattern[str]:
    escape, skip = (r"\\.|", r"\\") if backslash else ("", "")
    return re.compile(
        rf"""(?:[^;'"`\n]++|'(?s:{escape}[^'{skip}]|'')*+'|"(?s:{escape}[^"{skip}]|"")*+"|`[^`]*+`"""
        rf"""|\n(?![ \t]*(?:GO[ \t]*(?:\n|\Z)|INSERT\s|{_CREATE}|ALTER\s+TABLE|SET\s+IDENTITY|COMMENT\s+ON))"""
        r"""|['"`])*+;?""",
        re.I,
    )
