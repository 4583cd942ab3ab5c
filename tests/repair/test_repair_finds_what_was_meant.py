"""Broken answers become the query that was meant, by the schema alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlglot import exp, parse_one

from workbench.schema.model import Schema
from workbench.sql.repair import Binds, repair
from workbench.sql.transpile import to_duckdb

GOLDEN = tomllib.loads((Path(__file__).parent.parent / "cases" / "repair" / "golden.toml").read_text(encoding="utf-8"))
GOLD = (
    "SELECT c.cust_nm, SUM(o.tot_amt) AS total FROM tb_customer AS c JOIN tb_order AS o ON c.cust_no = o.cust_no "
    "WHERE o.ord_stat_cd = '30' GROUP BY c.cust_nm ORDER BY total DESC LIMIT 5",
    "SELECT p.prod_nm, k.cat_nm, r.score FROM tb_product AS p JOIN tb_category AS k ON p.cat_id = k.cat_id "
    "JOIN tb_review AS r ON p.prod_id = r.prod_id WHERE r.score >= 4",
    "SELECT cust_nm FROM tb_customer AS c WHERE EXISTS(SELECT 1 FROM tb_order AS o JOIN tb_payment AS p "
    "ON o.ord_no = p.ord_no WHERE o.cust_no = c.cust_no AND p.pay_method = 'CARD')",
    "WITH m AS (SELECT cust_no, COUNT(*) AS orders FROM tb_order GROUP BY cust_no) "
    "SELECT c.cust_nm, m.orders FROM m JOIN tb_customer AS c ON c.cust_no = m.cust_no",
)


@pytest.mark.parametrize("case", GOLDEN["case"], ids=lambda c: c["broken"][:70])
def test_golden_answer_is_repaired(case: dict[str, str], company: Schema, binds: Binds) -> None:
    repaired = repair(to_duckdb(case["broken"], "mysql", company).sql, company, binds)
    assert repaired is not None
    assert repaired.sql == case["repaired"]
    assert binds(repaired.sql) is None
    assert repaired.notes


@pytest.mark.parametrize("gold", GOLD)
def test_query_that_binds_is_left_alone(gold: str, company: Schema, binds: Binds) -> None:
    assert binds(gold) is None
    assert repair(gold, company, binds) is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(GOLD),
    st.sampled_from(["double", "drop", "joined", "plural"]),
    st.integers(0, 20),
    st.integers(1, 6),
)
def test_misspelt_column_is_found_again(
    company: Schema, binds: Binds, gold: str, slip: str, which: int, at: int
) -> None:
    tree = parse_one(gold, read="duckdb")
    columns = [c for c in tree.find_all(exp.Column) if len(c.name) > 5]
    column = columns[which % len(columns)]
    name, at = column.name, min(at, len(column.name) - 2)
    wrong = {
        "double": name[:at] + name[at] + name[at:],
        "drop": name[:at] + name[at + 1 :],
        "joined": name.replace("_", ""),
    }
    column.set("this", exp.to_identifier(wrong.get(slip, name + "s")))
    assume(binds(tree.sql("duckdb")) is not None)
    repaired = repair(tree.sql("duckdb"), company, binds)
    assert repaired is not None
    assert parse_one(repaired.sql, read="duckdb") == parse_one(gold, read="duckdb")


@pytest.mark.parametrize("gold", GOLD[:2])
def test_swapped_aliases_are_put_right(gold: str, company: Schema, binds: Binds) -> None:
    tree = parse_one(gold, read="duckdb")
    assert isinstance(tree, exp.Select)
    first, second = tree.args["from_"].this.alias, tree.args["joins"][0].this.alias
    tree = tree.transform(
        lambda n: (
            exp.to_identifier({first: "T1", second: "T2"}.get(n.name, n.name)) if isinstance(n, exp.Identifier) else n
        )
    )
    for item in tree.expressions:
        for column in item.find_all(exp.Column):
            column.set("table", exp.to_identifier({"T1": "T2", "T2": "T1"}.get(column.table, column.table)))
    assert binds(tree.sql("duckdb")) is not None
    repaired = repair(tree.sql("duckdb"), company, binds)
    assert repaired is not None
    assert binds(repaired.sql) is None
    assert repaired.sql.count("JOIN") == gold.count("JOIN")


@pytest.mark.parametrize("gold", GOLD[:2])
def test_dropped_join_comes_back_with_its_key(gold: str, company: Schema, binds: Binds) -> None:
    tree = parse_one(gold, read="duckdb")
    dropped = tree.args["joins"].pop()
    repaired = repair(tree.sql("duckdb"), company, binds)
    assert repaired is not None
    found = parse_one(repaired.sql, read="duckdb")
    assert {t.name for t in found.find_all(exp.Table)} == {
        t.name for t in parse_one(gold, read="duckdb").find_all(exp.Table)
    }
    assert {c.name for c in dropped.args["on"].find_all(exp.Column)} <= {c.name for c in found.find_all(exp.Column)}


@pytest.mark.parametrize(
    "hopeless",
    [
        "SELECT nothing_like_this_anywhere FROM tb_customer",
        "SELECT a FROM weather_stations",
        "DROP TABLE tb_customer; SELECT zzz",
        "SELECT * FROM read_csv('/etc/passwd') AS x, tb_nowhere",
        "((((",
        "오늘 날씨 알려줘",
        "",
    ],
)
def test_what_cannot_be_meant_is_given_up(hopeless: str, company: Schema, binds: Binds) -> None:
    assert repair(hopeless, company, binds) is None


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            "SELECT FROM WHERE cust_nm tb_order T1 T2 . , ( ) = COUNT(*) JOIN ON GROUP BY '서울' qty 1 AS o ;".split()
        ),
        max_size=14,
    )
)
def test_no_text_makes_it_raise_loop_or_leave_the_schema(company: Schema, binds: Binds, words: list[str]) -> None:
    asked = 0

    def counted(sql: str):  # type: ignore[no-untyped-def]
        nonlocal asked
        asked += 1
        return binds(sql)

    repaired = repair(" ".join(words), company, counted)
    assert asked <= 12
    if repaired is not None:
        assert len(duckdb.extract_statements(repaired.sql)) == 1
        tables = {x.name for x in parse_one(repaired.sql, read="duckdb").find_all(exp.Table)}
        assert all(company.table(name) for name in tables)
