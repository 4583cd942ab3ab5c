"""What the parts of a name say: which columns are keys, which endings mean "identifier", English and Korean."""

from __future__ import annotations

import re
from functools import lru_cache

KEY_ENDINGS = ("id", "no", "cd", "code", "seq", "sn", "key", "num", "idx", "uid", "pk", "nbr",
               "번호", "코드", "아이디", "식별자", "일련번호", "순번", "키")  # fmt: skip
_TABLE_PREFIXES = frozenset({"tb", "tbl", "t", "tm", "td", "th", "tt", "m", "mst", "dim", "fact", "fct", "stg", "ods",
                             "dw", "tc", "tr", "dm", "d", "f"})  # fmt: skip
_TABLE_SUFFIXES = frozenset({"mst", "master", "tb", "tbl", "info", "m", "table", "테이블", "마스터", "정보", "기본"})
_KOREAN_ENDINGS = tuple(sorted((e for e in KEY_ENDINGS if not e.isascii()), key=len, reverse=True))
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_a-zA-Z]+")


@lru_cache(maxsize=65536)
def parts(name: str) -> tuple[str, ...]:
    """`customerId`, `CUSTOMER_ID` and `customer-id` → ("customer", "id"); `고객번호` → ("고객", "번호")."""
    found: list[str] = []
    for part in _PARTS.findall(name):
        ending = next((e for e in _KOREAN_ENDINGS if part.endswith(e) and len(part) > len(e)), "")
        found += [part[: -len(ending)], ending] if ending else [part.lower()]
    return tuple(found)


def is_key_name(name: str) -> bool:
    """Whether the name ends like an identifier: `EMP_NO`, `orderId`, `상품코드`, `id`."""
    return bool(p := parts(name)) and p[-1] in KEY_ENDINGS


@lru_cache(maxsize=65536)
def table_stem(name: str) -> tuple[str, ...]:
    """The parts of a table's name that say what it holds: `TB_CUSTOMERS` and `customer_mst` → ("customer",)."""
    found = list(parts(name))
    while len(found) > 1 and found[0] in _TABLE_PREFIXES:
        found.pop(0)
    while len(found) > 1 and found[-1] in _TABLE_SUFFIXES:
        found.pop()
    return (*found[:-1], singular(found[-1])) if found else ()


def singular(word: str) -> str:
    """English plural → singular, roughly: `companies`, `boxes`, `orders`, `status` (stays)."""
    if not word.isascii() or len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word
