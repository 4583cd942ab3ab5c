"""DuckDB's own errors as diagnostics: the same codes and words as lint, at the place DuckDB names.

The texts are those of DuckDB 2.0 (`tests/cases/lint/binding.toml` holds one query for each). A text nobody foresaw
still gives a Korean message at the right place, only a general one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlglot import exp

from workbench.sandbox.result import EngineError
from workbench.schema.model import Schema
from workbench.sql.diagnostic import Diagnostic
from workbench.sql.lint.functions import SPELLINGS, WORDS, nearest_functions
from workbench.sql.lint.names import column_hint, near_hint, nearest_tables
from workbench.sql.parsing import Parsed, parse
from workbench.sql.scopes import Frame, Scopes, Source, read_scopes
from workbench.sql.scopes.kinds import type_kind
from workbench.text import t

_DATE_PARTS = re.compile(r"(year|quarter|month|week|day|hour|minute|second|dow|dayofweek)s?", re.IGNORECASE)
_OPERATORS = {"~~": "LIKE", "!~~": "NOT LIKE", "~~*": "ILIKE", "!~~*": "NOT ILIKE", "~~~": "GLOB"}
_PART_FIRST = {"datediff", "date_diff", "datesub", "date_sub", "date_trunc", "date_part", "datepart"}
_TYPE = r"(?:[A-Z][A-Z_0-9 ]*(?:\([^()]*\))?(?:\[\])*)"


@dataclass(frozen=True)
class _Case:
    """One error about one text."""

    parsed: Parsed
    error: EngineError
    schema: Schema

    @cached_property
    def scopes(self) -> Scopes | None:
        if len(self.parsed.statements) != 1:
            return None
        try:
            return read_scopes(self.parsed.statements[0], self.schema)
        except Exception:  # only hints depend on it
            return None

    @property
    def place(self) -> tuple[int, int]:
        """The word at DuckDB's position; everything where DuckDB names none."""
        position = self.error.position
        if position is None:
            return self.parsed.span()
        return self.parsed.word_at(position)

    def node_at_place(self) -> exp.Expr | None:
        """The smallest operation that covers DuckDB's position, which for `a + b` is that of `+`."""
        position = self.error.position
        if position is None or len(self.parsed.statements) != 1:
            return None
        best: tuple[int, exp.Expr] | None = None
        for node in self.parsed.statements[0].find_all(exp.Binary, exp.Between, exp.In, exp.Case, exp.Neg, exp.Like):
            start, end = self.parsed.span(node)
            if start <= position < end and (best is None or end - start <= best[0]):
                best = end - start, node
        return best[1] if best is not None else None

    def whole_call(self) -> tuple[int, int]:
        """From DuckDB's position to the bracket that closes the call."""
        start, end = self.place
        index = self.parsed.token_at(end)
        if index < len(self.parsed.tokens) and self.parsed.tokens[index].text == "(":
            depth = 0
            for token in self.parsed.tokens[index:]:
                depth += (token.text == "(") - (token.text == ")")
                if depth == 0:
                    return start, token.end + 1
        return start, end

    def named(self, name: str) -> tuple[int, int]:
        """The word at the position, else the first word that is `name`."""
        if self.error.position is not None:
            return self.place
        wanted = name.split(".")[-1].casefold()
        hit = next((tk for tk in self.parsed.tokens if tk.text.casefold() == wanted), None)
        return (hit.start, hit.end + 1) if hit is not None else self.parsed.span()


def diagnostics(sql: str, error: EngineError, schema: Schema) -> tuple[Diagnostic, ...]:
    """What `error`, which DuckDB gave for `sql`, means and what to do. Never raises, never empty."""
    parsed = parse(sql)
    case = _Case(parsed, error, schema)
    try:
        for pattern, explain in _PATTERNS:
            match = pattern.search(error.message)
            if match is not None:
                found = explain(case, match)
                if found is not None:
                    return (found,)
    except Exception:  # an odd message must not cost the asker the answer
        return (_general(case),)
    return (_general(case),)


def _make(code: str, place: tuple[int, int], key: str = "", **values: Any) -> Diagnostic:
    return Diagnostic(code, "error", t(key or f"lint.{code}", **values), *place)


def _general(case: _Case) -> Diagnostic:
    word = " ".join(case.parsed.sql[slice(*case.place)].split())[:40]
    if case.error.position is None:
        return Diagnostic("engine", "error", t("binding.general"), *case.place)
    return Diagnostic("engine", "error", t("binding.general_at", word=word), *case.place)


def _column(case: _Case, match: re.Match[str]) -> Diagnostic | None:
    name = match["name"]
    place = _name_part(case, case.named(name), name)
    spelling = WORDS.get(name.casefold())
    if spelling is not None:
        return _make("missing-function", place, "lint.missing-function.spelling", name=name, spelling=spelling)
    written = case.parsed.sql[place[0] : place[1]]
    if written[:1] == '"' and not any(table.column(name) for table in case.schema.tables):
        return _make("double-quoted-text", place, name=name)
    if _DATE_PARTS.fullmatch(name) and _is_first_argument(case, place):
        return _make("bare-date-part", place, name=name)
    frame, source = _around(case, place)
    hint = column_hint(name, frame, source, case.schema) or near_hint(case.error.candidates[:3])
    sources = [source] if source is not None else frame.sources if frame is not None else []
    table = ", ".join(s.name for s in sources if s.name)
    key = "" if table else "binding.unknown_column"
    values = {"table": table} if table else {}
    return _make("unknown-column", place, key, name=name, hint=hint, **values)


def _name_part(case: _Case, place: tuple[int, int], name: str) -> tuple[int, int]:
    """From `c.금액`, at whose `c` DuckDB points, the whole reference."""
    end = place[1]
    tokens = case.parsed.tokens
    index = case.parsed.token_at(end)
    while index + 1 < len(tokens) and tokens[index].text == "." and tokens[index].start == end:
        end = tokens[index + 1].end + 1
        index += 2
    return place[0], end


def _is_first_argument(case: _Case, place: tuple[int, int]) -> bool:
    index = case.parsed.token_at(place[0])
    before = case.parsed.tokens[max(0, index - 2) : index]
    return len(before) == 2 and before[1].text == "(" and before[0].text.casefold() in _PART_FIRST


def _around(case: _Case, place: tuple[int, int]) -> tuple[Frame | None, Source | None]:
    """The SELECT around the place and, for `c.금액`, what `c` is there."""
    if case.scopes is None:
        return None, None
    for column, frame, meaning in case.scopes.columns():
        if case.parsed.span(column)[0] == place[0]:
            return frame, meaning.source
    return None, None


def _table_not_found(case: _Case, match: re.Match[str]) -> Diagnostic:
    name = match["name"]
    found = nearest_tables(name, case.schema)
    return _make("unknown-table", case.named(name), name=name, hint=near_hint(found))


def _namespace(case: _Case, match: re.Match[str]) -> Diagnostic:
    name = match["name"].split(".")[-1]
    place = _name_part(case, case.place, name)
    if case.schema.table(name) is not None:
        return _make("unknown-table", place, "lint.unknown-table.bare", name=name, written=match["name"])
    return _make("unknown-table", place, name=match["name"], hint=near_hint(nearest_tables(name, case.schema)))


def _alias(case: _Case, match: re.Match[str]) -> Diagnostic:
    name = match["name"].split(".")[-1]
    place = case.named(name)
    frame, _ = _around(case, place)
    renamed = (
        next((s for s in frame.sources if s.table and s.table.name.casefold() == name.casefold()), None)
        if frame
        else None
    )
    if renamed is not None:
        return _make("unknown-alias", place, "lint.unknown-alias.renamed", name=name, alias=renamed.name)
    names = ", ".join(re.findall(r'"([^"]+)"', case.error.message.partition("Candidate tables")[2])) or "-"
    key = "lint.unknown-alias.not-joined" if case.schema.table(name) else ""
    return _make("unknown-alias", place, key, name=name, names=names)


def _function(case: _Case, match: re.Match[str]) -> Diagnostic:
    name = match["name"]
    place = case.named(name)
    spelling = SPELLINGS.get(name.casefold())
    if spelling is not None:
        return _make("missing-function", place, "lint.missing-function.spelling", name=name, spelling=spelling)
    near = nearest_functions(name) or case.error.candidates[:2]
    return _make("missing-function", place, name=name, hint=near_hint(near))


def _type(case: _Case, match: re.Match[str]) -> Diagnostic:
    return _make("unknown-type", case.named(match["name"]), "binding.unknown_type", name=match["name"])


def _arguments(case: _Case, match: re.Match[str]) -> Diagnostic:
    name, given = match["name"].strip('"'), _types(match["types"])
    place = case.whole_call()
    kinds = ", ".join(_kind_label(one) for one in given) or t("binding.nothing")
    if name in _OPERATORS or not name[:1].isalpha():
        operator = _OPERATORS.get(name, name)
        node = case.node_at_place()
        place = case.parsed.span(node) if node is not None else place
        if operator in ("LIKE", "ILIKE", "NOT LIKE", "NOT ILIKE") and type_kind(given[0]) in ("date", "timestamp"):
            column = case.parsed.sql[slice(*case.parsed.span(node.this))] if node is not None else operator
            return _make("date-as-text", place, "lint.date-as-text.like", column=column)
        both_text = operator == "+" and {_kind(one) for one in given} == {"text"}
        key = "binding.concatenate" if both_text else "binding.operator"
        return _make("type-mismatch", place, key, operator=operator, kinds=kinds)
    interval = any(_kind(one) == "interval" for one in given)
    if name.casefold() in _PART_FIRST and given and _kind(given[0]) in ("date", "timestamp") and not interval:
        return _make("wrong-arguments", place, "binding.part_first", name=name)
    hint = _argument_hint(name.casefold(), [_kind(one) for one in given])
    return _make("wrong-arguments", place, "binding.arguments", name=name, kinds=kinds, hint=hint)


_TEXT_FUNCTIONS = {"substr", "substring", "left", "right", "replace", "split_part", "upper", "lower", "trim", "length"}
_NUMBER_FUNCTIONS = {"sum", "avg", "round", "floor", "ceil", "abs", "median", "stddev"}
_DATE_FUNCTIONS = {"year", "month", "day", "quarter", "week", "strftime", "date_trunc", "date_part", "date_diff",
                   "datediff", "last_day", "dayname", "monthname", "dayofweek", "hour"}  # fmt: skip


def _argument_hint(name: str, kinds: list[str]) -> str:
    """What people mean who call `name` with such values."""
    first = kinds[0] if kinds else ""
    if name == "decode":
        return t("binding.hint_decode")
    if name == "count" and len(kinds) > 1:
        return t("binding.hint_count")
    if name in ("date_add", "date_sub") and "interval" in kinds:
        return t("binding.hint_interval")
    if name in _TEXT_FUNCTIONS and first in ("date", "timestamp"):
        return t("binding.hint_strftime")
    if name in _TEXT_FUNCTIONS and first in ("integer", "number"):
        return t("binding.hint_cast_text")
    if name in _NUMBER_FUNCTIONS and first == "text":
        return t("binding.hint_cast_number")
    if name in _DATE_FUNCTIONS and "text" in kinds:
        return t("binding.hint_cast_date")
    return t("binding.hint_arguments")


def _types(text: str) -> list[str]:
    """`DATE, DECIMAL(10,2)` in two."""
    return [one.strip() for one in re.split(r",(?![^(]*\))", text) if one.strip()]


def _kind(duckdb_type: str) -> str:
    return type_kind({"INTEGER_LITERAL": "INTEGER", "STRING_LITERAL": "VARCHAR"}.get(duckdb_type, duckdb_type))


def _kind_label(duckdb_type: str) -> str:
    kind = _kind(duckdb_type)
    return t(f"lint.kind-{kind}") if kind else duckdb_type


def _ungrouped(case: _Case, match: re.Match[str]) -> Diagnostic:
    place = _name_part(case, case.named(match["name"]), match["name"])
    return _make("ungrouped-column", place, name=match["name"])


def _ambiguous(case: _Case, match: re.Match[str]) -> Diagnostic:
    options = ", ".join(re.findall(r"'([^']+)'", match["options"])).replace('"', "")
    return _make("ambiguous-column", case.named(match["name"]), name=match["name"], options=options)


def _twice(case: _Case, match: re.Match[str]) -> Diagnostic:
    name = match["name"].casefold()
    hits = [tk for tk in case.parsed.tokens if tk.text.casefold() == name]
    place = (hits[-1].start, hits[-1].end + 1) if hits else case.place
    if case.scopes is not None:
        for frame in case.scopes.frames:
            same = [s for s in frame.sources if s.name.casefold() == name]
            if len(same) > 1:
                place = case.parsed.span(same[1].node)
    return _make("duplicate-alias", place, name=match["name"])


def _subquery(case: _Case, match: re.Match[str]) -> Diagnostic:
    return _make("subquery-columns", case.place, count=match["count"])


def _at_call(code: str, **values: Any) -> Callable[[_Case, re.Match[str]], Diagnostic]:
    def explain(case: _Case, match: re.Match[str]) -> Diagnostic:
        place = case.whole_call()
        call = " ".join(case.parsed.sql[slice(*place)].split())
        filled = {"call": call, **values} if code != "window-in-where" else values
        return _make(code, place, **filled)

    return explain


def _plain(code: str, key: str) -> Callable[[_Case, re.Match[str]], Diagnostic]:
    """A message that needs only what the pattern caught."""

    def explain(case: _Case, match: re.Match[str]) -> Diagnostic:
        caught = match.groupdict()
        place = case.named(caught["name"]) if "name" in caught else case.place
        return _make(code, place, key, **caught)

    return explain


def _position(case: _Case, match: re.Match[str]) -> Diagnostic:
    place, count = case.place, int(match["count"])
    if case.error.position is None:
        beyond = [tk for tk in case.parsed.tokens if tk.text.isdigit() and not 1 <= int(tk.text) <= count]
        place = (beyond[-1].start, beyond[-1].end + 1) if beyond else place
    clause = match["clause"].removesuffix(" BY")
    written = case.parsed.sql[slice(*place)]
    return _make("position-out-of-range", place, clause=f"{clause} BY", position=written, count=count)


def _compare(case: _Case, match: re.Match[str]) -> Diagnostic:
    place = case.place
    node = case.node_at_place()
    if node is not None:
        place = case.parsed.span(node)
    return _make(
        "type-mismatch", place, "binding.compare", left=_kind_label(match["left"]), right=_kind_label(match["right"])
    )


def _conversion(case: _Case, match: re.Match[str]) -> Diagnostic:
    value = match["value"]
    hit = next((tk for tk in case.parsed.tokens if tk.text == value), None)
    place = (hit.start, hit.end + 1) if hit is not None else case.place
    date = "date" in match[0] or "timestamp" in match[0]
    if date:
        return _make("date-as-text", place, "lint.date-as-text.unreadable", value=value)
    return _make("type-mismatch", place, "binding.conversion", value=value)


def _syntax(case: _Case, match: re.Match[str]) -> Diagnostic:
    place = case.place
    word = " ".join(case.parsed.sql[slice(*place)].split())[:40]
    return _make("syntax", place, word=word)


def _open_quote(case: _Case, match: re.Match[str]) -> Diagnostic:
    start = case.error.position or 0
    return _make("open-quote", (start, len(case.parsed.sql)))


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[_Case, re.Match[str]], Diagnostic | None]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), explain)
    for pattern, explain in (
        (r'Referenced column "?(?P<name>.+?)"? (?:was )?not found', _column),
        (r'(?:Table|Values list) ".*?" does not have a column named "(?P<name>.*?)"', _column),
        (r'Referenced table "(?P<name>.*?)" not found', _alias),
        (r'Table with name "(?P<name>.*?)" does not exist because', _namespace),
        (r"(?:Table|View) with name (?P<name>.*?) does not exist", _table_not_found),
        (r"Function with name \"?(?P<name>.*?)\"? does not exist", _function),
        (r"Type with name (?P<name>.*?) does not exist", _type),
        (r"No function matches the given name and argument types '(?P<name>[^(]+)\((?P<types>.*?)\)'\.", _arguments),
        (r'best candidate function for the function call "(?P<name>[^(]+)\((?P<types>.*?)\)"', _arguments),
        (r'column "?(?P<name>.+?)"? must appear in the GROUP BY clause', _ungrouped),
        (r'Ambiguous reference to column name "(?P<name>.*?)" \(use: (?P<options>.*?)\)', _ambiguous),
        (r'Ambiguous reference to table "(?P<name>.*?)"', _twice),
        (r"Subquery returns (?P<count>\d+) columns - expected 1", _subquery),
        (r"aggregate function calls cannot (?:be nested|contain)", _at_call("nested-aggregate")),
        (r"WHERE clause cannot contain aggregates", _at_call("aggregate-in-where")),
        (r"WHERE clause cannot contain window", _at_call("window-in-where", clause="WHERE")),
        (r"HAVING clause cannot contain window", _at_call("window-in-where", clause="HAVING")),
        (
            r"(?P<clause>\w+(?: BY)?)(?: clause)? cannot contain (?:aggregates|window)",
            _plain("unsupported", "binding.clause"),
        ),
        (
            r"Set operations can only apply to expressions with the same number",
            _plain("set-columns", "binding.set_columns"),
        ),
        (r"(?P<clause>ORDER|GROUP BY|GROUP) term out of range - should be between 1 and (?P<count>\d+)", _position),
        (rf"Cannot compare values of type (?P<left>{_TYPE}) and type (?P<right>{_TYPE}) -", _compare),
        (rf"Cannot mix values of type (?P<left>{_TYPE}) and (?P<right>{_TYPE}) in", _compare),
        (r"Could not convert string ['\"](?P<value>.*?)['\"] to", _conversion),
        (r"(?:date|timestamp|time) field.*?: \"(?P<value>.*?)\"", _conversion),
        (
            r'Column "(?P<name>.*?)" does not exist on (?:right|left) side of join',
            _plain("unknown-column", "binding.using"),
        ),
        (r"No columns found to join on in NATURAL JOIN", _plain("natural-join", "binding.natural")),
        (r"Chained comparisons are not supported", _plain("syntax", "binding.chained")),
        (r"SELECT clause without selection list", _plain("syntax", "binding.no_columns")),
        (r"Deprecated lambda arrow", _plain("foreign-syntax", "binding.arrow")),
        (r"unterminated (?:string|quoted|/\*|comment|dollar)", _open_quote),
        (r"extract specifier \"(?P<name>.*?)\" not recognized", _plain("wrong-arguments", "binding.date_part")),
        (r"[Mm]ax(?:imum)? expression depth|too deep|stack", _plain("too-deep", "lint.too-deep")),
        (r"syntax error", _syntax),
    )
)
