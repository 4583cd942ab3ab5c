"""What follows from what came back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.evaluate.client.reply import Answer, Failure, read_reply
from workbench.evaluate.client.tokens import Usage


def failure(status: int, content: bytes = b"{}", headers: dict[str, str] | None = None) -> Failure:
    found = read_reply(status, headers or {}, content, "")
    assert isinstance(found, Failure)
    return found


@pytest.mark.parametrize(
    ("status", "following"),
    [
        *((status, "retry") for status in (408, 409, 429, 500, 502, 503, 504, 529)),
        *((status, "stop") for status in (301, 307, 401, 402, 403, 404, 405)),
        *((status, "refused") for status in (400, 413, 415, 422)),
    ],
)
def test_each_status_has_its_consequence(status: int, following: str) -> None:
    assert failure(status).next == following


def test_a_server_that_says_not_to_retry_is_not_asked_again() -> None:
    assert failure(500, headers={"x-should-retry": "false"}).next == "refused"


@pytest.mark.parametrize(
    "content", [b"", b"null", b"[]", b'{"choices": [', b"<html>", b'"text"', b'{"a": NaN}', b"\xff"]
)
def test_an_answer_that_is_no_object_is_asked_for_again(content: bytes) -> None:
    found = failure(200, content)
    assert (found.next, found.kind) == ("retry", "bad_json")


def test_an_error_inside_a_good_status_is_an_error() -> None:
    assert failure(200, b'{"error": {"message": "upstream", "code": 429}}').next == "retry"
    assert failure(200, b'{"error": {"message": "upstream", "code": 400}}').next == "refused"
    assert failure(200, b'{"error": "upstream"}').kind == "500"


def test_an_answer_is_kept_on_one_line_with_its_usage() -> None:
    usage = {
        "prompt_tokens": 9,
        "completion_tokens": 2,
        "total_tokens": 11,
        "prompt_tokens_details": {"cached_tokens": 4},
    }
    item = {"choices": [], "usage": usage, "error": None}
    found = read_reply(200, {}, json.dumps(item, indent=2).encode(), "")
    assert isinstance(found, Answer)
    assert "\n" not in found.text
    assert json.loads(found.text) == item
    assert found.usage == Usage(9, 2, 11, 4)


@pytest.mark.parametrize("usage", [None, {}, {"total_tokens": 0}, {"total_tokens": "many"}, [1], {"total_tokens": -5}])
def test_usage_that_says_nothing_is_none(usage: object) -> None:
    found = read_reply(200, {}, json.dumps({"usage": usage}).encode(), "")
    assert isinstance(found, Answer)
    assert found.usage is None


def test_no_key_comes_back_in_a_message() -> None:
    body = {"error": {"message": "Incorrect API key provided: my-own-key and sk-proj-****abcd.", "code": "my-own-key"}}
    found = read_reply(401, {}, json.dumps(body).encode(), "my-own-key")
    assert isinstance(found, Failure)
    assert "my-own-key" not in found.message + found.code
    assert "abcd" not in found.message


def test_only_a_rate_limit_and_an_overloaded_server_hold_up_everyone() -> None:
    for status, all_wait in ((429, True), (503, True), (500, False)):
        assert failure(status, headers={"retry-after": "2"}).pauses_all is all_wait


@given(st.integers(200, 599), st.binary(max_size=200))
def test_any_reply_has_a_consequence(status: int, content: bytes) -> None:
    assert read_reply(status, {}, content, "key") is not None
