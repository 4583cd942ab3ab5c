"""Every rule against its own examples, DuckDB's opinion, and queries in which nothing may fire."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shop import SHOP, shop

from workbench.settings import INPUT
from workbench.sql.lint import LINT_RULES, Rule, lint
from workbench.sql.lint.docs import PATH, to_markdown
from workbench.sql.lint.rules import RULE_FUNCTIONS
from workbench.text import catalog, t, use_language

CASES = Path(__file__).parents[1] / "cases" / "lint"
WITH_EXAMPLE = [rule for rule in LINT_RULES.values() if rule.bad]
SILENT = (CASES / "silent.sql").read_text(encoding="utf-8").rstrip("\n").split("\n====\n")
FINDINGS = tomllib.loads((CASES / "findings.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.code)
def test_the_bad_example_fires_this_rule_alone_at_the_right_place(rule: Rule) -> None:
    found = lint(rule.bad, shop(rule.dialect))
    assert [(d.code, rule.bad[d.start : d.end]) for d in found] == [(rule.code, rule.at)]
    assert found[0].severity == rule.severity


@pytest.mark.parametrize("rule", LINT_RULES.values(), ids=lambda rule: rule.code)
def test_the_good_example_fires_nothing(rule: Rule) -> None:
    assert lint(rule.good, shop(rule.dialect)) == ()


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.code)
def test_an_error_is_what_duckdb_cannot_run_and_the_rest_runs(rule: Rule, binds: Callable[[str], bool]) -> None:
    assert binds(rule.good)
    assert binds(rule.bad) == (rule.severity != "error")


def test_every_rule_has_a_function_and_every_function_a_rule() -> None:
    from_text = {"empty", "too-long", "too-deep", "open-quote", "syntax"}
    assert {f.__name__.replace("_", "-") for f in RULE_FUNCTIONS} | from_text == set(LINT_RULES)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_rule_has_title_reason_and_message(language: str) -> None:
    messages = catalog(language)
    for code in LINT_RULES:
        assert f"lint.{code}.title" in messages
        assert f"lint.{code}.why" in messages
        assert any(key == f"lint.{code}" or key.startswith(f"lint.{code}.") for key in messages)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_found_example_has_a_message_in_both_languages(language: str) -> None:
    with use_language(language):
        for rule in WITH_EXAMPLE:
            for found in lint(rule.bad, shop(rule.dialect)):
                assert found.message
                assert "{" not in found.message
                assert t(f"lint.{found.code}.title")


@pytest.mark.parametrize("sql", SILENT)
def test_honest_sql_raises_no_error_and_no_warning(sql: str, binds: Callable[[str], bool]) -> None:
    assert binds(sql)
    assert [d for d in lint(sql, SHOP) if d.severity != "info"] == []


@pytest.mark.parametrize("case", FINDINGS, ids=lambda case: case["sql"][:60])
def test_more_ways_to_break_a_rule_are_found_at_their_place(case: dict[str, str]) -> None:
    found = lint(case["sql"], SHOP)
    assert (case["code"], case["at"]) in [(d.code, case["sql"][d.start : d.end]) for d in found]


def test_a_column_of_another_table_names_that_table() -> None:
    (found,) = lint("SELECT 이름, 금액 FROM 고객", SHOP)
    assert "주문" in found.message


def test_a_misspelt_name_brings_the_nearest_by_jamo() -> None:
    (found,) = lint("SELECT 이름 FROM 고겍", SHOP)
    assert "고객" in found.message


def test_too_long_and_too_deep_texts_are_answered_at_once() -> None:
    assert [d.code for d in lint("SELECT " + "1+" * INPUT.sql_chars + "1", SHOP)] == ["too-long"]
    for deep in ("(" * 5000 + "1" + ")" * 5000, "CASE WHEN " * 900, "- " * 4000 + "1", "a" + "[1]" * 4000, "{" * 9000):
        assert [d.code for d in lint(f"SELECT {deep}", SHOP)] == ["too-deep"]


_PIECES = ["SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "JOIN", "LEFT JOIN", "ON", "고객", "주문", "이름", "금액",
           "고객번호", "c", "c.", "(", ")", ",", "*", "=", "NULL", "'VIP'", '"', "'", "1", "IN", "NOT", "AND", "OR",
           "BETWEEN", "CASE", "WHEN", "END", "COUNT(*)", "SUM(", "OVER (", "WITH", "AS", "UNION", "LIMIT", ";", "😀",
           "HAVING", "LIKE", "UNNEST(", "PIVOT", "[1]", "::INT", "--", "/*", "`", "，"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=25))
def test_lint_answers_any_text_with_places_inside_it(pieces: list[str]) -> None:
    sql = " ".join(pieces)
    for found in lint(sql, SHOP):
        assert 0 <= found.start <= found.end <= len(sql)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_lint_answers_text_that_is_no_sql(text: str) -> None:
    for found in lint(text, SHOP):
        assert 0 <= found.start <= found.end <= len(text)


def test_no_rule_fails_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    """A rule that raises is skipped; the log would tell."""
    for sql in [*SILENT, *(case["sql"] for case in FINDINGS)]:
        lint(sql, SHOP)
    assert [record.message for record in caplog.records] == []


def test_the_documentation_is_what_the_rules_say() -> None:
    """After changing a rule: `python -m workbench.sql.lint.docs`."""
    assert PATH.read_text(encoding="utf-8") == to_markdown()
