"""What a judge is shown of one answer, as text: fenced, without comments in SQL, personal data hidden, no secrets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from workbench.data.sensitive import are_sensitive_values, is_sensitive_name
from workbench.evaluate.judge.hiding import hide_secrets
from workbench.evaluate.judge.row import JudgeRow, ShownResult
from workbench.evaluate.judge.rubric import Rubric
from workbench.sql.lexer import tokens

_CELL_CHARS = 120


def fields(row: JudgeRow, rubric: Rubric) -> dict[str, str]:
    """The rubric's fields for one answer. A verbatim rubric gets every text as it is, except for secrets."""
    plain = {"ddl": row.ddl, "question": row.question, "gt_sql": row.gold, "gen_sql": row.sql or ""}
    if rubric.verbatim:
        return {name: _clean(text) for name, text in plain.items()}
    plain["gt_sql"], plain["gen_sql"] = without_comments(plain["gt_sql"]), without_comments(plain["gen_sql"])
    if rubric.shows_results:
        plain["gt_result"], plain["gen_result"] = _results(row.gold_result, row.result)
    return {name: fence(name, _clean(text)) for name, text in plain.items()}


def fence(name: str, text: str) -> str:
    """`text` between marks that it cannot contain: they carry the hash of the text itself.

    Control tokens of chat templates (`<|im_end|>`), which some servers read inside a message too, are broken up.
    """
    text = text.strip().replace("<|", "< |").replace("|>", "| >")
    mark = hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()[:12]
    return f"<{name} {mark}>\n{text}\n</{name} {mark}>"


def without_comments(sql: str) -> str:
    """The query alone: comments decide nothing, and are where a query would talk to the judge."""
    return "".join(" " if token.kind == "comment" else token.text for token in tokens(sql)).strip()


def _clean(text: str) -> str:
    """Without what no server takes (NUL, lone surrogates) and without secrets of this machine."""
    text = text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return hide_secrets(text)


def _results(gold: ShownResult | None, answer: ShownResult | None) -> tuple[str, str]:
    """Both results as tables of JSON values; personal data gets the same mark in both."""
    names: dict[str, str] = {}
    return _table(gold, names), _table(answer, names)


def _table(result: ShownResult | None, names: dict[str, str]) -> str:
    if result is None:
        return "(not run)"
    if result.fault:
        return f"(no result: {result.fault})"
    hidden = {at for at, name in enumerate(result.columns) if _is_hidden(name, [row[at] for row in result.rows])}
    lines = [" | ".join(_cell(name) for name in result.columns)]
    for row in result.rows:
        lines.append(" | ".join(_named(cell, names) if at in hidden else _cell(cell) for at, cell in enumerate(row)))
    total = f"more than {result.total}" if result.more else str(result.total)
    shown = "" if len(result.rows) == result.total else f", the first {len(result.rows)} shown"
    return "\n".join([f"({total} rows{shown})", *lines])


def _is_hidden(name: str, cells: Iterable[Any]) -> bool:
    texts = [cell for cell in cells if isinstance(cell, str)]
    return bool(texts) and (is_sensitive_name(name) or are_sensitive_values(texts))


def _named(cell: Any, names: dict[str, str]) -> str:
    return _cell(cell) if cell is None else names.setdefault(str(cell), f"●{len(names) + 1}")


def _cell(value: Any) -> str:
    """JSON, so that NULL, '' and 'NULL' look different; a line end inside a cell stays inside it."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _CELL_CHARS else text[:_CELL_CHARS] + "…"
