"""Model output → one SQL text: fences, prose, echoes, run-on text and typographic quotes removed.

String literals are never altered; a literal in curly quotes only gets straight ones.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from workbench.sql.lexer import Token, tokens
from workbench.text import t


@dataclass(frozen=True)
class Cleaned:
    """`sql` is '' when the text offers none. `notes` are ready to show."""

    sql: str
    notes: tuple[str, ...] = ()


_STARTS = (
    r"(?:SELECT\b|WITH\s+(?:RECURSIVE\s+)?[\w\"`]+\s*(?:\([^)]*\)\s*)?AS\s*(?:MATERIALIZED\s*)?\(|VALUES\s*\(|FROM\s+[\w\"`\[]"
    r"|PIVOT\s+[\w\"`]|UNPIVOT\s+[\w\"`]|DELETE\s+FROM\b|UPDATE\s+[\w\"`.]+\s+SET\b|INSERT\s+INTO\b|DROP\s+\w+\s+[\w\"`]"
    r"|TRUNCATE\s+(?:TABLE\s+)?[\w\"`]|ALTER\s+\w+\s+[\w\"`]|CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP\w*\s+)?"
    r"(?:TABLE|VIEW|MACRO|FUNCTION|INDEX|SCHEMA)\b|MERGE\s+INTO\b|ATTACH\s|COPY\s+[\w(\"]|PRAGMA\s+\w|SHOW\s+\w|DESCRIBE\s+\w"
    r"|SUMMARIZE\s+\w|CALL\s+\w+\s*\(|EXPLAIN\s)"
)
_LINE_START = re.compile(
    r"^[ \t>*\-\d.)]*(?:[^\s:：`'\"]{1,12}(?: [^\s:：`'\"]{1,12})?\s*[:：]\s*)?[`*]*(\({0,20}[ \t]*" + _STARTS + ")",
    re.I | re.M,
)
_ANYWHERE = re.compile(r"(?<![\w.])(\({0,20}(?:SELECT|WITH\s+\w+\s+AS\s*\())(?![\w])", re.I)
MOST_CHARS = 60_000
"""Three times the longest SQL that is taken: a model that runs away must not cost seconds of scanning."""
_FENCE = re.compile(r"(?:```|~~~)[ \t]*([\w+-]*)[ \t]*\r?\n?(.*?)(?:```|~~~|\Z)", re.S)
_THINK = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.S | re.I)
_END_MARK = re.compile(
    r"(^|\s)#{2,}|```|~~~|<\|[\w|]*\|>|</?s>|\[/?INST\]|<end_of_turn>|^\s*(?:Question|Explanation|Note|질문|설명|해설|참고)\s*[:：]",
    re.I | re.M,
)
_ECHO = re.compile(r"#{1,6}\s*(?:SQL(?:\s*(?:query|쿼리|문))?|답변|Answer|Response|Output)\s*[:：]?[ \t]*", re.I)
_SINGLE = "‘’‚‛′＇´ʼ"
_DOUBLE = "“”„‟〝〞＂″"
_SIGNS = {"−": "-", "–": "-", "—": "-", "≥": ">=", "≤": "<=", "≠": "<>", "、": ",", "。": " ", "•": " "}
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f"))
_JSON_KEYS = ("sql", "query", "sql_query", "answer", "response", "output")


def clean(raw: str) -> Cleaned:
    """The one SQL text in `raw`, without its trailing semicolon."""
    text = out_of_wrapping(raw)
    start = start_of(text)
    if start is None:
        return Cleaned("", (t("clean.no_sql"),) if raw.strip() else (t("clean.empty"),))
    straight = _straighten(text[start:])
    sql, rest = first_statement(straight)
    notes = []
    if start_of(rest) is not None:
        notes.append(t("clean.second_statement"))
    if straight != text[start:]:
        notes.append(t("clean.quotes"))
    return Cleaned(sql, tuple(notes))


def out_of_wrapping(text: str) -> str:
    """Out of thinking, fences and JSON, whichever is outermost, at most a few layers deep. Prose may be left."""
    text = _THINK.sub(" ", text[:MOST_CHARS].replace("\r\n", "\n"))
    text = re.split(r"</think(?:ing)?>", text, flags=re.I)[-1]
    for _ in range(4):
        inner = _from_json(text)
        if inner is None:
            inner = _from_fence(text)
        if inner is None or inner == text:
            break
        text = inner
    echo = [m.end() for m in islice(_ECHO.finditer(text), 10) if start_of(text[m.end() :]) is not None]
    before = start_of(text)
    # An echo counts only where nothing before it is SQL already: after the answer it is the next, invented exchange;
    # CREATE before it is the prompt's DDL echoed.
    if echo and (before is None or before >= echo[0] or text[before:].upper().startswith("CREATE")):
        return text[echo[0] :]
    return text


def _from_json(text: str) -> str | None:
    opening = text.find("{")
    if opening < 0 or start_of(text[:opening]) is not None:
        return None
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text[opening:])
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    lowered = {str(k).lower(): v for k, v in value.items()}
    return next((str(lowered[key] or "") for key in _JSON_KEYS if key in lowered), None)


def _from_fence(text: str) -> str | None:
    first = re.search(r"```|~~~", text)
    if first is None:
        return None
    before = start_of(text[: first.start()])
    if before is not None and _LINE_START.search(text[: first.start()]):
        return text[: first.start()]  # "SELECT …\n```": the opening fence was part of the prompt
    blocks = [m.group(2) for m in _FENCE.finditer(text)]
    return next((b for b in blocks if start_of(b) is not None), None)


def start_of(text: str) -> int | None:
    """Where a statement begins: at a line's start if any does, else anywhere in a line."""
    match = _LINE_START.search(text) or _ANYWHERE.search(text)
    return match.start(1) if match else None


def _straighten(text: str) -> str:
    """Typographic quotes, full-width punctuation and invisible characters made plain, outside literals only."""
    out: list[str] = []
    i = 0
    while i < len(text):
        ch = text[i]
        if ch in "'\"`":
            end = _closing(text, i, ch)
            out.append(text[i:end])
            i = end
        elif ch in _SINGLE or ch in _DOUBLE:
            marks, quote = (_SINGLE + "'", "'") if ch in _SINGLE else (_DOUBLE + '"', '"')
            end = _typographic_end(text, i, marks)
            out.append(quote + text[i + 1 : end].replace(quote, quote * 2) + quote)
            i = end + 1
        else:
            out.append(_plain(ch))
            i += 1
    return "".join(out)


def _closing(text: str, start: int, quote: str) -> int:
    """Index after the literal that opens at `start`; '' inside is an escape. A quote of the other kind may close it."""
    i = start + 1
    while (i := text.find(quote, i)) >= 0:
        if text[i + 1 : i + 2] != quote:
            return i + 1
        i += 2
    return len(text)


def _typographic_end(text: str, start: int, marks: str) -> int:
    """Index of the mark that closes: the first one that SQL could go on after, so ‘Women’s’ stays one literal."""
    line = text.find("\n", start)
    stop = line if line >= 0 else len(text)
    ends = [i for i in range(start + 1, stop) if text[i] in marks]
    return next((i for i in ends if not text[i + 1 : i + 2].isalnum()), ends[0] if ends else stop)


def _plain(ch: str) -> str:
    if ord(ch) in _INVISIBLE:
        return ""
    if ch in _SIGNS:
        return _SIGNS[ch]
    if "\uff01" <= ch <= "\uff5e":
        return unicodedata.normalize("NFKC", ch)
    return " " if ch != "\n" and ch.isspace() and not ch.isascii() else ch


_GOES_ON = frozenset(
    "SELECT FROM WHERE AND OR ON BY AS IN NOT LIKE ILIKE BETWEEN UNION ALL EXCEPT INTERSECT MINUS "
    "DISTINCT HAVING CASE WHEN THEN "
    "ELSE JOIN INNER LEFT RIGHT FULL OUTER CROSS NATURAL OVER PARTITION SET INTO VALUES LIMIT OFFSET IS "
    "EXISTS ANY USING WITH".split()
)
_CONTINUES = _GOES_ON | frozenset(
    "GROUP ORDER FETCH QUALIFY WINDOW END DESC ASC NULLS SEPARATOR RETURNING FOR TABLESAMPLE ROWS RANGE "
    "FILTER WITHIN SEMI ANTI ASOF "
    "POSITIONAL LATERAL PIVOT UNPIVOT START CONNECT STRAIGHT_JOIN ESCAPE COLLATE AT INTERVAL DIV RLIKE "
    "REGEXP SIMILAR".split()
)


def first_statement(text: str) -> tuple[str, str]:
    """The statement at the start of `text`, and what was cut."""
    depth = 0
    previous: Token | None = None
    found = tokens(text)
    opening = next((x.text.upper() for x in found if x.kind == "word"), "")
    for index, token in enumerate(found):
        if token.kind in ("space", "comment"):
            continue
        if token.text in "()" and token.kind == "op":
            depth += 1 if token.text == "(" else -1
        if (token.text == ";" and token.kind == "op") or _is_end_mark(text, token):
            return _tidy(text[: token.start]), text[token.start + 1 :]
        if depth <= 0 and previous is not None and _new_line_before(found, index):
            if _is_second_select(token, previous, opening) or _is_prose(text, found, index, previous):
                return _tidy(text[: token.start]), text[token.start :]
        previous = token
    return _tidy(text), ""


def _is_end_mark(text: str, token: Token) -> bool:
    match = _END_MARK.match(text, max(token.start - 1, 0)) or _END_MARK.match(text, token.start)
    if match is None or (token.kind in ("string", "quoted") and not token.text.startswith("```")):
        return token.kind == "quoted" and text.startswith("```", token.start)
    return match.end() > token.start


def _new_line_before(found: list[Token], index: int) -> bool:
    return index > 0 and found[index - 1].kind == "space" and "\n" in found[index - 1].text


def _is_second_select(token: Token, previous: Token, opening: str) -> bool:
    if not token.is_word("SELECT") or opening != "SELECT":
        return False
    return not (previous.kind == "op" and previous.text != ")") and not previous.is_word(*_GOES_ON)


def _is_prose(text: str, found: list[Token], index: int, previous: Token) -> bool:
    """A line that starts with a plain word where SQL would need a keyword, and reads like a sentence."""
    token = found[index]
    if token.kind != "word" or token.text.upper() in _CONTINUES or previous.text.upper() in _GOES_ON:
        return False
    if previous.kind == "op" and previous.text != ")":
        return False
    line = text[token.start :].split("\n", 1)[0]
    words = [x for x in re.split(r"\s+", line.strip()) if x]
    return len(words) >= 3 or line.rstrip().endswith((".", ":", "다", "요", "：", "!"))


def _tidy(sql: str) -> str:
    sql = sql.strip().rstrip(";").rstrip()
    while sql.endswith("`") and sql.count("`") % 2:
        sql = sql[:-1].rstrip()
    while sql.endswith("**"):
        sql = sql[:-2].rstrip()
    return sql
