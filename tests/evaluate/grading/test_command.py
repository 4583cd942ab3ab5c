"""`score` on the command line: JSON keys, exit codes, and each id exactly once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.evaluate.grading.conftest import CASES
from workbench.cli.main import main
from workbench.evaluate.score import OUTCOMES

DDL = (CASES / "shop.sql").read_text(encoding="utf-8")
Run = Callable[..., tuple[int, str, str]]
KEYS = {"outcome", "forgiving", "em_set", "category", "evidence"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*argv: object) -> tuple[int, str, str]:
        try:
            code = main(["score", *(str(word) for word in argv)])
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        return code, *capsys.readouterr()

    return call


def graded(run: Run, folder: Path, lines: list[Any]) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, the result lines and stderr of `score --pairs` for these lines (texts are written as they are)."""
    given = folder / "pairs.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    given.write_text("\n".join(texts) + "\n", encoding="utf-8")
    code, out, err = run("--pairs", given, "--out", folder / "out.jsonl")
    assert out == ""
    written = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    return code, [json.loads(line) for line in written], err


def test_one_pair_on_given_rows(run: Run) -> None:
    flags = ["--ddl", CASES / "shop.sql", "--data", CASES / "shop", "--json"]
    gold = "SELECT city, COUNT(*) FROM customers GROUP BY city"
    code, out, _ = run(*flags, "--gold", gold, "--pred", "SELECT COUNT(*) AS n, city FROM customers GROUP BY city")
    item = json.loads(out)
    assert code == 0
    assert item.keys() >= KEYS
    assert (item["outcome"], item["forgiving"], item["em_set"]) == ("correct", True, True)
    assert (item["category"], item["evidence"]) == (None, [])

    code, out, _ = run(
        *flags, "--gold", gold, "--pred", "SELECT city, COUNT(id) FROM customers WHERE is_active GROUP BY 1"
    )
    item = json.loads(out)
    assert (code, item["outcome"]) == (0, "wrong")
    assert item["category"] is not None
    assert item["evidence"]
    assert item["difference"]["gold_rows"] == 3


def test_one_pair_without_rows_is_graded_on_instances(run: Run) -> None:
    flags = ["--ddl", CASES / "shop.sql", "--json", "--gold", "SELECT id FROM orders WHERE amount >= 777"]
    assert json.loads(run(*flags, "--pred", "SELECT id FROM orders WHERE NOT amount < 777")[1])["outcome"] == "correct"
    assert json.loads(run(*flags, "--pred", "SELECT id FROM orders WHERE amount > 777")[1])["outcome"] == "wrong"


def test_one_pair_in_words(run: Run) -> None:
    code, out, _ = run("--ddl", CASES / "shop.sql", "--gold", "SELECT 1", "--pred", "SELECT nothing FROM customers")
    assert code == 0
    assert "nothing" in out


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["--gold", "SELECT 1"],
        ["--gold", "SELECT 1", "--pred", "SELECT 1"],
        ["--gold", "SELECT 1", "--pred", "SELECT 1", "--ddl", "/nowhere.sql"],
        ["--gold", "SELECT 1", "--pred", "SELECT 1", "--ddl", CASES / "shop.sql", "--data", "/nowhere"],
        ["--gold", "SELECT 1", "--pred", "SELECT 1", "--ddl", CASES / "shop.sql", "--dialect", "klingon"],
        ["--gold", "SELECT 1", "--pred", "SELECT 1", "--ddl", CASES / "shop.sql", "--today", "soon"],
        ["--pairs", "/nowhere.jsonl", "--out", "/tmp/nothing.jsonl"],
        ["--pairs", "/nowhere.jsonl"],
        ["--pairs", "/nowhere.jsonl", "--out", "/tmp/nothing.jsonl", "--gold", "SELECT 1"],
    ],
)
def test_wrong_usage_is_two(argv: list[object], run: Run) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert err.strip()


def test_a_file_of_pairs_gives_each_id_once_in_its_order(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.sql").write_text(DDL, encoding="utf-8")
    shop = {"ddl_path": "shop.sql", "data_path": str(CASES / "shop")}
    gold = "SELECT name FROM customers WHERE city = '서울'"
    lines: list[Any] = [
        {"id": "a", **shop, "gold": gold, "pred": "SELECT name FROM customers WHERE city IN ('서울')"},
        {"id": 7, "ddl": "CREATE TABLE t (a INT)", "gold": "SELECT a FROM t", "pred": "SELECT a + 1 FROM t"},
        {"id": "b", **shop, "gold": gold, "pred": "SELECT name FROM customers"},
        {"id": "c", **shop, "gold": gold, "pred": None},
        {"id": "d", **shop, "gold": gold},
        {"id": "e", **shop, "gold": gold, "pred": "DROP TABLE customers"},
        {"id": "f", **shop, "gold": gold, "pred": "SELECT nmae FROM customers"},
        {"id": "g", **shop, "gold": "SELECT nmae FROM customers", "pred": gold},
        {"id": "h", **shop, "gold": 'SELECT name FROM customers WHERE city = "서울"', "pred": gold, "dialect": "MySQL"},
    ]
    code, items, _ = graded(run, tmp_path, lines)
    assert code == 0
    assert [item["id"] for item in items] == [line["id"] for line in lines]
    assert all(item.keys() >= KEYS for item in items)
    assert [item["outcome"] for item in items] == [
        "correct", "wrong", "wrong", "generation_error", "generation_error", "refused", "invalid_sql", "gold_broken",
        "correct",
    ]  # fmt: skip
    assert all((item["category"] is None) == (item["outcome"] == "correct") for item in items)


def test_lines_that_are_no_pairs_are_told_and_lose_nothing(run: Run, tmp_path: Path) -> None:
    table = "CREATE TABLE t (a INT)"
    lines = [
        "{broken",
        {"id": "no gold", "ddl": table, "pred": "SELECT 1"},
        {"id": "no ddl", "gold": "SELECT 1", "pred": "SELECT 1"},
        {"id": "no file", "ddl_path": "nowhere.sql", "gold": "SELECT 1", "pred": "SELECT 1"},
        {"id": "no table", "ddl": "hello", "gold": "SELECT 1", "pred": "SELECT 1"},
        {"id": "no folder", "ddl": table, "data_path": "nowhere", "gold": "SELECT 1", "pred": "SELECT 1"},
        {"id": "odd dialect", "ddl": table, "dialect": 3, "gold": "SELECT 1", "pred": "SELECT 1"},
        {"id": "odd day", "ddl": table, "today": "soon", "gold": "SELECT 1", "pred": "SELECT 1"},
        {"id": "odd pred", "ddl": table, "gold": "SELECT 1", "pred": 1},
        {"id": "fine", "ddl": table, "gold": "SELECT 1", "pred": "SELECT 1"},
        {"id": "fine", "ddl": table, "gold": "SELECT 1", "pred": "SELECT 2"},
    ]
    code, items, err = graded(run, tmp_path, lines)
    assert code == 1
    ids = [item["id"] for item in items]
    assert sorted(ids) == sorted(dict.fromkeys(line["id"] for line in lines if isinstance(line, dict)))
    by_id = {item["id"]: item for item in items}
    assert by_id["fine"]["outcome"] == "correct"
    assert by_id["odd pred"]["outcome"] == "generation_error"
    assert all(item["outcome"] in OUTCOMES and (item["outcome"] == "correct" or item["evidence"]) for item in items)
    assert len([line for line in err.splitlines() if "번째 줄" in line]) == 3


def test_fences_and_sentences_around_an_answer_are_taken_off_and_told(run: Run, tmp_path: Path) -> None:
    gold = "SELECT name FROM customers WHERE city = '서울'"
    answers = {
        "fence": f"다음과 같습니다:\n```sql\n{gold};\n```\n서울 고객을 찾습니다.",
        "bare": gold,
        "prose": "죄송합니다. 답할 수 없습니다.",
        "hostile": f"```sql\n{gold}; DROP TABLE customers;\n```",
        "typo": "SELCT name\nFROM customers",
    }
    where = {"ddl": DDL, "data_path": str(CASES / "shop"), "gold": gold}
    _, items, _ = graded(run, tmp_path, [{"id": name, **where, "pred": pred} for name, pred in answers.items()])
    found = {item["id"]: item for item in items}
    assert {name: item["outcome"] for name, item in found.items()} == {
        "fence": "correct",
        "bare": "correct",
        "prose": "invalid_sql",
        "hostile": "refused",
        "typo": "invalid_sql",
    }
    assert (found["fence"]["em_string"], found["fence"]["em_set"]) == (True, True)
    assert found["fence"]["sql"] == gold
    assert {name: found[name]["category"] for name in ("prose", "typo")} == {"prose": "no_answer", "typo": "syntax"}
    assert "SQL을 찾지 못했습니다" in found["prose"]["message"]
    assert [bool(found[name]["notes"]) for name in ("fence", "bare", "prose")] == [True, False, False]
