"""Identifiers and Hangul words as the linker reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.question.linking.codes import explained_codes
from workbench.question.linking.names import english_sound, english_sounds, korean_sound, stem, words_of
from workbench.question.linking.words import read_words


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("CUST_NM", ("customer", "name")),
        ("custName", ("customer", "name")),
        ("customer_names", ("customer", "name")),
        ("empno", ("employee", "no")),
        ("hiredate", ("hire", "date")),
        ("HTTPStatus2", ("http", "status")),
        ("고객_ID", ("고객", "id")),
        ("lname", ("last", "name")),
    ],
)
def test_identifiers_read_as_full_words(identifier: str, words: tuple[str, ...]) -> None:
    assert words_of(identifier) == words


PLURALS = [
    ("categories", "category"),
    ("boxes", "box"),
    ("status", "status"),
    ("sales", "sale"),
    ("address", "address"),
]


@pytest.mark.parametrize(("plural", "single"), PLURALS)
def test_plurals_are_singular(plural: str, single: str) -> None:
    assert stem(plural) == single


LOAN_WORDS = [
    ("콘서트", "concert"),
    ("캐릭터", "character"),
    ("채널", "channel"),
    ("퀘스트", "quest"),
    ("스타디움", "stadium"),
    ("서버", "server"),
]


@pytest.mark.parametrize(("korean", "english"), LOAN_WORDS)
def test_loan_words_sound_like_their_english(korean: str, english: str) -> None:
    assert korean_sound(korean) in english_sounds(english)


@given(st.text())
def test_any_text_can_be_an_identifier(text: str) -> None:
    words_of(text)
    english_sound(text)
    korean_sound(text)


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("상태코드(10:접수, 20:배송중)", {"10": "접수", "20": "배송중"}),
        ("Y=탈퇴 N=정상", {"Y": "탈퇴", "N": "정상"}),
        ("구분 1-개인,2-법인", {"1": "개인", "2": "법인"}),
        ("성별 남:M, 여:F", {"M": "남", "F": "여"}),
        ("등급 A(우수) B(보통)", {"A": "우수", "B": "보통"}),
        ("등급 V:VIP / G:골드", {"V": "VIP", "G": "골드"}),
        ("주문 금액", {}),
    ],
)
def test_codes_are_read_from_comments(comment: str, codes: dict[str, str]) -> None:
    assert dict(explained_codes(comment)) == codes


@given(st.text(max_size=3000))
def test_any_text_can_be_a_comment(comment: str) -> None:
    explained_codes(comment)


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("고객들이", ["고객"]),
        ("주문한", ["주문"]),
        ("매출액은", ["매출액"]),
        ("주문금액합계", ["주문", "금액"]),
        ("운전기사는", ["운전기사"]),
    ],
)
def test_particles_fall_off_and_compounds_fall_apart(run: str, expected: list[str]) -> None:
    known = {"고객", "주문", "매출액", "금액", "전기"}
    words = [word.text for word in read_words(run, known.__contains__, 4)]
    assert words[: len(expected)] == expected
    assert "전기" not in words
