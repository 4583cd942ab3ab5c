"""Excel workbooks (.xlsx), one grid per worksheet that has cells, read row by row."""

from __future__ import annotations

import contextlib
import datetime as dt
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from workbench.data.files.grid import Broken, Row
from workbench.data.notes import shortened
from workbench.errors import DataError
from workbench.text import t

FORMULA_ERRORS = {"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NULL!", "#NUM!"}


@dataclass
class Worksheet:
    """One worksheet. Cells are text as the CSV reader would give it, so that one conversion serves both."""

    path: Path
    name: str
    title: str
    broken: Broken = field(default_factory=Broken)
    _line: int = 0

    def share_done(self) -> float:
        return min(self._line / 1_048_576 * 4, 0.95)

    def sample(self) -> list[Row]:
        return list(islice(self._records(), 30))

    def rows(self, after_line: int, width: int, least: int) -> Iterator[Row]:
        """Rows below line `after_line`, padded or cut to `width`; cells past it that are filled make the row broken."""
        for line, cells in self._records():
            self._line = line
            if line <= after_line:
                continue
            if any(cells[width:]):
                self.broken.add(line, "row_long")
                continue
            yield line, (cells + [None] * width)[:width]

    def _records(self) -> Iterator[Row]:
        with _workbook(self.path) as book:
            sheet = book[self.title]
            # Files written by other programs often state a wrong size, and openpyxl then stops early.
            sheet.reset_dimensions()
            for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                cells = [_text(value) for value in values]
                if any(cell is not None for cell in cells):
                    yield line, cells


def open_workbook(path: Path, name: str) -> list[Worksheet]:
    """The visible worksheets that hold anything. A lone one takes the file's name, others their own.

    Raises DataError when the workbook cannot be read.
    """
    with _workbook(path) as book:
        titles = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    sheets = [Worksheet(path, title, title) for title in titles]
    sheets = [sheet for sheet in sheets if next(sheet._records(), None) is not None]
    if len(sheets) == 1:
        sheets[0].name = name
    return sheets


@contextlib.contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            # "Data Validation extension is not supported" and the like: nothing that concerns the cells.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except MemoryError:
        raise
    except Exception:
        # openpyxl raises anything from KeyError to XML errors on a damaged file.
        raise DataError(t("data.excel_broken", file=shortened(path.name, 60))) from None
    try:
        yield book
    finally:
        book.close()


def _text(value: Any) -> str | None:
    """A cell as text: whole numbers without `.0`, dates in ISO form, formula errors (#N/A) and blanks as None."""
    if value is None:
        return None
    if isinstance(value, str):
        text = value.strip()
        return None if not text or text in FORMULA_ERRORS else text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.timedelta):
        return str(value)
    if isinstance(value, (dt.date, dt.time, int, Decimal)):
        return str(value)
    return str(value)
