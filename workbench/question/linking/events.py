"""What happened on a date: the verbs around it, as the words that stand in column names for them."""

from __future__ import annotations

from functools import cache, lru_cache

from workbench.question.linking.glossary import korean_to_english
from workbench.question.linking.names import stem
from workbench.question.linking.word_lists import section
from workbench.question.linking.words import stems_of

_PAST = dict(
    pair.split("=")
    for pair in (
        "sold=sell held=hold begun=begin began=begin paid=pay bought=buy taken=take took=take left=leave sent=send "
        "built=build met=meet won=win caught=catch fought=fight made=make born=birth given=give wrote=write "
        "written=write shot=shoot seen=see lost=lose drawn=draw spent=spend got=get broken=break found=found "
        "founded=found establishment=establish opening=open openning=open beginning=begin arrival=arrive "
        "departure=depart enrollment=enroll registration=register payment=pay delivery=deliver publication=publish "
        "foundation=found creation=create acquisition=acquire production=produce expiry=expire expiration=expire "
        "purchased=purchase received=receive receipt=receive admission=admit admitted=admit approval=approve sale=sell"
    ).split()
)


@cache
def event_words() -> dict[str, tuple[str, ...]]:
    """Beginning of a Korean verb → English roots, the nearest first: 창설 → found, create …"""
    return {word: tuple(root(one) for one in text.split()) for word, text in section("events").items()}


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """joined → join, published → publish, bought → buy."""
    word = word.lower()
    if word in _PAST:
        return _PAST[word]
    word = stem(word)
    if word in _PAST:
        return _PAST[word]
    for tail in ("ied", "ed", "ing"):
        if word.endswith(tail) and len(word) - len(tail) >= 3:
            word = word[: -len(tail)] + ("y" if tail == "ied" else "")
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.removesuffix("e")


@lru_cache(maxsize=65536)
def concepts(run: str) -> tuple[str, ...]:
    """English roots that a run of letters may stand for, the nearest first."""
    if run[:1].isascii():
        return (root(run),)
    events, glossary = event_words(), korean_to_english()
    found: dict[str, None] = {}
    for size in range(min(5, len(run)), 0, -1):
        if run[:size] in events:
            found.update(dict.fromkeys(events[run[:size]]))
            break
    for word in (run, *stems_of(run), *(run[:size] for size in range(len(run) - 1, 1, -1))):
        if word in glossary:
            found.update(dict.fromkeys(root(one) for one in glossary[word]))
            break
    return tuple(found)


def is_alike(one: str, other: str) -> bool:
    """Whether two roots are of one word: publish and publication, found and founder."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= 5 and long.startswith(short))
