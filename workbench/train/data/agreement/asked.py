"""The question's side: the numbers it says and the bounds it sets."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from workbench.question.interpret import interpret

NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NATIVE = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "석": 3, "넷": 4, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7,
    "여덟": 8, "아홉": 9, "열": 10, "스무": 20, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50, "첫": 1,
}  # fmt: skip
_COUNTED = re.compile(rf"(?<![가-힣\d])({'|'.join(sorted(_NATIVE, key=len, reverse=True))})(?=[\s가-힣])")
_SINO = {"영": 0, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9, "십": 10}
_SPELLED = re.compile(r"(?<![가-힣])([영일이삼사오육칠팔구십])\s?(?=위|등|층|학년|학기|호|월|년|점|회|차|인|번)")
_DECADE = re.compile(r"(\d{2}|\d{4})년대")
_TENS = re.compile(r"(?<!\d)([1-9]\d?0|\d{1,2}(?:,?0{3,}))\s?대(?![상표한비학리기출여화략부])")
_BY_THE_WAY = re.compile(r"\([^()]*\)|\d+\s?[~∼～]\s?\d+|\d{1,2}시")
_HOUR = re.compile(r"(?<!\d)(\d{1,2})시(?!간)")
_CENTURY = re.compile(r"(\d{1,2})세기")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|퍼센트|프로)")

_UPWARD = "큰|크|많|높|길|긴|비싼|비싸|무거|상위|웃도|상회|초과"
_DOWNWARD = "작|적|낮|짧|싼|싸|저렴|가벼|하위|밑도|하회|미달"
_WORDS = (
    (re.compile(r"이상(?!\s?(?:한|하게|해|형))"), (">=",)),
    (re.compile(r"초과"), (">",)),
    (re.compile(r"이하"), ("<=",)),
    (re.compile(r"미만"), ("<",)),
    (re.compile(r"이내"), ("<=", "<")),
    (re.compile(r"넘[는은어게기으거고지]|넘긴|웃도는|상회"), (">",)),
    (re.compile(r"못\s?미치"), ("<",)),
    (re.compile(rf"보다\s?(?:더\s)?(?:[가-힣]+[이가은는도]\s)?(?:더\s)?(?:{_UPWARD})"), (">",)),
    (re.compile(rf"보다\s?(?:더\s)?(?:[가-힣]+[이가은는도]\s)?(?:더\s)?(?:{_DOWNWARD})"), ("<",)),
    (re.compile(r"이후|이래|부터|보다\s?(?:더\s)?(?:나중|늦)"), (">=", ">")),
    (re.compile(r"이전|까지|보다\s?(?:더\s)?(?:먼저|앞|일찍|이른|빠른)"), ("<=", "<")),
)
_LEAST = re.compile(r"(?:최소|적어도|최소한)\s?$")
_GAP = re.compile(r"['\"’”]?\s?[^\s\d,.?!()]{0,6}?\s?")
"""Between a number and its comparator: a unit, 56세가 넘는."""
COMPARES = re.compile(
    r"이상|초과|이하|미만|이내|넘|보다|이후|이전|이래|최소|최대|적어도|부터|까지|사이|큰|크|많|높|작|적|낮|길|긴|짧|비싼|싼|저렴|늦|이른|빠른|오래"
    r"|어린|젊|상위|하위|전에|후에|전의|후의|\s전\b|\s후\b|대의|년대|세기|동안|안 ?되|안 ?돼|안에|[\d만천백원점]\s?대"
    r"|최근|지난|여러|복수|범위|못|미치|미달|웃도|밑도|~|∼|외에|아닌|않"
)


@dataclass(frozen=True)
class Bound:
    """A number and the comparisons that its comparator allows: 56세 이상 is ('이상', 56, ('>=',)).

    text: the number as written, or the whole of a date such as 2024-01-31 (then `number` is its year).
    """

    word: str
    number: float
    ops: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Asked:
    """text: NFC. digits: numbers written in digits, less those of dates, brackets and ranges.

    numbers: those, and all that may be meant.
    """

    text: str
    digits: tuple[tuple[float, int, int], ...]
    numbers: frozenset[float]
    bounds: tuple[Bound, ...]


@lru_cache(maxsize=32_768)
def read_asked(question: str, today: dt.date) -> Asked:
    """What the question says; never raises."""
    text = unicodedata.normalize("NFC", question)
    interpreted = interpret(text, today)
    dated = [(span.start, span.end) for span in interpreted.dates]
    found = [(_value(match[0]), match.start(), match.end()) for match in NUMBER.finditer(text)]
    amounts = [(one.value, one.start, one.end) for one in interpreted.amounts]
    inside = [(start, end) for _, start, end in amounts]
    inside += [match.span() for match in (*_BY_THE_WAY.finditer(text), *_TENS.finditer(text))]
    digits = [one for one in found if not _within(one, dated) and not _within(one, inside)]
    numbers = {number for number, _, _ in (*found, *amounts)} | _meant(text)
    numbers |= {one.below for one in interpreted.amounts if one.below is not None}
    return Asked(text, tuple(digits), frozenset(numbers), tuple(_bounds(text, [*found, *amounts])))


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def _within(one: tuple[float, int, int], spans: list[tuple[int, int]]) -> bool:
    return any(start <= one[1] and one[2] <= end for start, end in spans)


def _meant(text: str) -> set[float]:
    """Numbers in words, decades, centuries, shares: 1980년대 is 1980 to 1989, 30% may be 0.3 of it."""
    found: set[float] = {float(_NATIVE[match[1]]) for match in _COUNTED.finditer(text)}
    found |= {float(_SINO[match[1]]) for match in _SPELLED.finditer(text)}
    for match in _DECADE.finditer(text):
        first = int(match[1]) + (1900 if len(match[1]) == 2 else 0)
        found |= {float(first), first + 9.0, first + 10.0, first - 1.0}
    for match in _TENS.finditer(text):
        low = _value(match[1])
        step = 10.0 ** (len(str(int(low))) - len(str(int(low)).rstrip("0")))
        found |= {low + step, low + step - 1}
    for match in _CENTURY.finditer(text):
        last = 100.0 * int(match[1])
        found |= {last, last - 1, last - 99, last - 100, last + 1}
    for match in _PERCENT.finditer(text):
        share = float(match[1])
        found |= {share / 100, 1 + share / 100, 1 - share / 100}
    found |= {float(match[1]) + 12 for match in _HOUR.finditer(text)}
    if "절반" in text or "반 " in text:
        found |= {0.5, 2.0, 50.0}
    return found


def _bounds(text: str, numbers: list[tuple[float, int, int]]) -> list[Bound]:
    starts = sorted(start for _, start, _ in numbers)
    found: list[Bound] = []
    days = {match.start(): match.end() for match in _DAY.finditer(text)}
    for number, start, end in numbers:
        end = days.get(start, end)
        stop = next((at for at in starts if at >= end), len(text))
        head, rest = text[:start], text[end:stop]
        said = _comparator(rest)
        if said is not None:
            found.append(Bound(said[0], number, said[1], text[start:end]))
        elif least := _LEAST.search(head):
            found.append(Bound(least[0].strip(), number, (">=",), text[start:end]))
    return found


def _comparator(rest: str) -> tuple[str, tuple[str, ...]] | None:
    """The comparator right after a number and its unit; of several that fit there the first."""
    best: tuple[int, str, tuple[str, ...]] | None = None
    for pattern, ops in _WORDS:
        match = pattern.search(rest[:24])
        if match and _GAP.fullmatch(rest[: match.start()]) and (best is None or match.start() < best[0]):
            best = (match.start(), match[0].strip(), ops)
    return (best[1], best[2]) if best is not None else None
