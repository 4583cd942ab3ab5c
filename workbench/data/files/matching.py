"""Which file belongs to which table, and which file column to which column."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.data.files.grid import Header, Row
from workbench.schema.model import Column, Table


@dataclass(frozen=True)
class Fit:
    """How a file's columns answer a table's. `sources[i]` is the file column for column i, None where there is none."""

    header: Header
    width: int
    least: int
    """Rows may be this short: unnamed columns at the end of the header may be left out."""
    sources: tuple[int | None, ...]
    extra: tuple[str, ...]
    """Named file columns that the table does not have."""
    positional: bool = False
    """The file has no header: its columns are taken in the table's order."""

    def missing(self, table: Table) -> tuple[str, ...]:
        return tuple(c.name for c, source in zip(table.columns, self.sources, strict=True) if source is None)


def same(text: str) -> str:
    """Names that differ only in case, Unicode form or outer blanks are the same."""
    return unicodedata.normalize("NFC", text).strip().strip('"`[]\ufeff').strip().casefold()


def alike(text: str) -> str:
    """`Order ID`, `order-id` and `OrderId` are alike."""
    return "".join(ch for ch in same(text) if ch.isalnum())


def comment_name(comment: str) -> str:
    """The name a comment begins with: `주문상태(10:접수,20:완료)` → `주문상태`."""
    for stop in "(（[:：,-–/\n":
        comment = comment.split(stop)[0]
    return alike(comment)


def fit_rows(rows: list[Row], table: Table) -> Fit | None:
    """The best header line among `rows` for `table`, or None when the file is about something else."""
    best: Fit | None = None
    for line, cells in rows[:20]:
        fit = _fit(Header(tuple(cell or "" for cell in cells), line), table)
        if best is None or _found(fit) > _found(best):
            best = fit
    if best is None:
        return None
    named = sum(1 for name in best.header.names if name.strip())
    if _found(best) and _found(best) >= 0.5 * min(named, len(table.columns)):
        return best
    width = len(rows[0][1])
    if _found(best) == 0 and width == len(table.columns) > 1:
        header = Header(tuple(column.name for column in table.columns), 0)
        return Fit(header, width, width, tuple(range(width)), (), positional=True)
    return None


def fit_names(names: Sequence[str], table: Table) -> Fit:
    """The same for a file that states its columns (Parquet)."""
    return _fit(Header(tuple(names), 0), table)


def _found(fit: Fit) -> int:
    return sum(1 for source in fit.sources if source is not None)


def _fit(header: Header, table: Table) -> Fit:
    """Columns by name, then by name without punctuation, then by the name their comment gives them."""
    sources: dict[str, int] = {}
    taken: set[int] = set()
    wanted: list[tuple[Callable[[str], str], Callable[[Column], str]]] = [
        (same, lambda column: same(column.name)),
        (alike, lambda column: alike(column.name)),
        (alike, lambda column: comment_name(column.comment)),
        (comment_name, lambda column: comment_name(column.comment)),
    ]
    for of_file, of_column in wanted:
        places: dict[str, int] = {}
        for index, name in enumerate(header.names):
            if index not in taken and of_file(name):
                places.setdefault(of_file(name), index)
        for column in table.columns:
            place = places.get(of_column(column)) if column.name not in sources else None
            if place is not None and place not in taken:
                sources[column.name] = place
                taken.add(place)
    least = max((i for i, name in enumerate(header.names, start=1) if name.strip()), default=0)
    extra = tuple(name.strip() for i, name in enumerate(header.names) if i not in taken and name.strip())
    return Fit(header, len(header.names), least, tuple(sources.get(c.name) for c in table.columns), extra)


def match_tables(names: Sequence[str], tables: Sequence[Table]) -> dict[int, Table]:
    """File index → table, by file name: the surest likeness first, each table once.

    Likenesses, in order: the same name, the same behind an owner (`SCOTT.EMP.csv`), alike, the table's comment.
    """
    found: dict[int, Table] = {}
    taken: set[str] = set()
    by: list[tuple[Callable[[str], str], Callable[[Table], str]]] = [
        (same, lambda table: same(table.name)),
        (lambda name: same(name.rsplit(".", 1)[-1]), lambda table: same(table.name)),
        (alike, lambda table: alike(table.name)),
        (alike, lambda table: comment_name(table.comment)),
        (alike, lambda table: comment_name(table.comment).removesuffix("테이블")),
    ]
    for of_file, of_table in by:
        wanted = {of_table(table): table for table in reversed(tables) if table.name not in taken and of_table(table)}
        for index, name in enumerate(names):
            table = wanted.get(of_file(name)) if index not in found else None
            if table is not None and table.name not in taken:
                found[index] = table
                taken.add(table.name)
    return found
