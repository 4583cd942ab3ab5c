"""Every message exists in both languages, is used, and takes the same values."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from workbench.text import catalog, t, use_language, with_particle

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for folder in ("workbench", "pages") for path in (ROOT / folder).rglob("*.py")
)
LITERAL_KEYS = set(re.findall(r"""\bt\(\s*["']([a-z_]+\.[a-z0-9_]+)["']""", SOURCE)) - {"area.key"}


def fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert set(catalog("ko")) == set(catalog("en"))


def test_both_languages_take_the_same_values() -> None:
    ko, en = catalog("ko"), catalog("en")
    assert [key for key in ko if fields(ko[key]) != fields(en[key])] == []


def test_every_key_in_the_code_is_in_the_catalog() -> None:
    assert LITERAL_KEYS - set(catalog("ko")) == set()


def test_every_message_is_used() -> None:
    """A key is used when it stands in the code whole, or its name is built from a prefix that does."""
    built = set(re.findall(r"""["']([a-z_]+\.[a-z0-9_]*?)(?:\{|["']\s*\+)""", SOURCE))
    unused = [
        key
        for key in catalog("ko")
        if f'"{key}"' not in SOURCE and f"'{key}'" not in SOURCE and not any(p and key.startswith(p) for p in built)
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("주문", "은/는", "주문은"),
        ("고객", "이/가", "고객이"),
        ("회사", "을/를", "회사를"),
        ("서울", "으로/로", "서울로"),
        ("부산", "으로/로", "부산으로"),
        ("orders", "을/를", "orders를"),
        ("item", "이/가", "item이"),
        ("table1", "은/는", "table1은"),
        ("`주문`", "은/는", "`주문`은"),
        ("주문(orders)", "과/와", "주문(orders)과"),
        ("합계(없으면 값(0))", "을/를", "합계(없으면 값(0))를"),
        ("driver", "을/를", "driver를"),
        ("product_name", "을/를", "product_name을"),
        ("table", "으로/로", "table로"),
        ("customer_id", "이/가", "customer_id가"),
        ("SQL", "은/는", "SQL은"),
        ("100%", "으로/로", "100%로"),
    ],
)
def test_particles_follow_the_last_sound(word: str, pair: str, expected: str) -> None:
    assert with_particle(word, pair) == expected


def test_values_are_not_read_as_format_strings() -> None:
    assert "{0}" in t("cli.no_field", field="{0}")


def test_the_language_can_be_changed_for_a_while() -> None:
    with use_language("en"):
        english = t("ask.stopped")
    assert english != t("ask.stopped")


THE_READERS_OWN_WORDS = {"좋아요", "틀렸어요"}
"""On the buttons of an answer the asker speaks."""


def test_korean_speaks_in_one_voice() -> None:
    """합니다체; requests end in 주세요. 해요체 beside it reads like two authors."""
    casual = re.compile(r"[가-힣](?<![세필])요(?=[\s.,?!)\"']|$)")
    odd = [key for key, text in catalog("ko").items() if casual.search(text) and text not in THE_READERS_OWN_WORDS]
    assert odd == []


def test_korean_has_one_word_for_each_thing() -> None:
    """표, 열, 행, 하위 질의, 점검: a reader who meets 테이블 beside 표 looks for the difference."""
    twins = re.compile("테이블|칼럼|컬럼|로우|서브쿼리|자료형|기본키|외래키")
    assert [key for key, text in catalog("ko").items() if twins.search(text)] == []
