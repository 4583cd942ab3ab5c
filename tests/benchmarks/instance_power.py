"""How well the made-up instances tell gold queries from queries that are nearly the same."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.gold import TODAY, business_cases, office_cases
from tests.benchmarks.home import fresh_home
from tests.benchmarks.measured import Measured
from tests.benchmarks.timing import figure, timed
from workbench.data.build import build_examples, build_from_folder
from workbench.evaluate.grading import Ground, score_pair
from workbench.evaluate.instances import build_instances, empty_golds
from workbench.evaluate.mutants import Mutant, mutants
from workbench.evaluate.sets import read_set
from workbench.schema.graph import with_inferred_keys
from workbench.schema.model import Schema
from workbench.sql.pasted import read_pasted

OTHER_SEEDS = (101, 102, 103)
"""A mutant counts as equivalent only when 15 instances made by other seeds do not tell it apart either, nor ordinary
example rows, nor the real rows where there are some."""


@dataclass(frozen=True)
class Power:
    """`told`: mutants told apart by the five instances; `missed`: (gold, mutant) that only the reference tells apart;
    `equal`: those that nothing tells apart; `broken`: mutants that do not run."""

    golds: int
    empty: tuple[str, ...]
    told: tuple[tuple[str, Mutant], ...]
    missed: tuple[tuple[str, Mutant], ...]
    equal: tuple[tuple[str, Mutant], ...]
    broken: int
    seconds: float
    """To make the five."""

    @property
    def share(self) -> float:
        """Told apart, of the mutants known not to be equivalent."""
        known = len(self.told) + len(self.missed)
        return len(self.told) / known if known else 1.0


def measure_power(
    schema: Schema, golds: Sequence[str], today: dt.date, beside: Sequence[str] = (), folder: Path | None = None
) -> Power:
    """All mutants of `golds` (DuckDB SQL) on the five instances made for them.

    beside: other golds that the instances are made for too. folder: real rows of the schema, only to find out which
    mutants are equivalent.
    """
    every = [*golds, *beside]
    schema = with_inferred_keys(schema)
    seconds, databases = timed(build_instances, schema, every, today)
    told, left, broken = [], [], 0
    with Ground(schema, None, every, None, today, 0) as ground:
        for gold in golds:
            for mutant in mutants(gold, schema):
                outcome = score_pair(ground, gold, mutant.sql).outcome
                broken += outcome not in ("wrong", "correct")
                if outcome in ("wrong", "correct"):
                    (told if outcome == "wrong" else left).append((gold, mutant))
    missed = _told_by_others(schema, golds, left, today, folder)
    equal = [pair for pair in left if pair not in missed]
    empty = empty_golds(databases, golds, today)
    return Power(len(golds), empty, tuple(told), tuple(missed), tuple(equal), broken, seconds)


def _told_by_others(
    schema: Schema, golds: Sequence[str], left: list[tuple[str, Mutant]], today: dt.date, folder: Path | None
) -> list[tuple[str, Mutant]]:
    given = [build_examples(schema, 0, today)]
    if folder is not None:
        given.append(build_from_folder(schema, folder))
    grounds = [Ground(schema, one, golds, None, today, 0) for one in given]
    grounds += [Ground(schema, None, golds, None, today, seed) for seed in OTHER_SEEDS]
    found: list[tuple[str, Mutant]] = []
    for ground in grounds:
        with ground:
            rest = [pair for pair in left if pair not in found]
            found += [pair for pair in rest if score_pair(ground, pair[0], pair[1].sql).outcome == "wrong"]
    return found


def measure(quick: bool) -> Measured:
    """The office, 20 small businesses and the shipped questions, by their DDL alone; quick: a quarter of them."""
    cases: dict[str, list[str]] = defaultdict(list)
    ddl: dict[str, str] = {}
    shipped = [(one.db_id, one.gold, one.ddl) for one in read_set("sample").cases]
    for name, gold, text in [*((c.schema, c.sql, c.ddl) for c in (*office_cases(), *business_cases())), *shipped]:
        cases[name].append(gold)
        ddl[name] = text
    names = list(cases)[:: 4 if quick else 1]
    with fresh_home():
        powers = [measure_power(read_pasted(ddl[name]), cases[name], TODAY) for name in names]
    return summed(powers)


def summed(powers: Iterable[Power]) -> Measured:
    powers = list(powers)
    told = sum(len(power.told) for power in powers)
    known = told + sum(len(power.missed) for power in powers)
    golds = sum(power.golds for power in powers)
    by_what = Counter(mutant.what for power in powers for _, mutant in power.missed)
    facts = {
        "schemas": len(powers),
        "golds": golds,
        "empty": sum(len(power.empty) for power in powers),
        "mutants": known,
        "never_told_apart": sum(len(power.equal) for power in powers),
        "missed_by_kind": dict(by_what.most_common()),
    }
    return Measured(
        {"share": 100 * told / max(known, 1), "build_seconds": statistics.median(power.seconds for power in powers)},
        {"build": figure([power.seconds for power in powers], "s")},
        facts,
    )
