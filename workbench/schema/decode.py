"""Bytes of a text file → text, with the encoding that was found."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Decoded:
    text: str
    encoding: str
    """Python's name: utf-8, utf-16, cp949, …"""


def decode(data: bytes) -> Decoded:
    """Text without its byte order mark. Never raises: bytes that fit nothing become U+FFFD in the likelier encoding.

    CP949 is Windows' Korean code page and holds all of EUC-KR. SQL Server's tools save UTF-16, sometimes without a
    mark: there every second byte of SQL is zero.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, errors="replace").removeprefix("\ufeff"), encoding)
    head = data[:4000]
    if len(head) >= 4 and b"\0" in head:
        if encoding := _utf16_without_mark(head):
            return Decoded(data.decode(encoding, errors="replace"), encoding)
    for encoding in ("utf-8", "cp949"):
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    # A damaged file: the encoding that loses fewer characters.
    tries = [Decoded(data.decode(encoding, errors="replace"), encoding) for encoding in ("utf-8", "cp949")]
    return min(tries, key=lambda decoded: decoded.text.count("\ufffd"))


def _utf16_without_mark(head: bytes) -> str:
    half = len(head) // 2
    if head[1::2].count(0) > half * 0.3 and head[1::2].count(0) > head[0::2].count(0) * 4:
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.3 and head[0::2].count(0) > head[1::2].count(0) * 4:
        return "utf-16-be"
    return ""
