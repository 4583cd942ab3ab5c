"""The built-in dictionary: Korean business words and the English words that stand in column names for them."""

from __future__ import annotations

from functools import cache

from workbench.question.linking.names import stem
from workbench.question.linking.word_lists import section


@cache
def korean_to_english() -> dict[str, tuple[str, ...]]:
    """Korean word → English stems, the nearest first."""
    return {word: _stems(text) for word, text in section("korean").items()}


@cache
def code_words() -> dict[str, frozenset[str]]:
    """Korean word → stems of cell values that mean it (취소 → cancel, cancelled)."""
    return {word: frozenset(_stems(text)) for word, text in section("codes").items()}


@cache
def english_synonyms() -> dict[str, tuple[str, ...]]:
    """English stem → stems that share a Korean word with it, for English questions: revenue → sale, income …"""
    near: dict[str, dict[str, None]] = {}
    for stems in korean_to_english().values():
        for one in stems[:3]:
            near.setdefault(one, {}).update(dict.fromkeys(other for other in stems[:3] if other != one))
    return {word: tuple(others) for word, others in near.items()}


def _stems(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem(word) for word in text.split()))
