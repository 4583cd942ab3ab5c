"""One verdict from policy, lint, binding and plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from shop import SHOP, ddl

from workbench.data.database import Database
from workbench.data.introspect import open_duckdb
from workbench.sandbox.pool import Sandbox, open_sandbox
from workbench.sandbox.result import EngineError, Inspection
from workbench.settings import INPUT
from workbench.sql.check import Checked, check

SILENT = (Path(__file__).parents[1] / "cases" / "lint" / "silent.sql").read_text(encoding="utf-8")


class Values:
    """A value index in which every text column of the shop is complete."""

    def values(self, table: str, column: str) -> tuple[str, ...]:
        return ("VIP", "GOLD", "일반") if column == "등급" else ()

    def is_complete(self, table: str, column: str) -> bool:
        return column == "등급"

    def contains(self, table: str, column: str, text: str) -> bool | None:
        return text in self.values(table, column) if self.is_complete(table, column) else None


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    path = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(ddl())
    return Database(SHOP, path, "empty", "가게")


@pytest.fixture(scope="module")
def sandbox(database: Database) -> Iterator[Sandbox]:
    opened = open_sandbox(database.path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def checked(database: Database, sandbox: Sandbox) -> Callable[[str], Checked]:
    return lambda sql: check(sql, database, sandbox)


def codes(found: Checked) -> list[str]:
    return [d.code for d in found.diagnostics]


@pytest.mark.parametrize(
    ("sql", "status"),
    [
        ("SELECT 이름 FROM 고객 WHERE 등급 = 'VIP' ORDER BY 이름", "ok"),
        ("SELECT * FROM 고객", "ok"),
        ("SELECT 이름, 금액 FROM 고객, 주문", "warning"),
        ("SELECT 이름 FROM 고객 LIMIT 3", "warning"),
        ("SELECT 이룸 FROM 고객", "invalid"),
        ("SELECT 이름 FROM 고겍", "invalid"),
        ("SELECT NVL(이름, '') FROM 고객", "invalid"),
        ("SELECT 이름 form 고객", "invalid"),
        ("", "invalid"),
        ("-- 주석뿐", "invalid"),
        ("DROP TABLE 고객", "refused"),
        ("SELECT 1; DROP TABLE 고객", "refused"),
        ("SELECT * FROM read_csv('/etc/passwd')", "refused"),
        ("SELECT len(range(0, 200000000))", "limit"),
    ],
)
def test_the_status_tells_what_may_happen_next(sql: str, status: str, checked: Callable[[str], Checked]) -> None:
    found = checked(sql)
    assert found.status == status
    assert found.message
    assert (found.plan is not None) == (status in ("ok", "warning"))


@pytest.mark.parametrize("sql", SILENT.rstrip("\n").split("\n====\n"))
def test_honest_sql_is_never_invalid(sql: str, checked: Callable[[str], Checked]) -> None:
    found = checked(sql)
    assert not [d for d in found.diagnostics if d.severity == "error" and not d.code.startswith("policy-")]


def test_lint_and_duckdb_saying_one_thing_say_it_once(checked: Callable[[str], Checked]) -> None:
    several = (
        "SELECT 금액 FROM 고객",
        "SELECT 이름 FROM 고겍",
        "SELECT TO_CHAR(가입일, 'YYYY') FROM 고객",
        "SELECT 등급, 이름, COUNT(*) FROM 고객 GROUP BY 등급",
        "SELECT 이름 FROM 고객 WHERE 등급 > 3",
    )
    for sql in several:
        assert len(checked(sql).diagnostics) == 1, sql


def test_a_claim_that_duckdb_disproves_is_dropped(checked: Callable[[str], Checked]) -> None:
    """sqlglot cannot read 5! and PIVOT … ORDER BY; DuckDB can, so no error may remain."""
    assert checked("SELECT 5! AS x").status == "ok"


def test_places_are_characters_also_after_korean_and_emoji(checked: Callable[[str], Checked]) -> None:
    sql = "SELECT '😀가나다' AS 표정, 이룸 FROM 고객"
    (found,) = checked(sql).diagnostics
    assert sql[found.start : found.end] == "이룸"


def test_gravest_findings_come_first(checked: Callable[[str], Checked]) -> None:
    found = checked("SELECT *, 이룸 FROM 고객 LIMIT 3").diagnostics
    assert [d.severity for d in found] == ["error", "warning", "info"]


def test_values_count_only_for_real_rows(database: Database, sandbox: Sandbox) -> None:
    columns = [replace(c, choices=()) for c in SHOP.tables[0].columns]
    schema = replace(SHOP, tables=(replace(SHOP.tables[0], columns=tuple(columns)), *SHOP.tables[1:]))
    sql = "SELECT 이름 FROM 고객 WHERE 등급 = '플래티넘'"
    real = replace(database, schema=schema, rows="real")
    example = replace(database, schema=schema, rows="example")
    assert codes(check(sql, real, sandbox, Values())) == ["value-not-found"]  # type: ignore[arg-type]
    assert codes(check(sql, example, sandbox, Values())) == []  # type: ignore[arg-type]


def test_a_long_text_is_answered_without_the_sandbox(database: Database) -> None:
    found = check("SELECT " + "1," * INPUT.sql_chars, database, NoSandbox())  # type: ignore[arg-type]
    assert (found.status, codes(found)) == ("invalid", ["too-long"])


def test_a_deep_text_is_answered_without_the_sandbox(database: Database) -> None:
    found = check("SELECT " + "(" * 9000 + ")" * 9000, database, NoSandbox())  # type: ignore[arg-type]
    assert (found.status, codes(found)) == ("invalid", ["too-deep"])


@pytest.mark.parametrize("status", ["timeout", "limit"])
def test_explain_that_exhausts_the_sandbox_is_said_so(status: str, database: Database) -> None:
    box = Scripted(Inspection(status, error=EngineError("Interrupt", "", "…")))  # type: ignore[arg-type]
    found = check("SELECT 이름 FROM 고객", database, box)  # type: ignore[arg-type]
    assert found.status == status
    assert found.message


class NoSandbox:
    def inspect(self, sql: str, explain: bool = True) -> Inspection:
        raise AssertionError("must not be asked")


class Scripted:
    def __init__(self, answer: Inspection) -> None:
        self.answer = answer

    def inspect(self, sql: str, explain: bool = True) -> Inspection:
        return self.answer


def test_a_database_that_is_gone_is_a_fault_and_no_refusal(tmp_path: Path) -> None:
    path = tmp_path / "gone.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t (a INT)")
    database = open_duckdb(path)
    sandbox = open_sandbox(database.path)
    try:
        assert check("SELECT a FROM t", database, sandbox).status == "ok"
        path.unlink()
        found = check("SELECT a FROM t", database, sandbox)
    finally:
        sandbox.close()
    assert found.status == "error"
    assert "다시" in found.message
