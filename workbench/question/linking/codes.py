"""Values that a question means without writing them: codes explained in a comment, ENUM labels, status words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from workbench.question.linking.glossary import code_words
from workbench.question.linking.names import stem, words_of
from workbench.schema.model import Column

_ARROW = r"(?:[:=]|->|→|\s-\s|-(?=[가-힣]))"
_NEXT_CODE = r"['\"]?[A-Za-z0-9_]{1,20}['\"]?\s*(?:[:=]|->|→|\s-\s|-(?=[가-힣]))"
_LABEL = (
    r"(?:[가-힣]|[A-Za-z](?=[가-힣A-Za-z]))[가-힣A-Za-z0-9]{0,19}"
    rf"(?: (?!{_NEXT_CODE})[가-힣A-Za-z0-9]{{1,19}}){{0,3}}"
)
_PAIR = re.compile(rf"['\"]?(?P<code>[A-Za-z0-9_]{{1,20}})['\"]?\s*{_ARROW}\s*['\"]?(?P<label>{_LABEL})")
_REVERSED = re.compile(
    r"(?P<label>[가-힣]{1,12})\s*(?:[:=]|->|→|-)\s*['\"]?(?P<code>[A-Z]{1,3}|\d{1,4})['\"]?(?![0-9A-Za-z가-힣])"
)
_IN_BRACKETS = re.compile(
    r"['\"]?(?P<code>[A-Z]{1,6}|\d{1,3})['\"]?\((?P<label>[가-힣]{1,12})\)"
    r"|(?P<label2>[가-힣]{1,12})\((?P<code2>[A-Z]{1,3}|\d{1,3})\)"
)
_UNITS = frozenset("KB MB GB TB KG CM MM KM ML KW KWH HZ MHZ MS KRW USD EUR JPY".split())
"""`사용량(MB)` says what is counted in."""
_LISTED = re.compile(r"(?<![A-Za-z])([A-Z])\s*[/,|]\s*([A-Z])(?![A-Za-z])")
_FLAG = re.compile(r"(?P<what>[가-힣]{2,8}?)\s*(?:여부|유무|플래그)")


_ALSO_SAID = {
    "남": ("남성", "남자"),
    "여": ("여성", "여자"),
    "남성": ("남자",),
    "여성": ("여자",),
    "남자": ("남성",),
    "여자": ("여성",),
}


@lru_cache(maxsize=65536)
def explained_codes(comment: str) -> tuple[tuple[str, str], ...]:
    """(code, label) pairs of a comment: `상태(10:접수, 20:배송중)`, `Y=탈퇴`, `남:M, 여:F`, `A(활성)`."""
    pairs: dict[str, str] = {}
    for match in _PAIR.finditer(comment[:2000]):
        pairs.setdefault(match["code"], match["label"])
    if not pairs:
        for match in _REVERSED.finditer(comment[:2000]):
            pairs.setdefault(match["code"], match["label"])
    if not pairs:
        for match in _IN_BRACKETS.finditer(comment[:2000]):
            code = match["code"] or match["code2"]
            if code not in _UNITS:
                pairs.setdefault(code, match["label"] or match["label2"])
    return tuple(pairs.items())


def admitted(column: Column) -> tuple[str, ...]:
    """Values that the DDL names: ENUM and CHECK, else `M/F` or `Y/N` written in the comment."""
    if column.choices:
        return column.choices
    listed = _LISTED.search(column.comment)
    return (listed[1], listed[2]) if listed else ()


def flag_word(column: Column) -> str | None:
    """탈퇴 of a column commented 탈퇴여부."""
    match = _FLAG.search(column.comment or column.name)
    return match["what"] if match else None


def meanings(values: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(Korean word, value) for English status words among `values`: 취소 for CANCELLED."""
    stems = {value: frozenset((stem(value), value.lower(), *words_of(value))) for value in values}
    for word, wanted in code_words().items():
        hits = [value for value, own in stems.items() if own & wanted]
        if len(hits) == 1:
            yield word, hits[0]


def code_words_of(column: Column) -> Iterator[tuple[str, str, str]]:
    """(word to look for, value, meaning) of everything the DDL says about a column's values."""
    pairs = explained_codes(column.comment) if column.comment else ()
    for code, label in pairs:
        yield label, code, label
        for said in _ALSO_SAID.get(label, ()):
            yield said, code, label
    if pairs:
        return
    listed = admitted(column)
    for choice in listed:
        if len(choice) > 1:
            yield choice, choice, ""
    if "Y" in listed and (word := flag_word(column)):
        yield word, "Y", word
    for word, value in meanings(listed):
        yield word, value, word
