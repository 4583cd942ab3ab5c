"""Request files as people have them: which line is which request, and what is wrong with the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluate.client.asking import question
from workbench.errors import UsageError
from workbench.evaluate.client.request import Request, body_of, read_requests

URL = "https://api.openai.com/v1/chat/completions"


def read(tmp_path: Path, content: bytes | str, url: str = URL) -> list[Request]:
    path = tmp_path / "in.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return list(read_requests(path, url))


def test_a_cookbook_line_is_named_by_its_metadata_which_is_not_sent(tmp_path: Path) -> None:
    [request] = read(tmp_path, json.dumps(question("case-7", temperature=0)))
    assert request.id == "case-7"
    assert "metadata" not in body_of(request.line)
    assert body_of(request.line)["temperature"] == 0


def test_a_batch_line_sends_its_body(tmp_path: Path) -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": "?"}], "metadata": {"kept": "yes"}}
    item = {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": body}
    [request] = read(tmp_path, json.dumps(item))
    assert (request.id, request.problem) == ("a", "")
    assert body_of(request.line) == body


def test_lines_without_a_name_are_named_by_their_content(tmp_path: Path) -> None:
    line = json.dumps({"model": "m", "input": "embed me"})
    one, two, other = read(tmp_path, f"{line}\n{line}\n{line.replace('me', 'us')}\n", "http://h/v1/embeddings")
    assert one.id == two.id != other.id
    assert one.id.startswith("sha256:")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{not json", "JSON"),
        ('{"model": NaN, "messages": [{}]}', "JSON"),
        ('["a", "list"]', "객체"),
        ("7", "객체"),
        ('{"model": "m"}', "messages"),
        ('{"model": "m", "messages": []}', "messages"),
        ('{"model": "m", "messages": ["text"]}', "messages"),
        ('{"model": "m", "messages": [{"role": "user"}], "stream": true}', "stream"),
        ('{"custom_id": "a", "body": "text"}', "Batch"),
        ('{"custom_id": "a", "method": "GET", "body": {}}', "Batch"),
        ('{"custom_id": "a", "url": "/v1/embeddings", "body": {"input": "x"}}', "embeddings"),
        (b"\xff\xfe broken".decode("latin-1"), "JSON"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_a_line_that_is_no_request_says_why_with_its_number(tmp_path: Path, line: str, message: str) -> None:
    requests = read(tmp_path, f"{json.dumps(question('a'))}\n\n{line}\n{json.dumps(question('b'))}")
    assert [request.number for request in requests] == [1, 3, 4]
    assert message in requests[1].problem
    assert requests[2].problem == ""


def test_a_byte_order_mark_windows_line_ends_and_separators_inside_texts(tmp_path: Path) -> None:
    first, second = json.dumps(question("a")), json.dumps(question("b\u2028c"), ensure_ascii=False)
    requests = read(tmp_path, b"\xef\xbb\xbf" + f"{first}\r\n{second}\r\n".encode())
    assert [(request.id, request.problem) for request in requests] == [("a", ""), ("b\u2028c", "")]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl"):
        list(read_requests(tmp_path / "none.jsonl", URL))


NAMES = st.sampled_from(["messages", "input", "metadata", "body", "custom_id", "id", "stream", "method", "url", "x"])
json_values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
)


@given(st.lists(json_values.map(json.dumps) | st.text(max_size=30), max_size=5))
def test_every_line_comes_back_once_whatever_it_is(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    lines = [line.replace("\n", " ") for line in lines]
    requests = read(tmp_path_factory.mktemp("any"), "\n".join(lines).encode("utf-8", "surrogatepass"))
    assert len(requests) == sum(bool(line.encode("utf-8", "surrogatepass").strip()) for line in lines)
    for request in requests:
        json.loads(request.line)  # what stands first in the result line is always JSON
        if not request.problem:
            assert isinstance(body_of(request.line), dict)
