from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.schema.decode import decode

TEXT = "CREATE TABLE 고객 (이름 VARCHAR(20)); -- 똠방각하"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp949", "cp949"), ("utf-16", "utf-16"), ("utf-32", "utf-32"),
     ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)  # fmt: skip
def test_korean_text_is_read_in_its_encoding(encoding: str, found: str) -> None:
    decoded = decode(TEXT.encode(encoding))
    assert (decoded.text, decoded.encoding) == (TEXT, found)


def test_a_damaged_file_keeps_the_likelier_encoding() -> None:
    assert decode(TEXT.encode("cp949") + b"\xff\n").text.startswith(TEXT)
    assert decode(TEXT.encode() * 50 + b"\xff\xff").encoding == "utf-8"


@given(st.binary(max_size=200))
def test_any_bytes_become_text(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\ufeff\0"), max_size=200))
def test_utf8_survives(text: str) -> None:
    assert decode(text.encode()).text == text
