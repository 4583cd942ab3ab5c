"""Results as files that open in Korean Excel: CSV (UTF-8 with BOM) and xlsx.

Cell values are untrusted. A text that starts like a formula would run in the reader's spreadsheet (CSV injection), so
it is kept as text: with a leading apostrophe in CSV, with a text type in xlsx.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from workbench.text import t

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""OWASP's list with the full-width forms, which some Excel locales read as formulas too."""
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_XLSX_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XLSX_CELL_CHARS = 32_767
_XLSX_ROWS = 1_048_575
_XLSX_DIGITS = 15
"""Excel keeps 15 digits of a number; longer ones (card numbers, big ids) go in as text."""
_SEOUL = ZoneInfo("Asia/Seoul")


@dataclass(frozen=True)
class Note:
    """What a reader of the file must know of it later. `is_example`: the rows are made up (예시 데이터)."""

    question: str
    sql: str
    database: str
    made_at: dt.datetime
    is_example: bool
    truncated: bool = False


def file_name(note: Note, extension: str) -> str:
    """A name that says what it is, legal on Windows, macOS and Linux: `예시데이터_지난달 매출_20261123-1650.csv`."""
    words = unicodedata.normalize("NFC", note.question)
    words = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+', " ", words)
    words = " ".join(words.split())[:40].strip(" .") or t("export.result")
    parts = [t("export.example_prefix")] if note.is_example else []
    return "_".join([*parts, words, f"{note.made_at:%Y%m%d-%H%M}"]) + f".{extension}"


def to_csv(table: pa.Table) -> bytes:
    """CSV with a byte order mark, without which Korean Excel reads UTF-8 as CP949. NULL is an empty cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_defused(name) for name in table.column_names])
    for row in _rows(table):
        writer.writerow([_csv_cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def to_xlsx(table: pa.Table, note: Note) -> bytes:
    """A workbook with the rows on the first sheet and question, SQL, time and notices on the second.

    openpyxl is imported here: it takes 0.2 s that the page need not wait for.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _write_rows(book.create_sheet(t("export.sheet_rows")), table)
    about = book.create_sheet(t("export.sheet_about"))
    about.column_dimensions["A"].width = 14
    about.column_dimensions["B"].width = 100
    for label, text in _about(table, note):
        about.append([_text_cell(about, label, bold=True), _text_cell(about, text, wrap=True)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_workbook(sheets: Mapping[str, pa.Table]) -> bytes:
    """A workbook with one sheet a table, in order, under the same rules for untrusted cells."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, table in sheets.items():
        _write_rows(book.create_sheet(title), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _about(table: pa.Table, note: Note) -> list[tuple[str, str]]:
    lines = [(t("export.notice"), t("export.example_notice"))] if note.is_example else []
    rows = t("export.rows_truncated" if note.truncated else "export.rows_all", count=f"{table.num_rows:,}")
    return [
        *lines,
        (t("export.question"), note.question),
        ("SQL", note.sql),
        (t("export.database"), note.database),
        (t("export.rows"), rows),
        (t("export.made_at"), f"{note.made_at:%Y-%m-%d %H:%M:%S}"),
    ]


def _write_rows(sheet: Any, table: pa.Table) -> None:
    from openpyxl.utils import get_column_letter

    rows = [[_xlsx_value(value) for value in row] for row in _rows(table.slice(0, _XLSX_ROWS))]
    sheet.freeze_panes = "A2"
    for index, name in enumerate(table.column_names):
        widest = max([_width(name) + 2, *(_width(_shown(row[index])) for row in rows[:200])])
        sheet.column_dimensions[get_column_letter(index + 1)].width = min(max(widest + 2, 8), 60)
    if rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(table.num_columns)}{len(rows) + 1}"
    sheet.append([_text_cell(sheet, name, bold=True) for name in table.column_names])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _text_cell(sheet, value)
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _number_format(value)
    return cell


def _number_format(value: Any) -> str:
    if isinstance(value, int):
        return "#,##0"
    if isinstance(value, float):
        return "#,##0.##########" if value != int(value) else "#,##0"
    if isinstance(value, dt.datetime):
        return "yyyy-mm-dd hh:mm:ss"
    if isinstance(value, dt.date):
        return "yyyy-mm-dd"
    if isinstance(value, dt.timedelta):
        return "[h]:mm:ss"
    return "hh:mm:ss"


def _text_cell(sheet: Any, text: str, *, bold: bool = False, wrap: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, _XLSX_ILLEGAL.sub("", text)[:_XLSX_CELL_CHARS])
    # openpyxl takes a leading '=' for a formula; the type says it is text.
    cell.data_type = "s"
    if text.startswith(_FORMULA_START):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _rows(table: pa.Table) -> Any:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return _defused(value)
    if isinstance(value, dt.datetime):
        return _local(value).isoformat(sep=" ", timespec="auto")
    if isinstance(value, Decimal):
        return format(value, "f")
    return _plain(value)


def _defused(text: str) -> str:
    starts = text.startswith(_FORMULA_START) or text.lstrip().startswith(_FORMULA_START)
    return f"'{text}" if starts and not _PLAIN_NUMBER.fullmatch(text) else text


def _xlsx_value(value: Any) -> Any:
    """The value as one that Excel can hold: number, date or text."""
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**_XLSX_DIGITS else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dt.datetime):
        local = _local(value)
        return local if local.year >= 1900 else local.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value if value.year >= 1900 else value.isoformat()
    if isinstance(value, str | dt.time | dt.timedelta):
        return value
    return str(_plain(value))


def _local(value: dt.datetime) -> dt.datetime:
    """Spreadsheets know no time zones: the wall clock in Seoul."""
    return value.astimezone(_SEOUL).replace(tzinfo=None) if value.tzinfo else value


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | dict):
        return _defused(json.dumps(value, ensure_ascii=False, default=str))
    return value if isinstance(value, int | float) else str(value)


def _shown(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value if value is not None else "")[:80]


def _width(text: str) -> int:
    """Columns on screen: a Hangul syllable takes two."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)
