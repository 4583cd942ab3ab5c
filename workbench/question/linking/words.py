"""A question as words: Hangul stripped of particles and cut at known words, English as stems.

A morphological analyser (kiwipiepy) was measured against this: it takes 5 to 8 s and 490 MB to load, more than half of
what the 1.5B model takes, and a word it knows is worth nothing unless it is also a word of the schema. So the schema's
own words and the glossary are the dictionary here, and particles are stripped by rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from workbench.question.linking.word_lists import particles

_RUN = re.compile(r"[가-힣]+|[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Word:
    """A piece of the question. `text` is what the schema is asked for (조사 removed), `start`..`end` its place.

    `known` tells that the glossary or the schema has it; an unknown word is what is left of its 어절.
    """

    text: str
    start: int
    end: int
    known: bool
    tail: str = ""
    """What follows it in its 어절: a particle, or 하다 forms."""
    whole: bool = True
    """False for a word cut out of a longer one."""


def read_words(text: str, is_known: Callable[[str], bool], longest: int) -> tuple[Word, ...]:
    """All words of `text`. `is_known` tells a dictionary word (English in lower case) of at most `longest` letters."""
    found: list[Word] = []
    for run in _RUN.finditer(text):
        if run[0][0].isascii():
            found.append(Word(run[0], run.start(), run.end(), is_known(run[0].lower())))
        else:
            found.extend(_hangul_words(run[0], run.start(), is_known, longest))
    return tuple(found)


def stems_of(run: str) -> tuple[str, ...]:
    """What may be left of an 어절 without its particle, the longest first; the 어절 itself is not among them."""
    rests = {run[: -len(particle)] for particle in particles() if run.endswith(particle)}
    rests |= {rest[:-1] for rest in rests if rest.endswith("들") and len(rest) > 2}
    return tuple(sorted((rest for rest in rests if rest), key=lambda rest: -len(rest)))


def _hangul_words(run: str, start: int, is_known: Callable[[str], bool], longest: int) -> list[Word]:
    stems = stems_of(run)
    for candidate in (run, *stems):
        if is_known(candidate):
            return [Word(candidate, start, start + len(candidate), True, run[len(candidate) :])]
    shortest = stems[-1] if stems and len(stems[-1]) > 1 else run  # 분으로: nothing to ask the schema for
    pieces, position, joined = [], 0, True
    while position < len(run):
        size = _longest_known(run, position, is_known, longest)
        stop = position + size
        if size and (joined or run[stop:] in particles() or stop == len(run)):  # 운전기사 has no 전기 in it
            pieces.append(Word(run[position:stop], start + position, start + stop, True, run[stop:], False))
        joined = bool(size)
        position += size or 1
    if sum(len(piece.text) for piece in pieces) * 2 >= len(shortest):
        return pieces
    return [*pieces, Word(shortest, start, start + len(shortest), False, run[len(shortest) :])]


def _longest_known(run: str, position: int, is_known: Callable[[str], bool], longest: int) -> int:
    """Length of the longest dictionary word at `position`. One-syllable words are too many chances inside a word."""
    for size in range(min(longest, len(run) - position), 1, -1):
        if is_known(run[position : position + size]):
            return size
    return 0
