"""Which picture fits a result, and the picture itself (Plotly).

A chart is proposed from column types, names and counts; the asker may change every part of it. Names and values come
from untrusted data, and Plotly reads a small HTML in all its texts, so each text is escaped on its way in.
"""

from __future__ import annotations

import html
import math
import re
from dataclasses import dataclass, replace
from typing import Any, Literal

import pyarrow as pa

from workbench.text import t

Kind = Literal["none", "number", "line", "bar", "scatter", "pie"]
Role = Literal["time", "number", "category", "other"]

FONTS = "Pretendard, 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif"
"""Korean faces that systems carry; nothing is loaded from the network."""
MAX_BARS = 40
"""More bars than this cannot be told apart at page width."""
MAX_COLOURS = 10
MAX_SHARES = 6

_DATE_TEXT = re.compile(r"(19|20)\d{2}([-./]?(0[1-9]|1[0-2])([-./]?(0[1-9]|[12]\d|3[01]))?|[-./ ]?Q[1-4]|년.*)")
_SHARE_NAME = re.compile(r"비율|비중|점유|구성비|퍼센트|share|ratio|percent|pct", re.IGNORECASE)
_YEAR_NAME = re.compile(r"연도|년도|^년$|year", re.IGNORECASE)
_ORDINAL_NAME = re.compile(r"^(월|분기|요일|시|시간|일)$|(^|_)(month|quarter|weekday|hour|day|week)$", re.IGNORECASE)
_KEY_NAME = re.compile(r"(^|_)(id|no|seq|code|cd|zip)$|(아이디|번호|코드)$|우편", re.IGNORECASE)


@dataclass(frozen=True)
class ChartSpec:
    """`x` and `color` are column names or empty; `y` are number columns. `number` shows the cells of one row."""

    kind: Kind
    x: str = ""
    y: tuple[str, ...] = ()
    color: str = ""


def roles(table: pa.Table) -> dict[str, Role]:
    """The part each column can play."""
    return {field.name: _role(field, table.column(i)) for i, field in enumerate(table.schema)}


def _role(field: pa.Field, column: pa.ChunkedArray) -> Role:
    kind = field.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return "time"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        if _YEAR_NAME.search(field.name):
            return "time"
        named_otherwise = _ORDINAL_NAME.search(field.name) or _KEY_NAME.search(field.name)
        return "category" if named_otherwise else "number"
    if pa.types.is_boolean(kind) or pa.types.is_time(kind):
        return "category"
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind):
        seen = [str(v) for v in column.slice(0, 200).to_pylist() if v is not None]
        return "time" if seen and all(_DATE_TEXT.fullmatch(v.strip()) for v in seen) else "category"
    return "other"


def suggest(table: pa.Table) -> ChartSpec:
    """The chart that fits best; kind `none` where a table says more than a picture."""
    part = roles(table)
    if len(set(table.column_names)) < table.num_columns or not table.num_rows:
        return ChartSpec("none")
    times, numbers, categories = ([n for n, r in part.items() if r == role] for role in ("time", "number", "category"))
    if table.num_rows == 1:
        return ChartSpec("number", y=tuple(numbers[:4])) if numbers and len(numbers) <= 4 else ChartSpec("none")
    if not numbers:
        return ChartSpec("none")
    if times and _distinct(table, times[0]) > 1:
        color = next((c for c in categories if 1 < _distinct(table, c) <= MAX_COLOURS), "")
        return ChartSpec("line", times[0], (numbers[0],) if color else _alike(table, numbers), color)
    if categories:
        return _by_category(table, categories, numbers)
    if len(numbers) >= 2 and table.num_rows >= 5:
        return ChartSpec("scatter", numbers[0], (numbers[1],))
    return ChartSpec("none")


def _by_category(table: pa.Table, categories: list[str], numbers: list[str]) -> ChartSpec:
    # The label of a bar is the column that tells rows apart best, with words before numbers: 상품명, not 상품번호.
    label = max(categories, key=lambda c: (_distinct(table, c), not _KEY_NAME.search(c)))
    others = [c for c in categories if c != label and 1 < _distinct(table, c) <= MAX_COLOURS]
    color = others[0] if others and _distinct(table, label) < table.num_rows else ""
    few = table.num_rows <= MAX_SHARES and _distinct(table, label) == table.num_rows
    if few and _SHARE_NAME.search(numbers[0]) and _is_share(table, numbers[0]):
        return ChartSpec("pie", label, (numbers[0],))
    return ChartSpec("bar", label, (numbers[0],) if color else _alike(table, numbers), color)


def kinds(table: pa.Table) -> tuple[Kind, ...]:
    """Chart kinds that this result can be drawn as, `none` first."""
    part = roles(table)
    numbers = [n for n, r in part.items() if r == "number"]
    if not numbers or not table.num_rows or len(part) < table.num_columns:
        return ("none",)
    found: list[Kind] = ["none"]
    if table.num_rows == 1:
        found.append("number")
    if len(part) > 1:
        found += ["bar", "line"]
        if len(numbers) > 1:
            found.append("scatter")
        if table.num_rows <= 2 * MAX_SHARES and any(_is_share(table, n) for n in numbers):
            found.append("pie")
    return tuple(found)


def as_kind(table: pa.Table, kind: Kind) -> ChartSpec:
    """A sensible chart of the asked kind for this result."""
    proposed = suggest(table)
    if proposed.kind == kind:
        return proposed
    part = roles(table)
    numbers = [n for n, r in part.items() if r == "number"]
    if kind in ("none", "number"):
        return ChartSpec(kind, y=tuple(numbers[:4]) if kind == "number" else ())
    if kind == "scatter":
        return ChartSpec(kind, numbers[0], (numbers[1],))
    if proposed.kind in ("line", "bar", "pie"):
        return replace(proposed, kind=kind, y=proposed.y[:1] if kind == "pie" else proposed.y)
    x = next((n for n, r in part.items() if r in ("time", "category")), table.column_names[0])
    y = next(n for n in numbers if n != x)
    return ChartSpec(kind, x, (y,))


def _distinct(table: pa.Table, name: str) -> int:
    return len(table.column(name).unique())


def _alike(table: pa.Table, numbers: list[str]) -> tuple[str, ...]:
    """The first number column and those of like size: 매출 beside 매출, not beside 건수 a million times smaller."""
    first = _largest(table, numbers[0])
    return tuple(n for n in numbers[:4] if n == numbers[0] or (first and 0.1 <= _largest(table, n) / first <= 10))


def _largest(table: pa.Table, name: str) -> float:
    return max((abs(v) for v in _numbers(table, name) if v is not None), default=0.0)


def _is_share(table: pa.Table, name: str) -> bool:
    values = _numbers(table, name)
    return all(v is not None and v >= 0 for v in values) and sum(v or 0 for v in values) > 0


def _numbers(table: pa.Table, name: str) -> list[float | None]:
    found = (float(v) if v is not None else math.nan for v in table.column(name).to_pylist())
    return [v if math.isfinite(v) else None for v in found]


def figure(table: pa.Table, spec: ChartSpec) -> Any:
    """A plotly Figure of a `line`, `bar`, `scatter` or `pie` spec.

    Plotly is imported here: it takes 0.3 s that a page without charts need not wait for.
    """
    from plotly import graph_objects as go

    picture = go.Figure()
    if spec.kind == "pie":
        labels = _labels(table, spec.x)
        picture.add_pie(labels=labels, values=_numbers(table, spec.y[0]), textinfo="label+percent", sort=False)
    else:
        for name, rows, column in _series(table, spec):
            _add_trace(picture, table.take(rows), spec, name, column)
    _lay_out(picture, table, spec)
    return picture


def _series(table: pa.Table, spec: ChartSpec) -> list[tuple[str, list[int], str]]:
    """(legend name, row numbers, number column) of every line or group of bars."""
    every = _row_order(table, spec)
    if not spec.color:
        return [(name, every, name) for name in spec.y]
    values = table.column(spec.color).to_pylist()
    groups: dict[str, list[int]] = {}
    for row in every:
        groups.setdefault(_text(values[row]), []).append(row)
    return [(name, rows, spec.y[0]) for name, rows in list(groups.items())[:MAX_COLOURS]]


def _row_order(table: pa.Table, spec: ChartSpec) -> list[int]:
    """Lines run along their x; bars keep the order that the SQL gave, up to what can be told apart."""
    rows = list(range(table.num_rows))
    if spec.kind == "line":
        keys = table.column(spec.x).to_pylist()
        return sorted(rows, key=lambda r: (keys[r] is None, keys[r] if keys[r] is not None else 0))
    if spec.kind == "bar" and not spec.color:
        return rows[:MAX_BARS]
    return rows


def _add_trace(picture: Any, table: pa.Table, spec: ChartSpec, name: str, column: str) -> None:
    y = _numbers(table, column)
    hover = "%{x}<br>%{y:,}<extra></extra>" if len(spec.y) == 1 and not spec.color else None
    name = html.escape(_shorten(name))
    if spec.kind == "bar":
        if _lies_down(table, spec):
            hover = "%{y}<br>%{x:,}<extra></extra>" if hover else None
            picture.add_bar(x=y, y=_labels(table, spec.x), orientation="h", name=name, hovertemplate=hover)
        else:
            picture.add_bar(x=_labels(table, spec.x), y=y, name=name, hovertemplate=hover)
    elif spec.kind == "scatter":
        number = roles(table)[spec.x] == "number"
        x: list[Any] = list(_numbers(table, spec.x)) if number else _labels(table, spec.x)
        picture.add_scatter(x=x, y=y, mode="markers", name=name, hovertemplate=hover)
    else:
        kind = table.schema.field(spec.x).type
        is_time = pa.types.is_date(kind) or pa.types.is_timestamp(kind)
        x = table.column(spec.x).to_pylist() if is_time else _labels(table, spec.x)
        mode = "lines+markers" if table.num_rows <= 60 else "lines"
        picture.add_scatter(x=x, y=y, mode=mode, name=name, hovertemplate=hover)


def _lies_down(table: pa.Table, spec: ChartSpec) -> bool:
    """Long Korean labels slant and overlap under upright bars; lying bars give them a line each."""
    labels = _labels(table, spec.x)
    return roles(table)[spec.x] != "time" and (len(labels) > 8 or max(map(len, labels), default=0) > 8)


def _lay_out(picture: Any, table: pa.Table, spec: ChartSpec) -> None:
    several = len(spec.y) > 1 or bool(spec.color)
    picture.update_layout(
        font={"family": FONTS},
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
        showlegend=several and spec.kind != "pie",
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        hoverlabel={"namelength": -1},
        barmode="group",
    )
    if spec.kind == "pie":
        return
    x_title, y_title = html.escape(spec.x), html.escape(spec.y[0]) if len(spec.y) == 1 else ""
    lying = spec.kind == "bar" and any(trace.orientation == "h" for trace in picture.data)
    if lying:
        bars = len({str(label) for trace in picture.data for label in trace.y})
        # Plotly draws the first bar at the bottom; readers expect the SQL's first row on top.
        picture.update_yaxes(type="category", autorange="reversed", title_text="", automargin=True)
        picture.update_xaxes(tickformat=",", title_text=y_title, automargin=True)
        picture.update_layout(height=max(320, 110 + 26 * bars * len(picture.data)))
        return
    picture.update_yaxes(tickformat=",", title_text=y_title, automargin=True, rangemode="tozero")
    picture.update_xaxes(title_text=x_title, automargin=True)
    kind = table.schema.field(spec.x).type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        picture.update_xaxes(tickformatstops=_DATE_TICKS, hoverformat="%Y-%m-%d")
    elif spec.kind != "scatter" or roles(table)[spec.x] != "number":
        # As categories, else '001' becomes 1 and '2024-03' a date with a time of day.
        picture.update_xaxes(type="category")


_DATE_TICKS = [
    {"dtickrange": [None, 86_400_000], "value": "%H:%M<br>%m-%d"},
    {"dtickrange": [86_400_000, "M1"], "value": "%m-%d<br>%Y"},
    {"dtickrange": ["M1", "M12"], "value": "%Y-%m"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]
"""Plotly's own labels are English month names."""


def _labels(table: pa.Table, name: str) -> list[str]:
    return [html.escape(_shorten(_text(v))) for v in table.column(name).to_pylist()]


def _text(value: Any) -> str:
    if value is None:
        return t("chart.no_value")
    return str(value) if value != "" else t("chart.empty_text")


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:39] + "…"
