"""Rows of a result: table, downloads. Cell values are untrusted and shown as they are, never as markup."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from workbench import charts, export
from workbench.ask.answer import Answer
from workbench.ask.options import SEOUL
from workbench.data.database import Database
from workbench.sandbox.result import RunResult
from workbench.text import t

_JS_EXACT = 2**53
"""Browsers round whole numbers past this; longer ones are shown as text."""


def result_table(result: RunResult, database: Database, key: str, height: int | None = None) -> None:
    """The rows, or what there is to say when there are none."""
    table = result.table
    if table is None:
        return
    if not table.num_rows:
        st.info(t("ask_page.no_rows"), icon=":material/search_off:")
        return
    shown = for_display(table)
    st.dataframe(
        shown,
        column_config=column_config(table, shown),
        hide_index=True,
        height=height or "auto",
        placeholder=t("ask_page.null"),
        alt=t("ask_page.table_alt"),
        key=f"rows_{key}",
    )
    row_count(result, database)


def row_count(result: RunResult, database: Database) -> None:
    """How many rows there are, and whether they are made up."""
    if result.table is None:
        return
    count = f"{result.table.num_rows:,}"
    words = t("ask_page.rows_truncated" if result.truncated else "ask_page.rows_shown", count=count)
    if database.is_made_up:
        words = f"{words} · {t('ask_page.rows_made_up')}"
    st.caption(words)


def for_display(table: pa.Table) -> pa.Table:
    """The table with unique names and only types that a browser shows exactly."""
    columns = [_displayable(column) for column in table.columns]
    return pa.Table.from_arrays(columns, names=unique_names(table.column_names))


def unique_names(names: list[str]) -> list[str]:
    """`a, a` → `a, a (2)`: a join may give a name twice, a data frame may not."""
    out: list[str] = []
    for name in names:
        candidate, n = name, 2
        while candidate in out:
            candidate, n = f"{name} ({n})", n + 1
        out.append(candidate)
    return out


def _displayable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_decimal(kind):
        exact = kind.precision <= 15 or _fits(column, 10**15)
        return column.cast(pa.float64()) if exact else _as_text(column)
    if pa.types.is_integer(kind):
        return column if _fits(column, _JS_EXACT) else _as_text(column)
    if pa.types.is_timestamp(kind) and kind.tz:
        return pc.local_timestamp(column.cast(pa.timestamp(kind.unit, "Asia/Seoul")))
    simple = (
        pa.types.is_floating(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_string(kind)
        or pa.types.is_date(kind)
        or pa.types.is_timestamp(kind)
        or pa.types.is_time(kind)
    )
    return column if simple else _as_text(column)


def _fits(column: pa.ChunkedArray, limit: int) -> bool:
    bounds = pc.min_max(column).as_py()
    return bounds["min"] is None or (abs(bounds["min"]) <= limit and abs(bounds["max"]) <= limit)


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array([_text(v) for v in column.to_pylist()], pa.string())])


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def column_config(table: pa.Table, shown: pa.Table) -> dict[str, Any]:
    """A plain column type for every column, so that no content makes Streamlit guess a link or a picture."""
    parts = charts.roles(table)
    found: dict[str, Any] = {}
    for source, field in zip(table.schema, shown.schema, strict=True):
        kind = field.type
        if pa.types.is_integer(kind) or pa.types.is_floating(kind):
            found[field.name] = st.column_config.NumberColumn(format=_number_format(source, parts, shown, field.name))
        elif pa.types.is_date(kind):
            found[field.name] = st.column_config.DateColumn(format="YYYY-MM-DD")
        elif pa.types.is_timestamp(kind):
            found[field.name] = st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm:ss")
        elif pa.types.is_string(kind):
            found[field.name] = st.column_config.TextColumn()
    return found


def _number_format(source: pa.Field, parts: dict[str, charts.Role], shown: pa.Table, name: str) -> str:
    if pa.types.is_integer(source.type):
        # 연도, 번호: a thousands separator would make 2,026 of a year.
        return "%,d" if parts[source.name] == "number" else "%d"
    if pa.types.is_decimal(source.type):
        return f"%,.{min(max(source.type.scale, 0), 6)}f"
    values = [v for v in shown.column(name).to_pylist() if v is not None]
    whole = all(v == v and abs(v) < 1e15 and v == int(v) for v in values)
    return "%,.0f" if whole else "localized"


def downloads(answer: Answer, database: Database, key: str) -> None:
    """CSV and xlsx buttons; the files are made only when pressed."""
    result = answer.result
    if result is None or result.table is None:
        return
    table = pa.Table.from_arrays(result.table.columns, names=unique_names(result.table.column_names))
    note = export.Note(
        answer.question,
        answer.sql or "",
        database.label,
        dt.datetime.now(SEOUL),
        database.is_made_up,
        result.truncated,
    )
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "CSV",
            data=lambda: export.to_csv(table),
            file_name=export.file_name(note, "csv"),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            help=t("ask_page.csv_help"),
            key=f"csv_{key}",
        )
        st.download_button(
            "Excel",
            data=lambda: export.to_xlsx(table, note),
            file_name=export.file_name(note, "xlsx"),
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            icon=":material/table_view:",
            on_click="ignore",
            help=t("ask_page.xlsx_help"),
            key=f"xlsx_{key}",
        )
