"""Values mentioned in a sentence: a dictionary matched against Korean text, where words carry 조사 and lose blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)

PARTICLES = frozenset(
    "은 는 이 가 을 를 의 에 에서 에게 와 과 도 만 로 으로 인 이고 이며 이나 나 부터 까지 보다 "
    "별 급 등급 님 씨 인데 이면 중 이랑 랑 하고 처럼 마다 들".split()
)


class Mentions(Generic[P]):
    """Finds known values in text. Each value stands at one or more places (columns)."""

    def __init__(self, values: Iterable[tuple[str, str, P]]) -> None:
        """`values`: (as people write it, as the data has it, place)."""
        self._places: dict[str, dict[str, list[P]]] = {}
        """Folded value → spelling in the data → places."""
        for written, value, place in values:
            folded, _ = _fold(written)
            if folded:
                places = self._places.setdefault(folded, {}).setdefault(value, [])
                if place not in places:
                    places.append(place)
        self._lengths: dict[str, list[int]] = {}
        """First two letters of folded values → their lengths, longest first."""
        lengths: dict[str, set[int]] = {}
        for folded in self._places:
            lengths.setdefault(folded[:2], set()).add(len(folded))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}

    def find(self, text: str) -> list[tuple[str, tuple[P, ...]]]:
        """(value, its places) in order of occurrence, not overlapping, each value once."""
        folded, origin = _fold(text)
        original = unicodedata.normalize("NFC", text)
        found: dict[str, tuple[P, ...]] = {}
        start = 0
        while start < len(folded):
            end = self._match(folded, origin, original, start)
            if end is None:
                start += 1
                continue
            for value, places in self._places[folded[start:end]].items():
                found.setdefault(value, tuple(places))
            start = end
        return list(found.items())

    def _match(self, folded: str, origin: list[int], text: str, start: int) -> int | None:
        """The end of the longest value that begins at `start` and stands there as a word would."""
        lengths = self._lengths.get(folded[start : start + 2], [])
        if len(folded) > start and folded[start] in self._lengths:
            lengths = [*lengths, 1]
        for length in lengths:
            end = start + length
            if folded[start:end] in self._places and end <= len(folded):
                first, last = origin[start], origin[end - 1] + 1
                if _stands(folded[start:end], text, first, last):
                    return end
        return None


_REGION = re.compile(r"(?:.* )?([가-힣]{2,}?)(특별시|광역시|특별자치시|특별자치도|도|시|군|구)$")
_PROVINCES = {
    "충청북": "충북",
    "충청남": "충남",
    "전라북": "전북",
    "전라남": "전남",
    "경상북": "경북",
    "경상남": "경남",
}


def region_aliases(values: Sequence[str]) -> list[tuple[str, str]]:
    """(short name, value) where most values are places: people say 서울 and 충남 for 서울특별시 and 충청남도."""
    places = [(found[1], value) for value in values if (found := _REGION.match(value))]
    if len(places) * 10 < len(values) * 6:
        return []
    return [(_PROVINCES.get(name, name), value) for name, value in places]


def _fold(text: str) -> tuple[str, list[int]]:
    """Case and blanks removed; for each remaining letter its position in the NFC text."""
    letters, origin = [], []
    for position, ch in enumerate(unicodedata.normalize("NFC", text)):
        if not ch.isspace():
            for letter in ch.casefold():
                letters.append(letter)
                origin.append(position)
    return "".join(letters), origin


def _stands(value: str, text: str, first: int, last: int) -> bool:
    """Whether text[first:last] reads as the value and not as a piece of some other word."""
    before = text[first - 1] if first else " "
    after = text[last] if last < len(text) else " "
    if _same_script(before, text[first]) and (len(value) < 3 or not _is_hangul(text[first])):
        # `이트` in 사이트, `ip` in vip. Three Hangul letters and more may stand inside a compound.
        return False
    if not _is_hangul(text[last - 1]) and _same_script(text[last - 1], after):
        return False
    if len(value) < 2 or value.isdigit():
        # Part of an address, a decimal or a compound code is no word of its own.
        return before not in _JOINTS and after not in _JOINTS and not _continues(text, last)
    return True


_JOINTS = frozenset("@._-/:%")


def _continues(text: str, last: int) -> bool:
    """Whether the word goes on after `last` with more than a particle: the 남 of `남은`, the 10 of `10월`."""
    end = last
    while end < len(text) and text[end].isalnum():
        end += 1
    rest = text[last:end]
    if not rest:
        return False
    # One Hangul letter and a particle may be another word (`여은`), a code or number and a particle is not.
    return rest not in PARTICLES or _is_hangul(text[last - 1])


def _is_hangul(ch: str) -> bool:
    return "가" <= ch <= "힣" or "ㄱ" <= ch <= "ㅣ"


def _same_script(one: str, other: str) -> bool:
    """Letters that could be of one word: Hangul with Hangul, digits and Latin letters with each other."""
    if not (one.isalnum() and other.isalnum()):
        return False
    return _is_hangul(one) == _is_hangul(other)
