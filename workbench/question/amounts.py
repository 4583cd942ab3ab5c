"""Amounts in words and units: `100만 원`, `1억 5천만`, `2,500원`, `5만원대`, `삼백만 원`, `30%`, `$1.5K`.

Only what a model would have to work out is listed: a plain `3명` is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from workbench.question.dates.korean_words import SP, STRICT
from workbench.question.interpreted import Amount

_SMALL = {"십": 10, "백": 100, "천": 1_000}
_BIG = {"만": 10**4, "억": 10**8, "조": 10**12}
_DIGITS = {digit: value for value, digit in enumerate("영일이삼사오육칠팔구")} | {"륙": 6, "한": 1}
_ENGLISH = {"k": 10**3, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?![0-9])(?:\.\d{1,6}(?![0-9.]))?"
_GROUP = re.compile(rf"(?P<number>{_NUMBER})?(?P<small>{SP}[천백십](?!분의|분율|화점|신))?(?P<big>{SP}[조억만])?")
_START = re.compile(rf"(?<![0-9A-Za-z_.,#-])(?=(?P<number>{_NUMBER}))")
_KOREAN = re.compile(
    rf"(?<![가-힣A-Za-z0-9])(?P<text>[일이삼사오육륙칠팔구십백천만억]+(?: [일이삼사오육륙칠팔구십백천]+[만천])?){SP}"
)
_SYMBOL = re.compile(r"[$₩€¥£]\s?$")
_MONEY = "원|달러|불|엔|위안|유로|파운드|골드|캐시|코인|포인트|마일리지|won|krw|usd"
_COUNTED = (
    "명|건|개|회|번|대|장|점|잔|병|권|마리|인|시간|분|초|일|주|개월|달|년|리터|톤|평|세|살|배|쪽|곳|채|벌|켤레|박스|세트|가구|세대|보|걸음"
    "|석|표|kg|km|cm|mm|kcal|kWh|KB|MB|GB|TB|㎡|㎏|㎞"
)
_COMPARED = "이상|이하|초과|미만"
"""`1,000 초과` has no seconds in it."""
_UNIT = re.compile(
    rf"(?P<more>여)?{SP}(?!{_COMPARED})(?:(?P<unit>{_MONEY}|{_COUNTED}|퍼센트|퍼센트포인트|프로|할)(?P<around>대)?(?={SP}(?:어치|짜리|가량|정도|쯤|씩|넘))?"
    rf"(?:{STRICT}|(?=어치|짜리|가량|정도|쯤|씩|넘|이상|이하|초과|미만))|(?P<sign>%(?:p|포인트)?)(?P<around2>대)?)"
)
_ENGLISH_UNIT = re.compile(r" ?(?P<word>thousand|million|billion|trillion)\b|(?P<k>[kK])(?![A-Za-z])")
_END_OF_NUMBER = re.compile(rf"여?(?:{STRICT}|(?=대(?![가-힣])|이상|이하|초과|미만|넘|가량|정도|짜리|씩|여))")
_AROUND = re.compile(r"대(?![가-힣]{2})")
_TO = re.compile(rf"{SP}[~∼〜～–-]{SP}(?=\d)")
_UNIT_NOTE = re.compile(r"\d\s?\($")
"""`50(백만 원)`: what a number is counted in."""
_STORED = re.compile(
    rf"(?:(?<=은 )|(?<=는 ))(?P<first>[십백천]?만|[십백천]?억|천){SP}원{SP}단위"
    rf"|(?P<second>[십백천]?만|[십백천]?억|천){SP}원{SP}단위(?=로{SP}(?:저장|기록|입력|들어|되어|돼|적))"
)
"""`(판매가는 만원 단위로 저장돼 있음)`: 3천만 원 is 3000 there."""
_ROUND_WORD = re.compile(r"[일이삼사오육칠팔구]?[십백천]만|[일이삼사오육칠팔구]?[십백천]?억")


@dataclass(frozen=True)
class _Number:
    """A number up to `end`; `factor` is the first magnitude used, 1 where none was."""

    end: int
    value: float
    factor: int
    grouped: bool


def read_amounts(text: str, taken: tuple[tuple[int, int], ...] = ()) -> tuple[Amount, ...]:
    """Amounts in order of appearance, none overlapping another or a span in `taken`."""
    stored = _STORED.search(text)
    found = sorted((*_digit_led(text), *_korean_led(text)), key=lambda amount: (amount.start, -amount.end))
    result: list[Amount] = []
    position = 0
    spans = iter((*taken, (len(text) + 1, len(text) + 1)))
    span = next(spans)
    for amount in found:
        while span[1] <= amount.start:
            span = next(spans)
        if amount.start >= position and amount.end <= span[0]:
            result.append(amount)
            position = amount.end
    return tuple(result) if stored is None else tuple(_in_units(result, stored))


def _in_units(amounts: list[Amount], stored: re.Match[str]) -> Iterator[Amount]:
    """Money as a column holds it that counts in 만 원; the words that say so are no amount themselves."""
    word = stored["first"] or stored["second"]
    factor = _korean_value(word) or 1
    for amount in amounts:
        if stored.start() <= amount.start < stored.end():
            continue
        if amount.unit != "원":
            yield amount
            continue
        below = amount.below / factor if amount.below else None
        yield replace(amount, value=amount.value / factor, unit=f"{word}원", below=below)


def _digit_led(text: str) -> Iterator[Amount]:
    position = 0
    for match in _START.finditer(text):
        start = match.start()
        if start < position:
            continue
        number = _read_number(text, start)
        range_to = _TO.match(text, number.end)
        if number.factor == 1 and range_to:  # `10~20만 원`: the magnitude and the unit belong to both
            second = _read_number(text, range_to.end())
            amount = _amount(text, range_to.end(), second)
            if amount is not None and "." not in match["number"]:
                yield Amount(match["number"], start, number.end, number.value * second.factor, amount.unit)
                position = number.end
            continue
        amount = _amount(text, start, number)
        if amount is not None:
            yield amount
            position = amount.end


def _read_number(text: str, start: int) -> _Number:
    """The longest number at `start`, groups of falling magnitude added up: `1억 5천만`, `12만 3,456`."""
    total, end, first, ceiling, grouped, section = 0.0, start, 0, 10**18, False, 0.0
    while match := _GROUP.match(text, end + (first > 0 and text[end : end + 1] == " ")):
        if not match["number"]:
            break
        number = float(match["number"].replace(",", ""))
        small = _SMALL[match["small"].strip()] if match["small"] else 1
        big = _BIG[match["big"].strip()] if match["big"] else 1
        if small * big * max(number, 1) >= ceiling or (first and small * big == 1 and not _is_money(text, match.end())):
            break
        if big > 1:
            total, section = total + (section + number * small) * big, 0.0
            ceiling = big
        else:
            section += number * small
            ceiling = small if small > 1 else 1
        grouped = grouped or "," in match["number"]
        first, end = first or small * big, match.end()
        if first == 1:
            break
    return _Number(end, total + section, max(first, 1), grouped)


def _is_money(text: str, end: int) -> bool:
    return re.compile(rf"{SP}(?:{_MONEY})").match(text, end) is not None


def _amount(text: str, start: int, number: _Number) -> Amount | None:
    """The number with its unit, if it is more than a plain number."""
    symbol = _SYMBOL.search(text, max(0, start - 2), start)
    if english := _ENGLISH_UNIT.match(text, number.end):
        factor = _ENGLISH[(english["word"] or english["k"]).lower()]
        number = _Number(english.end(), number.value * factor, factor, number.grouped)
    begin = symbol.start() if symbol else start
    if unit := _UNIT.match(text, number.end):
        name = unit["unit"] or unit["sign"]
        if number.factor == 1 and not number.grouped and not _is_notable(name):
            return None
        value, shown = (number.value * 10, "%") if name == "할" else (number.value, _UNIT_NAMES.get(name, name))
        around = "around" if unit["around"] else "around2" if unit["around2"] else ""
        if unit["unit"] == "대" and text[number.end - 1] in "억조":
            return Amount(text[begin : unit.end("unit")], begin, unit.end("unit"), value, "", _below(value))
        end = unit.end(around) if around else max(unit.end("unit"), unit.end("sign"))
        return Amount(text[begin:end], begin, end, value, shown, _below(value) if around else None)
    if symbol:
        return Amount(text[begin : number.end], begin, number.end, number.value, symbol[0].strip())
    if number.factor == 1 and not number.grouped:
        return None
    if not _END_OF_NUMBER.match(text, number.end):
        return None
    if text[number.end - 1] == "조" and number.factor == 10**12:
        return None  # `3조`: as likely the third team
    around_match = _AROUND.match(text, number.end) if text[number.end - 1] in "억조" else None
    end = around_match.end() if around_match else number.end
    return Amount(text[begin:end], begin, end, number.value, "", _below(number.value) if around_match else None)


_UNIT_NAMES = {"퍼센트": "%", "프로": "%", "%포인트": "%p", "퍼센트포인트": "%p"}


def _is_notable(unit: str) -> bool:
    return unit in _UNIT_NAMES or unit.startswith("%") or unit == "할" or unit in _MONEY.split("|")


def _below(value: float) -> float | None:
    """`5만원대` ends below 60,000, `15만원대` below 160,000: one step of the last digit that is not zero."""
    if value != int(value) or value == 0:
        return None
    step = 1
    while int(value) % (step * 10) == 0:
        step *= 10
    return value + step


def _korean_led(text: str) -> Iterator[Amount]:
    """Numbers in Hangul look like words (이천, 만일, 구조): a unit must follow, or the word be a round number."""
    for match in _KOREAN.finditer(text):
        words, start, end = match["text"], match.start(), match.end("text")
        value = _korean_value(words)
        if value is None or value < 10 or _UNIT_NOTE.search(text, max(0, start - 3), start):
            continue
        unit = _UNIT.match(text, end)
        if unit and unit["unit"] and unit["unit"] not in ("일", "인", "대", "주", "분", "초", "장", "점", "할", "프로"):
            stop = unit.end("around") if unit["around"] else unit.end("unit")
            name = _UNIT_NAMES.get(unit["unit"], unit["unit"])
            yield Amount(text[start:stop], start, stop, value, name, _below(value) if unit["around"] else None)
        elif (
            _ROUND_WORD.fullmatch(words)
            and len(words) > 1
            and re.compile(f"여?{SP}(?:이상|이하|초과|미만|넘|$)").match(text, end)
        ):
            yield Amount(words, start, end, value)


def _korean_value(words: str) -> float | None:
    """삼백만 → 3000000; None where the syllables are no number."""
    total = section = digit = 0
    ceiling = 10**18
    for ch in words.replace(" ", ""):
        if ch in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[ch]
        elif ch in _SMALL:
            section += (digit or 1) * _SMALL[ch]
            digit = 0
        else:
            big = _BIG[ch]
            if big >= ceiling:
                return None
            ceiling, total = big, total + (section + digit or 1) * big
            section = digit = 0
    return float(total + section + digit)
