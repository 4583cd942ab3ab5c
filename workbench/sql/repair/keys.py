"""Foreign keys as ways from one table to another."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.schema.model import Schema

MOST_HOPS = 3
"""A column four tables away is hardly the one meant: better to ask the model again."""


@dataclass(frozen=True)
class Hop:
    """`table`.`columns` = `other`.`other_columns`, pairwise. `down`: from the referenced table to its referrer."""

    table: str
    columns: tuple[str, ...]
    other: str
    other_columns: tuple[str, ...]
    down: bool = False
    inferred: bool = False

    @property
    def cost(self) -> float:
        # Down multiplies rows and an inferred key may be none, so at equal length the other way is taken.
        return 1.0 + 0.1 * self.down + 0.3 * self.inferred

    def reversed(self) -> Hop:
        return Hop(self.other, self.other_columns, self.table, self.columns, not self.down, self.inferred)


class Keys:
    """The key graph of one schema; table names are looked up case-insensitively."""

    def __init__(self, schema: Schema) -> None:
        self._from: dict[str, list[Hop]] = {}
        self._reached: dict[tuple[str, ...], dict[str, tuple[float, list[Hop]]]] = {}
        for table in schema.tables:
            for key in table.foreign_keys:
                target = schema.table(key.table)
                if target is None:
                    continue
                # SQLite's `REFERENCES t` without columns means the primary key.
                columns = key.ref_columns or target.primary_key
                if len(columns) == len(key.columns):
                    hop = Hop(table.name, key.columns, target.name, columns, False, key.inferred)
                    self._from.setdefault(table.name.casefold(), []).append(hop)
                    self._from.setdefault(target.name.casefold(), []).append(hop.reversed())

    def between(self, table: str, other: str) -> list[Hop]:
        """The direct keys, declared ones first."""
        hops = [h for h in self._from.get(table.casefold(), []) if h.other.casefold() == other.casefold()]
        return sorted(hops, key=lambda h: h.cost)

    def path(self, sources: Iterable[str], target: str) -> tuple[float, list[Hop]] | None:
        """The cheapest way from any of `sources` to `target`; earlier sources win ties."""
        return self._reach(tuple(name.casefold() for name in sources)).get(target.casefold())

    def _reach(self, sources: tuple[str, ...]) -> dict[str, tuple[float, list[Hop]]]:
        """Ways to everything, found once per set of sources: asked table by table, 1,000 tables took seconds."""
        if sources not in self._reached:
            queue: list[tuple[float, int, str, list[Hop]]] = [(0.0, i, name, []) for i, name in enumerate(sources)]
            done: dict[str, tuple[float, list[Hop]]] = {}
            counter = len(queue)
            while queue:
                cost, _, name, hops = heapq.heappop(queue)
                if name in done:
                    continue
                done[name] = (cost, hops)
                for hop in self._from.get(name, []) if len(hops) < MOST_HOPS else []:
                    counter += 1
                    heapq.heappush(queue, (cost + hop.cost, counter, hop.other.casefold(), [*hops, hop]))
            self._reached[sources] = done
        return self._reached[sources]
