"""DuckDB's own errors as diagnostics: the same codes and words as lint, at the place DuckDB names.

The texts are those of DuckDB 2.0 (`tests/cases/lint/binding.toml` holds one query for each). A text nobody foresaw
still gives a Korean message at the right place, only a general one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from workbench.sandbox.result import EngineError
from workbench.schema.model import Schema
from workbench.sql.binding.arguments import PART_FIRST, kind_label, wrong_arguments
from workbench.sql.binding.case import Case, make
from workbench.sql.diagnostic import Diagnostic
from workbench.sql.lint.functions import SPELLINGS, WORDS, nearest_functions
from workbench.sql.lint.names import column_hint, near_hint, nearest_tables
from workbench.sql.parsing import parse
from workbench.sql.scopes import Frame, Source
from workbench.text import t

_DATE_PARTS = re.compile(r"(year|quarter|month|week|day|hour|minute|second|dow|dayofweek)s?", re.IGNORECASE)
_TYPE = r"(?:[A-Z][A-Z_0-9 ]*(?:\([^()]*\))?(?:\[\])*)"


def diagnostics(sql: str, error: EngineError, schema: Schema) -> tuple[Diagnostic, ...]:
    """What `error`, which DuckDB gave for `sql`, means and what to do. Never raises, never empty."""
    parsed = parse(sql)
    case = Case(parsed, error, schema)
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


def _general(case: Case) -> Diagnostic:
    word = " ".join(case.parsed.sql[slice(*case.place)].split())[:40]
    if case.error.position is None:
        return Diagnostic("engine", "error", t("binding.general"), *case.place)
    return Diagnostic("engine", "error", t("binding.general_at", word=word), *case.place)


def _column(case: Case, match: re.Match[str]) -> Diagnostic | None:
    name = match["name"]
    place = _name_part(case, case.named(name), name)
    spelling = WORDS.get(name.casefold())
    if spelling is not None:
        return make("missing-function", place, "lint.missing-function.spelling", name=name, spelling=spelling)
    written = case.parsed.sql[place[0] : place[1]]
    if written[:1] == '"' and not any(table.column(name) for table in case.schema.tables):
        return make("double-quoted-text", place, name=name)
    if _DATE_PARTS.fullmatch(name) and _is_first_argument(case, place):
        return make("bare-date-part", place, name=name)
    frame, source = _around(case, place)
    hint = column_hint(name, frame, source, case.schema) or near_hint(case.error.candidates[:3])
    sources = [source] if source is not None else frame.sources if frame is not None else []
    table = ", ".join(s.name for s in sources if s.name)
    key = "" if table else "binding.unknown_column"
    values = {"table": table} if table else {}
    return make("unknown-column", place, key, name=name, hint=hint, **values)


def _name_part(case: Case, place: tuple[int, int], name: str) -> tuple[int, int]:
    """From `c.금액`, at whose `c` DuckDB points, the whole reference."""
    end = place[1]
    tokens = case.parsed.tokens
    index = case.parsed.token_at(end)
    while index + 1 < len(tokens) and tokens[index].text == "." and tokens[index].start == end:
        end = tokens[index + 1].end + 1
        index += 2
    return place[0], end


def _is_first_argument(case: Case, place: tuple[int, int]) -> bool:
    index = case.parsed.token_at(place[0])
    before = case.parsed.tokens[max(0, index - 2) : index]
    return len(before) == 2 and before[1].text == "(" and before[0].text.casefold() in PART_FIRST


def _around(case: Case, place: tuple[int, int]) -> tuple[Frame | None, Source | None]:
    """The SELECT around the place and, for `c.금액`, what `c` is there."""
    if case.scopes is None:
        return None, None
    for column, frame, meaning in case.scopes.columns():
        if case.parsed.span(column)[0] == place[0]:
            return frame, meaning.source
    return None, None


def _table_not_found(case: Case, match: re.Match[str]) -> Diagnostic:
    name = match["name"]
    found = nearest_tables(name, case.schema)
    return make("unknown-table", case.named(name), name=name, hint=near_hint(found))


def _namespace(case: Case, match: re.Match[str]) -> Diagnostic:
    name = match["name"].split(".")[-1]
    place = _name_part(case, case.place, name)
    if case.schema.table(name) is not None:
        return make("unknown-table", place, "lint.unknown-table.bare", name=name, written=match["name"])
    return make("unknown-table", place, name=match["name"], hint=near_hint(nearest_tables(name, case.schema)))


def _alias(case: Case, match: re.Match[str]) -> Diagnostic:
    name = match["name"].split(".")[-1]
    place = case.named(name)
    frame, _ = _around(case, place)
    renamed = (
        next((s for s in frame.sources if s.table and s.table.name.casefold() == name.casefold()), None)
        if frame
        else None
    )
    if renamed is not None:
        return make("unknown-alias", place, "lint.unknown-alias.renamed", name=name, alias=renamed.name)
    names = ", ".join(re.findall(r'"([^"]+)"', case.error.message.partition("Candidate tables")[2])) or "-"
    key = "lint.unknown-alias.not-joined" if case.schema.table(name) else ""
    return make("unknown-alias", place, key, name=name, names=names)


def _function(case: Case, match: re.Match[str]) -> Diagnostic:
    name = match["name"]
    place = case.named(name)
    spelling = SPELLINGS.get(name.casefold())
    if spelling is not None:
        return make("missing-function", place, "lint.missing-function.spelling", name=name, spelling=spelling)
    near = nearest_functions(name) or case.error.candidates[:2]
    return make("missing-function", place, name=name, hint=near_hint(near))


def _type(case: Case, match: re.Match[str]) -> Diagnostic:
    return make("unknown-type", case.named(match["name"]), "binding.unknown_type", name=match["name"])


def _ungrouped(case: Case, match: re.Match[str]) -> Diagnostic:
    place = _name_part(case, case.named(match["name"]), match["name"])
    return make("ungrouped-column", place, name=match["name"])


def _ambiguous(case: Case, match: re.Match[str]) -> Diagnostic:
    options = ", ".join(re.findall(r"'([^']+)'", match["options"])).replace('"', "")
    return make("ambiguous-column", case.named(match["name"]), name=match["name"], options=options)


def _twice(case: Case, match: re.Match[str]) -> Diagnostic:
    name = match["name"].casefold()
    hits = [tk for tk in case.parsed.tokens if tk.text.casefold() == name]
    place = (hits[-1].start, hits[-1].end + 1) if hits else case.place
    if case.scopes is not None:
        for frame in case.scopes.frames:
            same = [s for s in frame.sources if s.name.casefold() == name]
            if len(same) > 1:
                place = case.parsed.span(same[1].node)
    return make("duplicate-alias", place, name=match["name"])


def _subquery(case: Case, match: re.Match[str]) -> Diagnostic:
    return make("subquery-columns", case.place, count=match["count"])


def _at_call(code: str, **values: Any) -> Callable[[Case, re.Match[str]], Diagnostic]:
    def explain(case: Case, match: re.Match[str]) -> Diagnostic:
        place = case.whole_call()
        call = " ".join(case.parsed.sql[slice(*place)].split())
        filled = {"call": call, **values} if code != "window-in-where" else values
        return make(code, place, **filled)

    return explain


def _plain(code: str, key: str) -> Callable[[Case, re.Match[str]], Diagnostic]:
    """A message that needs only what the pattern caught."""

    def explain(case: Case, match: re.Match[str]) -> Diagnostic:
        caught = match.groupdict()
        place = case.named(caught["name"]) if "name" in caught else case.place
        return make(code, place, key, **caught)

    return explain


def _position(case: Case, match: re.Match[str]) -> Diagnostic:
    place, count = case.place, int(match["count"])
    if case.error.position is None:
        beyond = [tk for tk in case.parsed.tokens if tk.text.isdigit() and not 1 <= int(tk.text) <= count]
        place = (beyond[-1].start, beyond[-1].end + 1) if beyond else place
    clause = match["clause"].removesuffix(" BY")
    written = case.parsed.sql[slice(*place)]
    return make("position-out-of-range", place, clause=f"{clause} BY", position=written, count=count)


def _compare(case: Case, match: re.Match[str]) -> Diagnostic:
    place = case.place
    node = case.node_at_place()
    if node is not None:
        place = case.parsed.span(node)
    return make(
        "type-mismatch", place, "binding.compare", left=kind_label(match["left"]), right=kind_label(match["right"])
    )


def _conversion(case: Case, match: re.Match[str]) -> Diagnostic:
    value = match["value"]
    hit = next((tk for tk in case.parsed.tokens if tk.text == value), None)
    place = (hit.start, hit.end + 1) if hit is not None else case.place
    date = "date" in match[0] or "timestamp" in match[0]
    if date:
        return make("date-as-text", place, "lint.date-as-text.unreadable", value=value)
    return make("type-mismatch", place, "binding.conversion", value=value)


def _syntax(case: Case, match: re.Match[str]) -> Diagnostic:
    place = case.place
    word = " ".join(case.parsed.sql[slice(*place)].split())[:40]
    return make("syntax", place, word=word)


def _open_quote(case: Case, match: re.Match[str]) -> Diagnostic:
    start = case.error.position or 0
    return make("open-quote", (start, len(case.parsed.sql)))


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[Case, re.Match[str]], Diagnostic | None]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), explain)
    for pattern, explain in (
        (r'Referenced column "?(?P<name>.+?)"? (?:was )?not found', _column),
        (r'(?:Table|Values list) ".*?" does not have a column named "(?P<name>.*?)"', _column),
        (r'Referenced table "(?P<name>.*?)" not found', _alias),
        (r'Table with name "(?P<name>.*?)" does not exist because', _namespace),
        (r"(?:Table|View) with name (?P<name>.*?) does not exist", _table_not_found),
        (r"Function with name \"?(?P<name>.*?)\"? does not exist", _function),
        (r"Type with name (?P<name>.*?) does not exist", _type),
        (
            r"No function matches the given name and argument types '(?P<name>[^(]+)\((?P<types>.*?)\)'\.",
            wrong_arguments,
        ),
        (r'best candidate function for the function call "(?P<name>[^(]+)\((?P<types>.*?)\)"', wrong_arguments),
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
