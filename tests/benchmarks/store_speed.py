"""Filters over 100,000 answers of two runs: what a click on 오류 살펴보기 costs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from tests.benchmarks.home import fresh_home
from tests.benchmarks.measured import Measured
from tests.benchmarks.timing import figure, timed
from workbench.evaluate.score import CATEGORIES, OUTCOMES
from workbench.store import results, reviews, runs, verdicts
from workbench.store.results import Filters, Result
from workbench.store.runs import Run
from workbench.store.verdicts import Verdict

_ANSWERS, _QUICK = 100_000, 5_000
_ROUNDS = 5
_FEATURES = ("join", "group", "order", "limit", "subquery", "window", "date", "like", "aggregate", "distinct")


def measure(quick: bool) -> Measured:
    """`slowest_ms`: the slowest of all clicks, by its median."""
    count = _QUICK if quick else _ANSWERS
    with fresh_home():
        filling, _ = timed(_fill, count)
        figures = {
            name: figure([1_000 * timed(click)[0] for _ in range(_ROUNDS)], "ms")
            for name, click in _clicks(count).items()
        }
    figures["fill"] = figure([filling])
    slowest = max(one.median for name, one in figures.items() if name != "fill")
    return Measured({"slowest_ms": slowest}, figures, {"answers": count})


def _clicks(count: int) -> dict[str, Callable[[], Any]]:
    everything, one = Filters(), Filters(run="b")
    narrow = Filters(run="b", outcomes=("wrong",), categories=("sorting", "date"), features=("join",), text="고객")
    return {
        "first_page": lambda: results.select(everything, 50),
        "last_page": lambda: results.select(everything, 50, count - 50),
        "count": lambda: results.count(everything),
        "outcomes": lambda: results.counts_by(everything, "run", "outcome"),
        "heat_map": lambda: results.counts_by(everything, "category", "feature"),
        "by_schema": lambda: results.counts_by(everything, "db_id", "outcome"),
        "by_human": lambda: results.counts_by(everything, "human"),
        "text": lambda: results.count(Filters(text="10만 원")),
        "text_page": lambda: results.select(Filters(text="10만 원"), 50),
        "rare_text": lambda: results.select(Filters(text="없는 말"), 50),
        "narrow": lambda: results.select(narrow, 50),
        "disputed": lambda: results.select(Filters(disputed=True), 50),
        "human": lambda: results.count(Filters(human="right")),
        "tag": lambda: results.select(Filters(tag="확인"), 50),
        "changed": lambda: results.count(Filters(run="b", changed_from="a")),
        "neighbours": lambda: results.neighbours(everything, "b", str(count // 4)),
        "figures": lambda: results.sums(one),
        "tally": lambda: results.tally("b"),
        "of_case": lambda: results.of_case("d", "7"),
    }


def _fill(count: int) -> None:
    """Half of the answers in each of two runs on the same set; 2 kB of text in each."""
    for name in "ab":
        runs.add(Run(name, name, f"2026-11-23T10:00:0{name}", "finished", "set", "d", "file", "m", "model"))
        results.add(_answers(name, count // 2))
    chosen = [str(number) for number in range(0, count // 2, 50)]
    verdicts.save(Verdict("b", case, "gpt", "h", "yes" if int(case) % 100 else "no") for case in chosen)
    reviews.say("b", chosen[::4], "right", "bench")
    reviews.add_tag("b", chosen[::5], "확인")


def _answers(run: str, count: int) -> Iterator[Result]:
    chance = random.Random(run)
    for number in range(count):
        outcome = chance.choices(OUTCOMES, (60, 25, 6, 2, 2, 2, 2, 1))[0]
        category = chance.choice(CATEGORIES) if outcome != "correct" else None
        features = tuple(sorted(chance.sample(_FEATURES, chance.randint(1, 4))))
        yield Result(
            run,
            str(number),
            number,
            f"{number}번째 고객이 지난달 산 {chance.randint(1, 99)}만 원 넘는 상품은?",
            f"db{chance.randint(0, 80)}",
            "SELECT 상품명 FROM 주문 JOIN 상품 USING (상품번호) WHERE 금액 > 10000 " * 4,
            "SELECT 상품명 FROM 주문 JOIN 상품 USING (상품번호) WHERE 금액 > 20000 " * 4,
            outcome,
            category=category,
            features=features,
            difficulty=chance.choice(("easy", "medium", "hard", "extra")),
            scored=True,
            cost=0.0,
            raw="x" * 400,
            difference="y" * 400,
        )
