"""Codes that a comment explains: `상태(10:접수,20:완료)`, `M=남, F=여`, `Y/N`, `등급(S,A,B,C)`."""

from __future__ import annotations

import re
import unicodedata

_PAIR = re.compile(
    r"(?<![\w가-힣])([0-9A-Za-z_]{1,20}|[가-힣]{1,6})\s*[:=：→\-–]\s*"
    r"([^,;/|\n()\[\]{}、·:=：→]{1,30}?)(?=\s+[0-9A-Za-z_]{1,20}\s*[:=：→\-–]|[,;/|\n()\[\]{}、·:=：→]|$)"
)
_LIST = re.compile(r"[(\[{（]\s*([0-9A-Za-z_가-힣]{1,20}(?:\s*[,/|·、]\s*[0-9A-Za-z_가-힣]{1,20})+)\s*[)\]}）]?")
_BARE = re.compile(r"^\s*([0-9A-Z]{1,10}(?:\s*[/,|]\s*[0-9A-Z]{1,10})+)\s*$")
_YES_NO = re.compile(r"(?<![A-Za-z])(Y\s*[/,|:]\s*N|YN|T\s*/\s*F|O\s*/\s*X)(?![A-Za-z])")
_FORMAT = re.compile(r"^(Y{2,4}|M{2}|D{2}|H{2}\d*|MI|SS|YYYYMM\w*|HHMI\w*)$", re.IGNORECASE)


def codes_in(comment: str) -> tuple[tuple[str, str], ...]:
    """(code, label) pairs in the order given; the label is empty where the comment only lists the codes.

    Two codes at least: `비율(단위:%)` and `기준일(YYYY/MM/DD)` explain none.
    """
    text = unicodedata.normalize("NFC", comment)
    pairs = [(code, label.strip(" \t.~")) for code, label in _PAIR.findall(text)]
    # A sentence such as `비고 - 참고: 없음` also has colons; codes are told apart by being alike.
    pairs = [(code, label) for code, label in pairs if label and not _FORMAT.match(code)]
    if len(pairs) >= 2:
        if all(_is_korean(code) and not _is_korean(label) for code, label in pairs):
            pairs = [(label, code) for code, label in pairs]
        coded = [pair for pair in pairs if not _is_korean(pair[0])] or pairs
        if len({code for code, _ in coded}) == len(coded) >= 2:
            return tuple(coded)
    if found := _YES_NO.search(text):
        first, last = found[1][0], found[1][-1]
        return ((first, ""), (last, ""))
    for pattern in (_LIST, _BARE):
        if found := pattern.search(text):
            codes = [code.strip() for code in re.split(r"[,/|·、]", found[1])]
            if len(set(codes)) == len(codes) and not any(_FORMAT.match(code) for code in codes):
                return tuple((code, "") for code in codes)
    return ()


def _is_korean(text: str) -> bool:
    return any("가" <= ch <= "힣" for ch in text)
