"""What CSV files and worksheets have in common: rows of text cells, some of them broken, a header somewhere on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from workbench.data.limits import LOAD

Row = tuple[int, list[str | None]]
"""Line number in the file (1-based, where the record starts) and its cells."""


@dataclass
class Broken:
    """Rows that could not be loaded: how many for each reason, and the first few lines."""

    counts: dict[str, int] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def add(self, line: int, reason: str) -> None:
        """`reason` is a message key of the `data` area."""
        self.counts[reason] = self.counts.get(reason, 0) + 1
        shown = self.lines.setdefault(reason, [])
        if len(shown) < LOAD.broken_shown:
            shown.append(line)


class Grid(Protocol):
    """A CSV file or one worksheet."""

    name: str
    broken: Broken

    def sample(self) -> list[Row]: ...

    def rows(self, after_line: int, width: int, least: int) -> Iterator[Row]:
        """Rows below line `after_line` (0: all), each `width` cells; shorter ones down to `least` are padded."""
        ...

    def share_done(self) -> float:
        """How much of the file the running `rows` has read, 0..1."""
        ...


@dataclass(frozen=True)
class Header:
    """Column names and the line they stand on; rows begin after it. Line 0: the file has no header."""

    names: tuple[str, ...]
    line: int


def guess_header(rows: list[Row]) -> Header | None:
    """The header of a table whose columns are not known; None for an empty one.

    The first row that fills (nearly) the usual width with short, different, non-numeric texts; titles and notes above
    it are passed over. Two-line headers (`매출 | | 비용` over `금액 | 수량 | 금액`) become `매출_금액 …`.
    """
    filled = [(line, [(cell or "").strip() for cell in cells]) for line, cells in rows]
    filled = [(line, cells) for line, cells in filled if any(cells)]
    if not filled:
        return None
    width = _usual_width([cells for _, cells in filled])
    for index, (line, cells) in enumerate(filled):
        names = (cells + [""] * width)[:width]
        if sum(map(bool, names)) < max(1, 0.6 * width) or any(map(_is_data, names)):
            continue
        below = [(row + [""] * width)[:width] for _, row in filled[index + 1 :]]
        if "" in names and len(below) > 1 and _is_subheader(names, below[0], below[1]):
            return Header(tuple(_joined(names, below[0])), filled[index + 1][0])
        if len(below) == 0 or _looks_like_header(names, below):
            return Header(tuple(names), line)
        break
    return Header(tuple("" for _ in range(width)), 0)


def _usual_width(rows: list[list[str]]) -> int:
    """The width (last filled cell) that most rows reach; ties go to the wider."""
    widths = [max(i for i, cell in enumerate(cells, start=1) if cell) for cells in rows]
    widest = max(widths)
    common = max(set(widths), key=lambda w: (widths.count(w), w))
    return widest if widths.count(widest) > len(widths) * 0.2 or widths.count(common) == 1 else common


def _is_data(cell: str) -> bool:
    """A number, date or NULL mark: not a column name. A bare year (a pivoted sheet's `2024`) may be one."""
    digits = cell.replace(",", "").replace(".", "").replace("-", "").replace("/", "").replace(":", "").replace(" ", "")
    return cell == "\\N" or (digits.isdigit() and not (len(cell) == 4 and cell.startswith(("19", "20"))))


def _is_subheader(names: list[str], second: list[str], third: list[str]) -> bool:
    """Whether `second` continues a merged header: it names what `names` leaves open, and data follows."""
    filled = [cell for cell in second if cell]
    return (
        len(filled) >= 2
        and not any(map(_is_data, filled))
        and all(second[i] for i, name in enumerate(names) if not name)
        and any(map(_is_data, filter(None, third)))
    )


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    names, parent = [], ""
    for above, below in zip(upper, lower, strict=True):
        parent = above or parent
        names.append(f"{parent}_{below}" if below and parent != below else parent)
    return names


def _looks_like_header(names: list[str], below: list[list[str]]) -> bool:
    """Headers name each column once and differ from what stands below them."""
    given = [name for name in names if name]
    if len(set(given)) < 0.5 * len(given) or any(len(name) > 100 for name in given):
        return False
    values = [{row[i] for row in below} for i in range(len(names))]
    return not any(name in values[i] for i, name in enumerate(names) if name)
