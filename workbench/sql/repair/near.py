"""How near two names are, the way people and small models miss them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache


@lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """Without case, underscores and plural: OrderItems, order_items and order_item are one."""
    words = [_singular(word) for word in parts(name)]
    return "".join(words)


@lru_cache(maxsize=20_000)
def parts(name: str) -> tuple[str, ...]:
    """The words of a snake_case, camelCase or spaced name, lower case."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", unicodedata.normalize("NFC", name))
    return tuple(word.casefold() for word in re.split(r"[\W_]+", spaced) if word)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=50_000)
def likeness(one: str, other: str) -> float:
    """0..1. Hangul is compared by 자모, so 고객 and 고갹 differ in one letter of six."""
    if canonical(one) == canonical(other):
        return 0.99 if plain(one) != plain(other) else 1.0
    a, b = (unicodedata.normalize("NFD", plain(x)) for x in (one, other))
    if a == b:
        return 1.0
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


_SHORT = {
    "name": "nm nam", "number": "no num nbr", "code": "cd", "date": "dt ymd day dtm datetime", "quantity": "qty",
    "amount": "amt",
    "count": "cnt", "price": "prc", "address": "addr", "phone": "tel telno hp", "customer": "cust cstmr",
    "product": "prod prd goods item",
    "order": "ord", "employee": "emp", "department": "dept", "category": "cat ctg ctgr", "payment": "pay pymt",
    "delivery": "dlv dlvy",
    "manager": "mgr", "status": "stat sts st", "salary": "sal", "project": "prj pjt", "group": "grp", "user": "usr",
    "member": "mbr mem",
    "account": "acct acc", "description": "desc dsc", "total": "tot", "value": "val", "register": "reg",
    "type": "typ tp", "rate": "rt",
}  # fmt: skip
_LONG = {short: word for word, shorts in _SHORT.items() for short in shorts.split()}
_PREFIXES = frozenset(("tb", "tbl", "t", "tm", "th", "tn"))


@lru_cache(maxsize=20_000)
def canonical(name: str) -> tuple[str, ...]:
    """The words written out: TB_PROD and products are both product, ord_dt and orderDate both order date."""
    words = [_singular(word) for word in parts(name)]
    if len(words) > 1 and words[0] in _PREFIXES:
        words = words[1:]
    return tuple(_LONG.get(word, word) for word in words)


def misspelt(one: str, other: str) -> bool:
    """Whether the two can be one name with a slip: agent_name and agent_code differ in a whole word, so they cannot."""
    a, b = parts(one), parts(other)
    if len(a) == len(b):
        return all(likeness(x, y) >= 0.6 for x, y in zip(a, b, strict=True))
    return not (set(a) < set(b) or set(b) < set(a))


def nearest(name: str, among: Iterable[str], least: float) -> str | None:
    """The one nearest of `among`, at least `least` near; None also where two are equally near."""
    scored = sorted(((likeness(name, other), other) for other in among), reverse=True)
    if not scored or scored[0][0] < least or (len(scored) > 1 and scored[1][0] == scored[0][0] < 1.0):
        return None
    return scored[0][1]
