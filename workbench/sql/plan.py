"""DuckDB's query plan as a small tree in the reader's words, with warnings about what will be slow or wrong.

Written against `EXPLAIN (FORMAT json)` of DuckDB 2.0: nodes of `name`, `children` and `extra_info`, which holds text or
lists and, on most operators, "Estimated Cardinality". Projections that only pass columns on are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.schema.labels import label_of
from workbench.schema.model import Schema
from workbench.sql.diagnostic import Diagnostic
from workbench.text import t

HUGE_SCAN_ROWS = 5_000_000
"""Above this a scan alone takes seconds on two cores."""
EXPLODING_FACTOR = 10
EXPLODING_ROWS = 100_000
"""A join is suspect when it is expected to give ten times its larger side, and more than a screenful matters."""
_DEEPEST = 120
_LONGEST_DETAIL = 90

_KINDS = {
    **dict.fromkeys(("SEQ_SCAN", "TABLE_SCAN", "INDEX_SCAN"), "scan"),
    **dict.fromkeys(("HASH_GROUP_BY", "PERFECT_HASH_GROUP_BY", "PARTITIONED_AGGREGATE"), "group"),
    **dict.fromkeys(("UNGROUPED_AGGREGATE", "SIMPLE_AGGREGATE"), "aggregate"),
    **dict.fromkeys(("WINDOW", "STREAMING_WINDOW"), "window"),
    **dict.fromkeys(("LIMIT", "STREAMING_LIMIT", "LIMIT_PERCENT"), "limit"),
    **dict.fromkeys(("LEFT_DELIM_JOIN", "RIGHT_DELIM_JOIN", "DELIM_JOIN"), "delim_join"),
    **dict.fromkeys(("RESERVOIR_SAMPLE", "STREAMING_SAMPLE"), "sample"),
    **dict.fromkeys(("COLUMN_DATA_SCAN", "CHUNK_SCAN", "EXPRESSION_SCAN", "DUMMY_SCAN", "DELIM_SCAN"), "values"),
    **dict.fromkeys(("CTE_SCAN", "REC_CTE_SCAN"), "cte_scan"),
    **dict.fromkeys(("UNNEST", "INOUT_FUNCTION"), "unnest"),
    **dict.fromkeys(("POSITIONAL_JOIN", "POSITIONAL_SCAN"), "positional"),
    "FILTER": "filter",
    "PROJECTION": "project",
    "ORDER_BY": "sort",
    "TOP_N": "top",
    "CROSS_PRODUCT": "cross",
    "UNION": "union",
    "CTE": "cte",
    "REC_CTE": "recursive",
    "EMPTY_RESULT": "empty",
    "PIVOT": "pivot",
}
_JOINS = ("inner", "left", "right", "outer", "semi", "anti", "mark", "single", "right_semi", "right_anti", "full")
_INTERNAL = re.compile(r"__internal_\w+\(")
_COLUMN = r'(?:#\d+|[\w가-힣"$]+)'
_PASSED_ON = re.compile(rf"{_COLUMN}|CAST\({_COLUMN} AS \w+\)")
_UNREADABLE = re.compile(r"#[\d\[]|Dynamic Filter")


@dataclass(frozen=True)
class PlanStep:
    """One operator. `kind` is a stable name (`scan`, `filter`, `join`, …), `rows` the estimated rows or None."""

    kind: str
    title: str
    detail: str
    rows: int | None
    children: tuple[PlanStep, ...] = ()
    warned: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "title": self.title,
            "detail": self.detail,
            "rows": self.rows,
            "children": [child.to_json() for child in self.children],
        }


@dataclass(frozen=True)
class Plan:
    """The plan tree, the result at its root. `warnings` have offsets (0, 0): a plan does not say where in the text."""

    root: PlanStep
    warnings: tuple[Diagnostic, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The root step as nested dicts, with `warnings` beside it."""
        return {**self.root.to_json(), "warnings": [warning.to_json() for warning in self.warnings]}

    def to_dot(self) -> str:
        """Graphviz text: data flows from the tables at the bottom up to the result."""
        lines = [
            "digraph plan {",
            '  rankdir=BT; bgcolor="transparent";',
            '  node [shape=box, style="rounded,filled", fillcolor="#f4f6fa", color="#8a94a6", fontcolor="#1f2937",'
            ' fontname="sans-serif", fontsize=11, margin="0.15,0.08"];',
            '  edge [color="#8a94a6", fontcolor="#8a94a6", fontname="sans-serif", fontsize=10];',
        ]
        for number, (step, parent) in enumerate(_numbered(self.root)):
            label = "\\n".join(_escaped(line) for line in (step.title, step.detail) if line)
            colour = ', fillcolor="#fdecea", color="#c0392b"' if step.warned else ""
            lines.append(f'  n{number} [label="{label}"{colour}];')
            if parent is not None:
                rows = (
                    f' [label="\u00a0\u00a0{_escaped(t("plan.rows", rows=f"{step.rows:,}"))}"]'
                    if step.rows is not None
                    else ""
                )
                lines.append(f"  n{number} -> n{parent}{rows};")
        return "\n".join([*lines, "}"])


def read_plan(plan_json: Sequence[dict[str, Any]] | dict[str, Any] | None, schema: Schema) -> Plan:
    """The plan of `EXPLAIN (FORMAT json)`; anything unexpected in it becomes a step of kind `other`, never an error."""
    nodes = [plan_json] if isinstance(plan_json, dict) else list(plan_json or ())
    reader = _Reader(schema)
    steps = tuple(step for node in nodes for step in reader.read(node, 0))
    root = steps[0] if len(steps) == 1 else PlanStep("result", t("plan.result"), "", None, steps)
    return Plan(root, tuple(reader.warnings))


@dataclass
class _Reader:
    schema: Schema
    warnings: list[Diagnostic] = field(default_factory=list)

    def read(self, node: Any, depth: int) -> tuple[PlanStep, ...]:
        """The step of a node; for one that only passes rows on, the steps below it."""
        if not isinstance(node, dict):
            return ()
        if depth > _DEEPEST:
            return (PlanStep("other", t("plan.deeper"), "", None),)
        children = tuple(step for child in _children(node) for step in self.read(child, depth + 1))
        info = node.get("extra_info")
        info = info if isinstance(info, dict) else {}
        name = str(node.get("name", "")).strip().upper()
        kind = _KINDS.get(name) or ("join" if name.endswith("JOIN") else "other")
        if kind == "project" and len(children) == 1 and not _computes(info):
            return children
        rows = _rows(info)
        if rows is None and kind in ("cross", "union"):
            rows = _combined(kind, children)
        title, detail = self._words(kind, name, info, node)
        if kind == "project" and len(children) == 1 and not detail:
            return children
        warned = self._warn(kind, rows, children, detail, info)
        return (PlanStep(kind, title, detail, rows, children, warned),)

    def _words(self, kind: str, name: str, info: dict[str, Any], node: dict[str, Any]) -> tuple[str, str]:
        if kind == "scan":
            return t("plan.scan", table=self._table(info)), _one_line(_readable(_text(info.get("Filters"))))
        if kind == "join":
            joined = _text(info.get("Join Type")).lower()
            how = t(f"plan.join_{joined}") if joined in _JOINS else t("plan.join_other", kind=joined or name)
            return how, _one_line(_readable(_text(info.get("Conditions"))))
        if kind == "top":
            return t("plan.top", count=_text(info.get("Top"))), _one_line(
                _ordered(self._detail("Order By", info, node))
            )
        if kind == "other":
            return t("plan.other", name=name[:40]), ""
        keys = {
            "filter": "Expression", "group": "Groups", "aggregate": "Aggregates", "window": "Projections",
            "limit": "Limit", "sort": "Order By", "cte": "CTE Name", "recursive": "CTE Name", "project": "Projections",
        }  # fmt: skip
        detail = self._detail(keys[kind], info, node) if kind in keys else ""
        if kind == "group" and not info.get("Aggregates"):
            return t("plan.distinct"), _one_line(detail)
        return t(f"plan.{kind}"), _one_line(_ordered(detail) if kind == "sort" else detail)

    def _table(self, info: dict[str, Any]) -> str:
        """`orders(주문)`: the bare name, with its comment where the schema has one."""
        name = _text(info.get("Table")).rsplit(".", 1)[-1].strip('"')
        table = self.schema.table(name)
        comment = label_of(table.comment)[:20] if table is not None else ""
        return f"{name}({comment})" if comment and comment != name else name

    def _detail(self, key: str, info: dict[str, Any], node: dict[str, Any]) -> str:
        """A detail with `#1` written out where the projection below says what it is; empty where it does not."""
        text = _text(info.get(key))
        for child in _children(node):
            for _ in range(4):
                below = child.get("extra_info") if isinstance(child, dict) else None
                columns = below.get("Projections") if isinstance(below, dict) else None
                if "#" not in text or not isinstance(columns, list):
                    break
                text = re.sub(r"#(\d+)", lambda m, c=columns: _nth(c, int(m[1])), text)  # type: ignore[misc]
                child = next(iter(_children(child)), {})
        return _readable(_unwrapped(text))

    def _warn(
        self, kind: str, rows: int | None, children: tuple[PlanStep, ...], detail: str, info: dict[str, Any]
    ) -> bool:
        if kind == "cross" and len(children) == 2 and all(_may_be_many(child) for child in children):
            self._add("plan-cross-product", t("plan.warn_cross", rows=_shown(rows)))
        elif kind == "scan" and rows is not None and rows >= HUGE_SCAN_ROWS:
            self._add("plan-huge-scan", t("plan.warn_scan", table=self._table(info), rows=_shown(rows)))
        elif kind == "join" and rows is not None and _explodes(rows, children):
            self._add("plan-exploding-join", t("plan.warn_join", rows=_shown(rows), conditions=detail))
        else:
            return False
        return True

    def _add(self, code: str, message: str) -> None:
        self.warnings.append(Diagnostic(code, "warning", message, 0, 0))


def _children(node: Any) -> list[Any]:
    children = node.get("children") if isinstance(node, dict) else None
    return children if isinstance(children, list) else []


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


def _rows(info: dict[str, Any]) -> int | None:
    digits = _text(info.get("Estimated Cardinality")).lstrip("~")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _combined(kind: str, children: tuple[PlanStep, ...]) -> int | None:
    """What DuckDB leaves out for these two: the product or sum of the sides, where both are known."""
    total = 1 if kind == "cross" else 0
    for child in children:
        if child.rows is None:
            return None
        total = total * child.rows if kind == "cross" else total + child.rows
    return total


def _computes(info: dict[str, Any]) -> bool:
    """Whether a projection does more than pass columns on or change how they are stored."""
    columns = info.get("Projections")
    texts = columns if isinstance(columns, list) else [_text(columns)]
    return any(not _PASSED_ON.fullmatch(_unwrapped(str(text))) for text in texts if text)


def _unwrapped(text: str) -> str:
    """Without DuckDB's own `__internal_compress…(x)`; their closing brackets go with them."""
    while match := _INTERNAL.search(text):
        depth, end = 1, match.end()
        while end < len(text) and depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        inner = text[match.end() : end - 1].split(", ")[0]
        text = text[: match.start()] + inner + text[end:]
    return text


def _readable(text: str) -> str:
    """`text`, or nothing where it holds DuckDB's own references."""
    return "" if _UNREADABLE.search(text) else text


def _ordered(text: str) -> str:
    text = re.sub(r" NULLS (?:LAST|FIRST)", "", text)
    return re.sub(r" (ASC|DESC)\b", lambda m: " " + t(f"plan.{m[1].lower()}"), text)


def _nth(columns: list[Any], number: int) -> str:
    return str(columns[number]) if number < len(columns) else f"#{number}"


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_DETAIL else flat[: _LONGEST_DETAIL - 1] + "…"


def _may_be_many(step: PlanStep) -> bool:
    """Whether a side of a product can have more than one row, whatever the (maybe empty) tables hold now."""
    if step.kind in ("aggregate", "values", "empty", "unnest"):
        return False
    if step.kind in ("top", "limit") and step.rows is not None and step.rows <= 1:
        return False
    if step.kind in ("project", "filter", "cte") and step.children:
        return _may_be_many(step.children[-1])
    return True


def _explodes(rows: int, children: tuple[PlanStep, ...]) -> bool:
    sides = [child.rows for child in children if child.rows is not None]
    return len(sides) == 2 and rows >= EXPLODING_ROWS and rows >= EXPLODING_FACTOR * max(*sides, 1)


def _shown(rows: int | None) -> str:
    return t("plan.many") if rows is None else t("plan.rows", rows=f"{rows:,}")


def _numbered(root: PlanStep) -> Iterator[tuple[PlanStep, int | None]]:
    """Steps with the number of their parent; the place in the sequence is a step's own number."""
    waiting: list[tuple[PlanStep, int | None]] = [(root, None)]
    number = 0
    while waiting:
        step, parent = waiting.pop(0)
        yield step, parent
        waiting.extend((child, number) for child in step.children)
        number += 1


def _escaped(text: str) -> str:
    """For a quoted Graphviz string: no quote, backslash or line break of the data survives as syntax."""
    return " ".join(text.replace("\\", "\\\\").replace('"', '\\"').split())
