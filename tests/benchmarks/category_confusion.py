"""How often the category is right, on gold queries with one known mistake: writes docs/categories.md.

`python -m tests.benchmarks.category_confusion` writes the page (a test keeps it current);
`… --spider FOLDER [--golds N]` prints the same table for golds of a folder in Spider's layout.
Every mutant is judged as it is and once more rewritten by another hand (`restyled`), so that aliases, order and
form cannot help.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.benchmarks.breakages import breakages
from tests.benchmarks.gold import business_cases, office_cases
from tests.benchmarks.restyled import restyled
from tests.benchmarks.timing import wilson
from workbench.data.samples import sample_info, sample_names
from workbench.evaluate.categories import categorize
from workbench.evaluate.mutants import Mutant, mutants
from workbench.evaluate.score import CATEGORIES, Score
from workbench.schema.ddl import read_ddl
from workbench.schema.graph import with_inferred_keys
from workbench.schema.model import Schema
from workbench.settings import ROOT
from workbench.text import t, use_language

PATH = ROOT / "docs" / "categories.md"
Golds = Iterable[tuple[str, str]]
"""SQL and the DDL it is written for."""


_STEP = 3
"""Every third gold: the page is made again by a test, and all of them take 30 s for a tenth of a percent."""


@dataclass(frozen=True)
class Confusion:
    """`counts`: (true, given) → how many, without syntax and names. `golds`: how many queries were mutated."""

    counts: Counter[tuple[str, str]]
    golds: int

    def share(self) -> tuple[int, int]:
        return sum(n for (true, given), n in self.counts.items() if true == given), self.counts.total()


def own_golds() -> Iterator[tuple[str, str]]:
    """Of the office, the small businesses and the shipped question sets."""
    for case in (*office_cases(), *business_cases()):
        yield case.sql, case.ddl
    for name in sample_names():
        ddl = sample_info(name).ddl_path
        for line in (ddl.parent / "gold.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["gold"], ddl.read_text(encoding="utf-8")


def spider_golds(folder: Path, count: int) -> Iterator[tuple[str, str]]:
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    random.Random(0).shuffle(lines)
    for line in lines[:count]:
        one = json.loads(line)
        yield one["sql"], (folder / "databases" / one["db_id"] / "schema.sql").read_text(encoding="utf-8")


@cache
def _schema(ddl: str) -> Schema:
    return with_inferred_keys(read_ddl(ddl))


def measure(golds: Golds, rewritten: bool) -> Confusion:
    """One mutant of each kind for a gold: a query with twenty literals must not outvote the others."""
    counts: Counter[tuple[str, str]] = Counter()
    number = 0
    for sql, ddl in golds:
        number += 1
        schema = _schema(ddl)
        chosen: dict[str, Mutant] = {}
        for mutant in mutants(sql, schema, seed=number):
            chosen.setdefault(mutant.what, mutant)
        for mutant in chosen.values():
            text = restyled(mutant.sql, schema) if rewritten else mutant.sql
            counts[mutant.category, categorize(Score("wrong", gold_sql=sql, sql=text), schema).code] += 1
        for mutant in breakages(sql, schema):
            score = Score("invalid_sql", gold_sql=sql, sql=mutant.sql)
            counts[mutant.category, categorize(score, schema).code] += 1
    return Confusion(counts, number)


def to_markdown() -> str:
    golds = list(own_golds())[::_STEP]
    with use_language("ko"):
        lines = ["<!-- python -m tests.benchmarks.category_confusion -->", "", "# 오류 분류 · Error categories", ""]
        lines += [_INTRO.format(golds=len(golds)), ""]
        for title, rewritten in (("그대로 · as mutated", False), ("다르게 고쳐 쓴 뒤 · rewritten", True)):
            lines += [f"## {title}", "", *_table(measure(golds, rewritten)), ""]
    return "\n".join(lines)


_INTRO = """정답 SQL {golds}개에 실수를 하나씩 넣고(`workbench/evaluate/mutants`), 분류가 그 실수를 맞히는지 쟀습니다.
행은 실제로 넣은 실수, 열은 분류 결과입니다. 두 번째 표는 실수를 넣은 SQL의 별칭, 순서, 표현을 모두 바꾼 뒤 잰 것입니다.
결과 행 없이 SQL 구조만으로 분류했으므로, 실제 평가에서는 결과의 차이까지 더해집니다.

*One mistake was put into each of {golds} gold queries; rows are the true mistake, columns the category given. The
second table judges the same queries after rewriting them with other aliases, order and forms. Only the texts were
used: in an evaluation the differing results are evidence too.*"""


def _table(found: Confusion) -> list[str]:
    right, n = found.share()
    low, high = wilson(right, n)
    given = [c for c in CATEGORIES if any(to == c for _, to in found.counts)]
    lines = [f"**{100 * right / n:.1f} %** ({right:,}/{n:,}, 95 % {100 * low:.1f}–{100 * high:.1f} %)", ""]
    lines.append("| | n | % | " + " | ".join(t(f"category.{c}") for c in given) + " |")
    lines.append("|---|---:|---:|" + "---:|" * len(given))
    for true in CATEGORIES:
        row = {c: found.counts[true, c] for c in given}
        total = sum(row.values())
        if total:
            cells = " | ".join(str(row[c] or "") for c in given)
            lines.append(
                f"| **{t(f'category.{true}')}** | {total:,} | {100 * row.get(true, 0) / total:.1f} | {cells} |"
            )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.category_confusion")
    parser.add_argument("--spider", type=Path, metavar="FOLDER")
    parser.add_argument("--golds", type=int, default=300)
    given = parser.parse_args()
    if given.spider is None:
        PATH.write_text(to_markdown() + "\n", encoding="utf-8")
        return
    golds = list(spider_golds(given.spider, given.golds))
    for rewritten in (False, True):
        sys.stdout.write("\n".join(_table(measure(golds, rewritten))) + "\n\n")


if __name__ == "__main__":
    main()
