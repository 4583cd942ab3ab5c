"""CSV as Koreans get it: UTF-8 or CP949 or UTF-16, any separator, newlines in quotes, rows that are broken."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from workbench.data.files.grid import Broken, Row
from workbench.data.limits import LOAD
from workbench.data.notes import shortened
from workbench.errors import DataError
from workbench.text import t

SAMPLE_BYTES = 256 * 1024
SEPARATORS = (",", "\t", ";", "|")


@dataclass
class CsvFile:
    """One CSV file. `broken` and `unreadable` fill while `rows` is read."""

    path: Path
    name: str
    encoding: str
    separator: str
    backslash: bool
    """Quotes inside quotes are written `\\"` (MySQL exports), not doubled."""
    size: int
    broken: Broken = field(default_factory=Broken)
    unreadable: int = 0
    """Bytes that are not text in `encoding`; they read as U+FFFD."""
    _raw: BinaryIO | None = None

    def sample(self) -> list[Row]:
        """The first 30 records, whatever their width."""
        rows = []
        for row in self._records(None, 0, count_broken=False):
            rows.append(row)
            if len(rows) == 30:
                break
        return rows

    def share_done(self) -> float:
        return self._raw.tell() / self.size if self._raw is not None and not self._raw.closed else 1.0

    def rows(self, after_line: int, width: int, least: int) -> Iterator[Row]:
        """Records after line `after_line` (1-based, 0 for all) that have `width` cells; others go to `broken`."""
        for line, cells in self._records(width, least, count_broken=True):
            if line <= after_line:
                continue
            if len(cells) == width:
                yield line, cells
            elif len(cells) > width and not any(cell.strip() for cell in cells[width:] if cell):
                yield line, cells[:width]
            elif least <= len(cells) < width:
                yield line, cells + [None] * (width - len(cells))
            elif any(cell and cell.strip() for cell in cells):
                self.broken.add(line, "row_long" if len(cells) > width else "row_short")

    def _records(self, width: int | None, least: int, *, count_broken: bool) -> Iterator[Row]:
        """Records with the line they start on. A quote that never closes costs its own line, not all that follow."""
        csv.field_size_limit(LOAD.field_chars)
        with self.path.open("rb") as raw:
            self._raw = raw
            lines = _Lines(io.TextIOWrapper(raw, encoding=self.encoding, errors=_counting(self), newline=""), self)
            # Strict, because text behind a closing quote gives a stray one away: `1,"x` twice is not one record.
            reader = self._reader(lines, strict=True)
            while True:
                lines.record.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except _TooLong:
                    cells = None
                except csv.Error:
                    cells = self._lenient(lines)
                wrong = cells is not None and width is not None and not least <= len(cells) <= width
                if cells is None or (len(lines.record) > 1 and (wrong or lines.open_quote())):
                    if count_broken:
                        self.broken.add(lines.start, "row_quote")
                    lines.give_back(1)
                elif cells:
                    yield lines.start, list(cells)

    def _reader(self, lines: Iterable[str], *, strict: bool) -> Iterator[list[str]]:
        escape = "\\" if self.backslash else None
        return csv.reader(lines, delimiter=self.separator, escapechar=escape, doublequote=True, strict=strict)

    def _lenient(self, lines: _Lines) -> list[str] | None:
        """A record of one line that breaks the rules but not its own bounds: `"서울"시,1`; None for any other."""
        if len(lines.record) != 1 or lines.open_quote():
            return None
        try:
            return next(self._reader(lines.record, strict=False), None)
        except csv.Error:
            return None


class _TooLong(Exception):
    """A record spans more lines than any real one."""


class _Lines:
    """Lines of a text with push-back, remembering those of the current record."""

    def __init__(self, text: io.TextIOWrapper, file: CsvFile) -> None:
        self._text = text
        self._backslash = file.backslash
        self._pending: deque[str] = deque()
        self._number = 0
        self._budget = LOAD.record_lines * 200
        self.record: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        # Past the budget of re-read lines a file with a stray quote on every line would cost lines × record_lines.
        if len(self.record) >= (LOAD.record_lines if self._budget > 0 else 1):
            raise _TooLong
        line = self._pending.popleft() if self._pending else next(self._text)
        self._number += 1
        self.record.append(line)
        # With an escape character the reader would turn the NULL mark `\N` into `N`.
        return line.replace("\\N", "\\\\N") if self._backslash else line

    @property
    def start(self) -> int:
        return self._number - len(self.record) + 1

    def open_quote(self) -> bool:
        text = "".join(self.record)
        return (text.count('"') - text.count('\\"') * self._backslash) % 2 == 1

    def give_back(self, kept: int) -> None:
        """Put all but the first `kept` lines of the record back to be read again."""
        again = self.record[kept:]
        self._pending.extendleft(reversed(again))
        self._number -= len(again)
        self._budget -= len(again)
        del self.record[kept:]


def open_csv(path: Path, name: str, size: int) -> CsvFile:
    """Look at the file to guess encoding, separator and escape style; reads it once to tell UTF-8 from CP949.

    Raises DataError when it is not text.
    """
    encoding = encoding_of(path)
    with path.open("rb") as raw:
        head = codecs.getincrementaldecoder(encoding)("replace").decode(raw.read(SAMPLE_BYTES))
    odd = sum(1 for ch in head if ch == "\ufffd" or (ch < " " and ch not in "\t\r\n"))
    if odd > 50 and odd * 50 > len(head):
        raise DataError(t("data.csv_not_text", file=shortened(path.name, 60)))
    separator = separator_of(head)
    # `\"` before a separator closes a field that ends in a backslash; before anything else it is an escaped quote.
    inside = re.search(rf'\\"[^"{re.escape(separator)}\r\n]', head)
    return CsvFile(
        path=path,
        name=name,
        encoding=encoding,
        separator=separator,
        backslash=inside is not None,
        size=size,
    )


def encoding_of(path: Path) -> str:
    """`utf-8-sig`, `cp949`, `utf-16`, `utf-16-le` or `utf-16-be`, by BOM, then zero bytes, then by trying.

    The whole file is tried as UTF-8: the first Korean letter of a mostly ASCII file may be far down.
    """
    with path.open("rb") as raw:
        head = raw.read(4096)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if max(even, odd) > len(head) // 8:
            return "utf-16-le" if odd > even else "utf-16-be"
        raw.seek(0)
        errors = {name: 0 for name in ("utf-8", "cp949")}
        decoders = {name: codecs.getincrementaldecoder(name)(_tally(errors, name)) for name in errors}
        while block := raw.read(1 << 20):
            decoders["utf-8"].decode(block)
            # CP949 decoding is slow; it is only asked once UTF-8 has failed somewhere up to here.
            if errors["utf-8"]:
                break
        else:
            return "utf-8-sig"
        raw.seek(0)
        errors["utf-8"] = 0
        block = raw.read(4 << 20)
        for decoder in decoders.values():
            decoder.reset()
            decoder.decode(block)
    return "cp949" if errors["cp949"] < errors["utf-8"] else "utf-8-sig"


def separator_of(head: str) -> str:
    """The separator that splits most of the first lines into the same number (over one) of cells."""
    best, best_score = ",", 0.0
    lines = head.splitlines()[:200]
    if len(head) >= SAMPLE_BYTES // 4 and len(lines) > 1:
        lines = lines[:-1]
    for separator in SEPARATORS:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=separator) if cells]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        common = max(set(wide), key=wide.count)
        score = wide.count(common) / len(widths) + min(common, 50) / 1000
        if score > best_score:
            best, best_score = separator, score
    return best


def _tally(errors: dict[str, int], name: str) -> str:
    """The name of a decoding error handler that counts into `errors[name]` and replaces."""

    def handle(error: UnicodeError) -> tuple[str, int]:
        errors[name] += 1
        assert isinstance(error, UnicodeDecodeError)
        return "\ufffd", error.start + 1

    handler = f"workbench-tally-{name}-{id(errors)}"
    codecs.register_error(handler, handle)
    return handler


def _counting(file: CsvFile) -> str:
    def handle(error: UnicodeError) -> tuple[str, int]:
        file.unreadable += 1
        assert isinstance(error, UnicodeDecodeError)
        return "\ufffd", error.start + 1

    handler = f"workbench-count-{id(file)}"
    codecs.register_error(handler, handle)
    return handler
