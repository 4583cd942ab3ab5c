"""Results that people already have, in every shape; each id once, and what is missing, doubled or failed counted."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.evaluate.judge.importing import import_results


def request(number: int, **more: Any) -> dict[str, Any]:
    return {"model": "gpt-4o", "messages": [{"role": "system", "content": f"DDL … gen_sql: SELECT {number}"}], **more}


def answer(text: str | None) -> dict[str, Any]:
    usage = {"prompt_tokens": 90, "completion_tokens": 8}
    return {"choices": [{"message": {"role": "assistant", "content": text}}], "usage": usage}


YES, NO = answer('{"resolve_yn": "yes"}'), answer('```json\n{"resolve_yn": "no"}\n```')


def write(path: Path, items: Iterable[Any]) -> Path:
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    return path


def counts(path: Path, requests: Path | None = None) -> dict[str, int]:
    return {key: value for key, value in import_results(path, requests).counts().items() if value}


def test_the_cookbooks_lines(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.jsonl",
        [
            [request(1), YES],
            [request(2), NO, {"row_id": 2}],
            [request(3), ["timed out", "Rate limit reached"]],
            [request(4), answer("I think it is right.")],
            [request(5), answer(None)],
            [request(6), {"error": {"message": "bad request", "code": "x"}}],
            [request(7), {"choices": []}],
            [request(8), []],
        ],
    )
    assert counts(path) == {"requests": 8, "answered": 4, "yes": 1, "no": 1, "unreadable": 2, "failed": 4}


def test_the_same_request_twice_is_counted_once(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", [[request(1), YES], [request(2), NO], [request(1), YES], [request(1), YES]])
    assert counts(path) == {"requests": 2, "answered": 2, "yes": 1, "no": 1, "duplicates": 2}


def test_an_answer_counts_before_a_failure_of_the_same_id(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", [[request(1), ["500"]], [request(1), NO]])
    assert counts(path) == {"requests": 1, "answered": 1, "no": 1, "duplicates": 1}


def test_a_yes_and_a_no_for_one_request_are_pointed_out(tmp_path: Path) -> None:
    imported = import_results(write(tmp_path / "r.jsonl", [[request(1), YES], [request(1), NO]]))
    assert len(imported.conflicts) == 1
    assert imported.records[0].answer == "yes"


@pytest.mark.parametrize("key", ["id", "row_id", "request_id", "custom_id"])
def test_metadata_names_the_request(tmp_path: Path, key: str) -> None:
    path = write(tmp_path / "r.jsonl", [[request(1), YES, {key: 7}], [request(1), NO, {key: 8}]])
    assert [record.id for record in import_results(path).records] == ["7", "8"]


def test_metadata_inside_the_request_names_it_too(tmp_path: Path) -> None:
    path = write(
        tmp_path / "r.jsonl", [[request(1, metadata={"id": "a"}), YES], [request(1, metadata={"id": "b"}), YES]]
    )
    assert [record.id for record in import_results(path).records] == ["a", "b"]


def test_metadata_without_a_name_is_no_name(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", [[request(1), YES, {"split": "test"}], [request(2), NO, {"split": "test"}]])
    assert counts(path) == {"requests": 2, "answered": 2, "yes": 1, "no": 1}


def test_the_requests_file_tells_what_is_missing(tmp_path: Path) -> None:
    asked = write(tmp_path / "q.jsonl", [request(n, metadata={"id": f"c{n}"}) for n in range(5)])
    # As the cookbook script writes it with metadata, without it, and something nobody asked.
    given_back = [[request(0), YES, {"id": "c0"}], [request(3), NO], [request(99), YES]]
    imported = import_results(write(tmp_path / "r.jsonl", given_back), asked)
    assert imported.missing == ("c1", "c2", "c4")
    assert [record.id for record in imported.records] == ["c0", "c3"]
    assert imported.strangers == 1
    assert imported.counts()["requests"] == 5


def test_the_same_content_asked_twice_is_answered_twice(tmp_path: Path) -> None:
    asked = write(tmp_path / "q.jsonl", [request(1), request(1), request(2)])
    path = write(tmp_path / "r.jsonl", [[request(1), YES], [request(1), YES]])
    assert counts(path, asked) == {"requests": 3, "answered": 2, "yes": 2, "missing": 1}


def test_records_come_in_the_order_asked(tmp_path: Path) -> None:
    asked = write(tmp_path / "q.jsonl", [request(n, metadata={"id": str(n)}) for n in range(4)])
    path = write(tmp_path / "r.jsonl", [[request(n), YES, {"id": str(n)}] for n in (3, 0, 2, 1)])
    assert [record.id for record in import_results(path, asked).records] == ["0", "1", "2", "3"]


def test_the_batch_apis_output(tmp_path: Path) -> None:
    lines = [
        {
            "id": "b1",
            "custom_id": "a",
            "response": {"status_code": 200, "body": {"model": "gpt-4o", **YES}},
            "error": None,
        },
        {"id": "b2", "custom_id": "b", "response": None, "error": {"code": "batch_expired", "message": "late"}},
        {"id": "b3", "custom_id": "c", "response": {"status_code": 400, "body": {"error": {"message": "no"}}}},
    ]
    asked = write(
        tmp_path / "q.jsonl",
        [{"custom_id": id, "method": "POST", "url": "/v1/chat/completions", "body": request(1)} for id in "abcd"],
    )
    imported = import_results(write(tmp_path / "r.jsonl", lines), asked)
    assert [(record.id, record.answer) for record in imported.records] == [
        ("a", "yes"),
        ("b", "failed"),
        ("c", "failed"),
    ]
    assert imported.missing == ("d",)
    assert imported.records[0].model == "gpt-4o"


def test_a_torn_last_line_keeps_its_request_and_a_foreign_line_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", [[request(1), YES]])
    whole = json.dumps([request(2), NO])
    path.write_text(path.read_text(encoding="utf-8") + "# note\n\n42\n" + whole[:-20], encoding="utf-8")
    imported = import_results(path)
    assert [record.answer for record in imported.records] == ["yes", "failed"]
    assert [row.number for row in imported.broken] == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp949"])
def test_windows_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "r.jsonl"
    lines = [[request(1, note="질문입니다"), YES], [request(2, note="다음"), answer('{"resolve_yn": "아니오"}')]]
    path.write_text("\r\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding=encoding)
    assert counts(path) == {"requests": 2, "answered": 2, "yes": 1, "no": 1}


def test_a_note_on_the_first_line_hides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text("# 2차 결과\n\n" + json.dumps([request(1), YES]) + "\n", encoding="utf-8")
    imported = import_results(path)
    assert [record.answer for record in imported.records] == ["yes"]
    assert [row.number for row in imported.broken] == [1]


def test_one_json_array_of_pairs(tmp_path: Path) -> None:
    pairs = [[request(1), YES], [request(2), NO]]
    for indent in (None, 2):
        path = tmp_path / f"{indent}.json"
        path.write_text(json.dumps(pairs, indent=indent), encoding="utf-8")
        assert counts(path) == {"requests": 2, "answered": 2, "yes": 1, "no": 1}


def published_csv(path: Path, rows: list[tuple[str, str]], names: tuple[str, str], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([names, *rows])
    return path


@pytest.mark.parametrize("names", [("prompt", "resolve_yn"), ("prompt", "response"), ("요청", "결과")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_the_exercises_csv(tmp_path: Path, names: tuple[str, str], encoding: str) -> None:
    long = 'Based on below DDL\n\nDDL: CREATE TABLE t (a INT, b TEXT);\nQuestion: 주문 "몇" 건?\ngen_sql: '
    rows = [
        (long + "SELECT 1", '{\n  "resolve_yn": "yes"\n}'),
        (long + "SELECT 2", "no"),
        (long + "SELECT 3", ""),
        (long + "SELECT 1", '{"resolve_yn": "yes"}'),
        (long + "SELECT 4", "맞는 것 같습니다"),
    ]
    path = published_csv(tmp_path / "eval.csv", rows, names, encoding)
    expected = {"requests": 4, "answered": 3, "yes": 1, "no": 1, "unreadable": 1, "missing": 1, "duplicates": 1}
    assert counts(path) == expected


FRAME = [
    {
        "db_id": 1,
        "context": "CREATE TABLE t (a INT);",
        "question": "몇?",
        "answer": "SELECT 1",
        "gen_sql": f"SELECT {n}",
    }
    for n in range(3)
]


def test_a_frame_without_verdicts_is_all_missing(tmp_path: Path) -> None:
    assert counts(write(tmp_path / "f.jsonl", FRAME)) == {"requests": 3, "missing": 3}


def test_the_exercises_frame_has_the_models_prompt_too(tmp_path: Path) -> None:
    rows = [{"": n, **row, "prompt": "당신은 SQL을 생성하는 SQL 봇입니다."} for n, row in enumerate(FRAME)]
    assert counts(write(tmp_path / "f.jsonl", rows)) == {"requests": 3, "missing": 3}


def test_a_judged_frame_as_parquet_and_csv(tmp_path: Path) -> None:
    said = ["yes", None, '{"resolve_yn": "no"}']
    judged = [{**row, "resolve_yn": word} for row, word in zip(FRAME, said, strict=True)]
    pq.write_table(pa.Table.from_pylist(judged), tmp_path / "f.parquet")
    with (tmp_path / "f.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(judged[0]))
        writer.writeheader()
        writer.writerows(judged)
    for name in ("f.parquet", "f.csv"):
        assert counts(tmp_path / name) == {"requests": 3, "answered": 2, "yes": 1, "no": 1, "missing": 1}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.jsonl", None),
        ("empty.jsonl", b""),
        ("prose.jsonl", b"hello\nworld\n"),
        ("numbers.jsonl", b"[1, 2]\n"),
        ("other.csv", b"a,b,c\n1,2,3\n"),
        ("not.parquet", b"PAR1 nonsense"),
        ("folder.jsonl", "folder"),
        ("list.json", b'[\n  {"a": 1}\n]'),
    ],
)
def test_what_is_no_results_file_is_refused_with_a_sentence(
    tmp_path: Path, name: str, content: bytes | str | None
) -> None:
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif isinstance(content, bytes):
        path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        import_results(path)
    assert "Traceback" not in caught.value.message


def test_a_key_in_an_error_is_not_kept(tmp_path: Path) -> None:
    said = "Incorrect API key provided: sk-proj-abcdefghijklmnopqrstuv"
    (record,) = import_results(write(tmp_path / "r.jsonl", [[request(1), [said]]])).records
    assert "sk-proj" not in record.error


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
responses = st.fixed_dictionaries(
    {}, optional={name: json_values for name in ("choices", "error", "usage", "model", "body", "message", "response")}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(json_values | st.just(request(1)), responses | json_values, json_values), min_size=1))
def test_any_pair_is_survived_and_counted(tmp_path: Path, pairs: list[tuple[Any, Any, Any]]) -> None:
    path = write(tmp_path / "any.jsonl", [[request(0), YES], *pairs])
    found = import_results(path).counts()
    assert found["requests"] == found["answered"] + found["failed"] + found["missing"]
    assert found["answered"] == found["yes"] + found["no"] + found["unreadable"]
