"""One CSV file as the samples write it: UTF-8, comma, `\\N` for NULL, LF."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any


class Sheet:
    """Rows of one table, in the order of `columns`."""

    def __init__(self, name: str, columns: str) -> None:
        self.name = name
        self.columns = columns.split()
        self.rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        if len(values) != len(self.columns):
            raise ValueError(f"{self.name}: {len(values)} values for {len(self.columns)} columns")
        self.rows.append(values)

    def write(self, folder: Path) -> None:
        with (folder / f"{self.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(self.columns)
            writer.writerows([_text(value) for value in row] for row in self.rows)


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return str(value)
