"""From 10 to 1,000 tables: time to SQL, and memory of the app and of the model server."""

from __future__ import annotations

import statistics
from typing import Any

import sqlglot
from sqlglot import exp

from tests.benchmarks.company import company_ddl
from tests.benchmarks.gold import TODAY, GoldCase, mall_cases
from tests.benchmarks.home import fresh_home, server_pid
from tests.benchmarks.isolated import isolated
from tests.benchmarks.machine import peak_mb
from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.timing import Figure, figure, timed
from workbench.ask.answer import Answer
from workbench.ask.options import AskOptions
from workbench.ask.pipeline import answer
from workbench.ask.workspace import open_workspace
from workbench.data.build import build_empty
from workbench.llm.select import open_model
from workbench.schema.ddl import read_ddl

SIZES = (10, 1000)


def measure(quick: bool) -> Measured:
    """Each width in a process and a home of its own, so that each peak of memory is its own."""
    runs = {size: isolated(measure_width, size, 2 if quick else 8) for size in SIZES}
    narrow, wide = (runs[size] for size in SIZES)
    values = {
        "cold_ratio": wide["cold"] / narrow["cold"],
        "warm_ratio": statistics.median(wide["warm"]) / statistics.median(narrow["warm"]),
        "client_mb": wide["client_mb"],
        "server_mb": wide["server_mb"],
    }
    figures: dict[str, Figure] = {}
    for size, run in runs.items():
        figures[f"cold_{size}"] = figure([run["cold"]])
        figures[f"warm_{size}"] = figure(run["warm"])
        figures[f"opened_{size}"] = figure([run["opened"]])
        figures[f"client_{size}"] = figure([run["client_mb"]], "MB")
        figures[f"server_{size}"] = figure([run["server_mb"]], "MB")
    facts = {
        str(size): {key: run[key] for key in ("statuses", "tables_found", "asked", "steps")}
        for size, run in runs.items()
    }
    return Measured(values, figures, facts)


def measure_width(tables: int, questions: int) -> dict[str, Any]:
    """`cold`: the first question, asked at once after the schema is open and never read by the model; `warm`: the
    others, each asked once. The server is up in both.
    """
    cases = mall_cases()[: questions + 1]
    with fresh_home():
        model = open_model(None)
        model.count_tokens("SELECT 1")
        ddl = company_ddl(tables)
        opened, workspace = timed(lambda: open_workspace(build_empty(read_ddl(ddl))))
        say(f"{tables} tables open after {opened:.1f} s")
        seconds: list[float] = []
        answers: list[Answer] = []
        for case in cases:
            spent, given = timed(answer, workspace, model, case.question, AskOptions(today=TODAY, run=False))
            seconds.append(spent)
            answers.append(given)
            say(f"{tables} tables, {case.id}: {spent:.2f} s ({given.status})")
        pid = server_pid()
        return {
            "opened": opened,
            "cold": seconds[0],
            "warm": seconds[1:],
            "client_mb": peak_mb(),
            "server_mb": peak_mb(pid) if pid is not None else 0.0,
            "statuses": [given.status for given in answers],
            "tables_found": sum(_has_tables(given, case) for given, case in zip(answers, cases, strict=True)),
            "asked": len(cases),
            "steps": _median_steps(answers[1:]),
        }


def _has_tables(given: Answer, case: GoldCase) -> bool:
    """Whether all tables of the gold SQL reached the prompt."""
    query = sqlglot.parse_one(case.sql, read="duckdb")
    defined = {cte.alias for cte in query.find_all(exp.CTE)}
    needed = {table.name for table in query.find_all(exp.Table)} - defined
    return given.linked is not None and needed <= set(given.linked.tables)


def _median_steps(answers: list[Answer]) -> dict[str, float]:
    spent: dict[str, list[float]] = {}
    for given in answers:
        for step in given.steps:
            spent.setdefault(step.step, []).append(step.seconds)
    return {step: round(statistics.median(values), 3) for step, values in spent.items()}
