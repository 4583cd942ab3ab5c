"""The parts of the benchmarks that can be right or wrong. What they time is never asserted here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.benchmarks import results, table
from tests.benchmarks.accuracy import Graded, Question, read_questions, report
from tests.benchmarks.company import company_ddl
from tests.benchmarks.gold import BUSINESSES, OFFICE, GoldCase, business_cases, mall_cases, office_cases
from tests.benchmarks.measured import GOALS, Goal, Measured
from tests.benchmarks.published import is_finished
from tests.benchmarks.timing import figure, median_ratio, percentile, wilson
from tests.benchmarks.typical import typical_queries
from workbench.ask.answer import Answer, Trust
from workbench.ask.cases import read_cases
from workbench.data.samples import sample_info, sample_names
from workbench.question.interpreted import Interpreted
from workbench.schema.ddl import read_ddl
from workbench.schema.render import to_ddl

ALL_CASES = (*office_cases(), *mall_cases()[15:], *business_cases())


@pytest.fixture(scope="module")
def engines() -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    """An empty database for every DDL text in the case files, and for every sample."""
    texts = {case.ddl for case in ALL_CASES}
    texts |= {sample_info(name).ddl_path.read_text(encoding="utf-8") for name in sample_names()}
    made: dict[str, duckdb.DuckDBPyConnection] = {}
    for text in texts:
        schema = read_ddl(text)
        assert [problem.message for problem in schema.problems if problem.severity == "error"] == []
        made[text] = duckdb.connect()
        made[text].execute(to_ddl(schema))
    yield made
    for engine in made.values():
        engine.close()


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.id)
def test_gold_sql_binds(case: GoldCase, engines: dict[str, duckdb.DuckDBPyConnection]) -> None:
    engines[case.ddl].execute(f"EXPLAIN {case.sql}")


@pytest.mark.parametrize("name", sample_names())
def test_typical_queries_bind(name: str, engines: dict[str, duckdb.DuckDBPyConnection]) -> None:
    engine = engines[sample_info(name).ddl_path.read_text(encoding="utf-8")]
    queries = [query for query in typical_queries() if query.sample == name]
    assert len(queries) > 15
    for query in queries:
        engine.execute(f"EXPLAIN {query.fresh()}")


def test_the_case_files_hold_what_the_table_says() -> None:
    businesses = business_cases()
    assert (len(businesses), len({case.schema for case in businesses})) == (112, 20)
    assert len(mall_cases()) == 20
    assert len({case.id for case in ALL_CASES}) == len(ALL_CASES)
    assert len(typical_queries()) >= 60


def test_the_businesses_are_cases_for_generate_too() -> None:
    cases, bad = read_cases(BUSINESSES / "cases.jsonl")
    assert len(cases) == 112
    assert bad == []


def test_a_query_is_a_new_text_each_time() -> None:
    query = typical_queries()[0]
    assert query.fresh() != query.fresh()


@pytest.mark.parametrize("tables", [8, 10, 60])
def test_a_company_has_as_many_tables_as_asked_for(tables: int) -> None:
    schema = read_ddl(company_ddl(tables))
    assert len(schema.tables) == tables
    assert schema.problems == ()
    assert company_ddl(tables) == company_ddl(tables)


def test_a_wider_company_only_adds_tables() -> None:
    assert company_ddl(60).startswith(company_ddl(10))
    assert len(re.findall(r"^CREATE TABLE", company_ddl(1000), re.M)) == 1000


def test_medians_and_percentiles_are_of_the_values() -> None:
    values = [float(n) for n in range(1, 101)]
    assert (figure(values).median, figure(values).p95, figure(values).n) == (50.5, 95.0, 100)
    assert percentile([3.0], 95) == 3.0
    assert percentile([1.0, 2.0], 50) == 1.0
    with pytest.raises(ValueError, match="nothing"):
        figure([])


def test_a_ratio_is_the_median_of_pairs_not_a_ratio_of_medians() -> None:
    assert median_ratio([2.0, 30.0, 100.0], [1.0, 10.0, 20.0]) == 3.0
    with pytest.raises(ValueError, match="zip"):
        median_ratio([1.0], [1.0, 2.0])


def test_the_interval_of_a_share_is_wilsons() -> None:
    low, high = wilson(30, 43)
    assert (round(low, 3), round(high, 3)) == (0.549, 0.814)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(5, 5)[1] == 1.0
    assert wilson(0, 5)[0] == 0.0


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("SELECT 1", False),
        ("SELECT 1;", True),
        ("```sql", False),
        ("```sql\nSELECT 1\n", False),
        ("```sql\nSELECT 1\n```", True),
        ("SELECT 1\n### Expla", True),
    ],
)
def test_the_pipeline_is_stopped_at_the_end_of_its_statement(text: str, finished: bool) -> None:
    assert is_finished(text) is finished


def test_questions_for_accuracy_name_a_ddl_beside_them_or_bring_their_own(tmp_path: Path) -> None:
    assert "CREATE TABLE" in (read_questions(OFFICE / "questions.jsonl")[0].case.ddl or "")
    assert len(read_questions(BUSINESSES / "cases.jsonl")) == 112
    own = {"id": 1, "question": "?", "sql": "SELECT 1", "ddl": "CREATE TABLE t (a INT)", "data_path": "rows"}
    (tmp_path / "cases.jsonl").write_text(json.dumps(own) + "\n", encoding="utf-8")
    [question] = read_questions(tmp_path / "cases.jsonl")
    assert (question.case.ddl, question.case.data_path) == (own["ddl"], tmp_path / "rows")


def test_the_accuracy_report_counts_only_what_gold_answers() -> None:
    question = Question(read_questions(OFFICE / "questions.jsonl")[0].case, "SELECT 1")
    answer = Answer("?", "SELECT 1", "ok", "", "m", Interpreted("?", question.case.today), trust=Trust("high", ()))  # type: ignore[arg-type]
    text = report([Graded(question, answer, True, True), Graded(question, answer, False, True)] * 2)
    assert "50.0 %  2/4" in text
    assert "trust high" in text
    assert "1 cases not counted" in report([Graded(question, answer, None, None)])


def entry(goal: Goal, value: float, quick: bool = False) -> dict[str, Any]:
    figures = {key: figure([1.0, 2.0]) for _, _, key in goal.shown}
    machine = {"cpu": "CPU", "cores": 2, "memory_gib": 23.5, "date": "2026-11-23T09:00+00:00", "commit": "abc"}
    head = {"name": goal.measurement, "quick": quick, "machine": machine, "seconds": 1.0}
    return head | Measured({goal.key: value}, figures).to_json()


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: f"{goal.measurement}-{goal.key}")
def test_every_goal_has_a_row_in_both_languages(goal: Goal) -> None:
    text = table.render([entry(goal, 3.14159)])
    assert goal.ko in text
    assert goal.en in text
    assert "**3.14" in text
    assert "abc" in text


def test_a_row_says_whether_the_target_is_met() -> None:
    at_least, at_most = GOALS[0], GOALS[2]
    assert "✓" in table.render([entry(at_least, 4.5)])
    assert "✗" in table.render([entry(at_least, 3.9)])
    assert "✓" in table.render([entry(at_most, 4.5)])
    assert "✗" in table.render([entry(at_most, 5.1)])


def test_a_full_run_counts_before_a_later_quick_one(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    for one in (entry(GOALS[0], 5.0), entry(GOALS[0], 6.0), entry(GOALS[0], 7.0, quick=True)):
        results.append(one, file)
    assert len(results.read(file)) == 3
    assert results.newest(results.read(file))["ask_speed"]["values"]["ratio"] == 6.0


def test_the_table_replaces_what_stands_between_the_markers() -> None:
    text = table.insert(f"a\n{table.START}\nold\n{table.END}\nb", "new")
    assert text == f"a\n{table.START}\nnew\n{table.END}\nb"
    with pytest.raises(ValueError, match="bench:start"):
        table.insert("nothing", "new")


def test_nothing_measured_is_an_empty_table(tmp_path: Path) -> None:
    assert table.render(results.read(tmp_path / "missing.json")) == ""
