"""Identifiers as words: `CUST_NM`, `custName` and `customer_names` all read as customer, name."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from workbench.question.linking.word_lists import abbreviations, section

_SPLIT = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[가-힣]+|\d+")
_IRREGULAR = dict(
    people="person", children="child", men="man", women="woman", series="series", sales="sale", gas="gas", bus="bus"
)
_TWO_WORDS = {"firstname": ("first", "name"), "lastname": ("last", "name")}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Lower case, singular, abbreviations written out."""
    word = word.lower()
    word = _IRREGULAR.get(word) or abbreviations().get(word) or word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
        return abbreviations().get(word) or word
    return word


@lru_cache(maxsize=65536)
def words_of(identifier: str) -> tuple[str, ...]:
    """The stems of an identifier in order; Hangul parts stay as they are, numbers are left out."""
    result: list[str] = []
    for part in _SPLIT.findall(identifier):
        if part[0].isdigit():
            continue
        if "가" <= part[0] <= "힣":
            result.append(part)
            continue
        for piece in _unglued(part.lower()):
            whole = stem(piece)
            result.extend(_TWO_WORDS.get(whole, (whole,)))
    return tuple(result)


def _unglued(word: str) -> tuple[str, ...]:
    """`empno` → emp, no; `hiredate` → hire, date. A known or short word stays whole."""
    if len(word) < 5 or stem(word) in _vocabulary() or word in abbreviations():
        return (word,)
    for cut in range(len(word) - 2, 1, -1):
        head, tail = word[:cut], word[cut:]
        if _known(head) and (_known(tail) or (tail in ("id", "no", "nm", "cd", "dt"))):
            return (head, tail)
    return (word,)


def _known(word: str) -> bool:
    return len(word) > 2 and (stem(word) in _vocabulary() or word in abbreviations())


@cache
def _vocabulary() -> frozenset[str]:
    known = {stem(word) for line in section("korean").values() for word in line.split()}
    return frozenset(known | set(abbreviations().values()) | {"id", "key", "type", "info"})


_KOREAN_ONSETS = "k k n t t l m p p s s - c c c k t p h".split()
_KOREAN_CODAS = "- k k ks n nc nh t l lk lm lp ls lt lp lh m p ps s s n c c k t p h".split()
_ENGLISH_PAIRS = tuple(pair.split("=") for pair in "ch=c sh=s ph=p th=s ck=k qu=k gh= kn=n wr=l ll=l ng=n".split())
_ENGLISH_LETTERS = dict(zip("bcdfghjklmnpqrstvxz", "p k t p k h c k l m n p k l s t p ks c".split(), strict=True))


def korean_sound(word: str) -> str:
    """The consonants of a Hangul word in a rough alphabet shared with `english_sound`: 콘서트 → knst."""
    sound = ""
    for index, ch in enumerate(word):
        code = ord(ch) - 0xAC00
        if not 0 <= code < 11172:
            return ""
        onset, coda = _KOREAN_ONSETS[code // 588], _KOREAN_CODAS[code % 28]
        sound += ("a" if index == 0 else "") if onset == "-" else onset
        sound += "" if coda == "-" else coda
    return _squeeze(sound)


def english_sounds(word: str) -> frozenset[str]:
    """Both readings of ch: channel is 채널, character 캐릭터."""
    return frozenset((english_sound(word), english_sound(word.replace("ch", "k"))))


@lru_cache(maxsize=65536)
def english_sound(word: str) -> str:
    """The consonants of an English word as a Korean would hear them: concert → knst."""
    sound, index = "", 0
    while index < len(word):
        rest = word[index:]
        pair = next(((p, s) for p, s in _ENGLISH_PAIRS if rest.startswith(p)), None)
        if pair is not None:
            sound += pair[1]
            index += len(pair[0])
            continue
        ch, following = rest[0], rest[1:2]
        if ch in "cg" and following in tuple("eiy"):
            sound += "s" if ch == "c" else "c"
        elif ch == "r" and following not in tuple("aeiouy"):
            pass  # silent at the end of a syllable: server is 서버
        elif ch in "aeiou":
            sound += "a" if index == 0 else ""
        else:
            sound += _ENGLISH_LETTERS.get(ch, "")
        index += 1
    return _squeeze(sound)


def _squeeze(sound: str) -> str:
    return re.sub(r"(.)\1+", r"\1", sound)
