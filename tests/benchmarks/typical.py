"""Typical analyst queries over the shipped samples, and a text of each that no cache has seen."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("typical.sql")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Typical:
    sample: str
    sql: str

    def fresh(self) -> str:
        """The same query as a new text: what is remembered by text must not make the second round cheaper."""
        return f"{self.sql} -- {next(_numbers)}"


def typical_queries() -> tuple[Typical, ...]:
    """From typical.sql: `-- sample: NAME` opens a part, statements end with `;` at the end of a line."""
    found: list[Typical] = []
    sample, lines = "", list[str]()
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("-- sample:"):
            sample = line.partition(":")[2].strip()
        elif line.strip():
            lines.append(line)
            if line.endswith(";"):
                found.append(Typical(sample, "\n".join(lines).removesuffix(";")))
                lines = []
    if lines:
        raise ValueError(f"typical.sql ends in the middle of: {lines[0]}")
    return tuple(found)
