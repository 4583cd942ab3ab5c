"""The message catalog: everything a user reads, Korean first, English second.

`t("area.key", name=value)` looks up `text/<lang>/<area>.toml`. Inside a message, `{name:은/는}` inserts the
value followed by the particle that fits its last sound, so names taken from a schema read naturally.
"""

from __future__ import annotations

import contextlib
import os
import re
import string
import tomllib
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("ko", "en")
_language: ContextVar[str | None] = ContextVar("workbench_language", default=None)
_LAST_WORD = re.compile(r"(?!ID|id)[A-Za-z][a-z]+(?=[^0-9A-Za-z가-힣]*$)")
"""An English word at the end, which is read as a word; single letters, capitals and `id` are read letter by letter."""
_ENDS_CLOSED = re.compile(r"(?:[lmn]e?|ng|[aeiou]pe?)$")
"""name, column, total, type and shop end closed; driver, product and price do not."""
_FOLDER = Path(__file__).parent


def language() -> str:
    """The language in force: set by `use_language`, else `WORKBENCH_LANG`, else Korean."""
    chosen = _language.get() or os.environ.get("WORKBENCH_LANG", "ko")
    return chosen if chosen in LANGUAGES else "ko"


def set_language(code: str) -> None:
    """Set the language of the current context (one browser session's script run, one CLI process)."""
    _language.set(code)


@contextlib.contextmanager
def use_language(code: str) -> Iterator[None]:
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalog(lang: str) -> dict[str, str]:
    """All messages of one language, keyed `area.key`."""
    messages: dict[str, str] = {}
    for file in sorted((_FOLDER / lang).glob("*.toml")):
        for key, value in tomllib.loads(file.read_text(encoding="utf-8")).items():
            messages[f"{file.stem}.{key}"] = value
    return messages


def t(key: str, /, **values: Any) -> str:
    """The message `key` with `values` filled in.

    Raises KeyError for an unknown key: a test walks all keys, so this never reaches a user.
    """
    lang = language()
    message = catalog(lang).get(key) or catalog("ko")[key]
    return _formatter.vformat(message, (), values)


def has_final_consonant(word: str) -> bool:
    """Whether the last sound of `word` ends in a consonant (받침), read the way Koreans read digits, letters and words.

    A bracket at the end is not read: `주문(orders)` ends like 주문.
    """
    word = _without_bracket(word)
    if english := _LAST_WORD.search(word):
        return _ENDS_CLOSED.search(english[0]) is not None
    for ch in reversed(word):
        if "가" <= ch <= "힣":
            return (ord(ch) - 0xAC00) % 28 != 0
        if ch == "%":  # 퍼센트
            return False
        if ch.isdigit():
            return ch in "013678"
        if ch.isascii() and ch.isalpha():
            return ch.lower() in "lmnr"
    return False


def with_particle(word: str, pair: str) -> str:
    """`with_particle("주문", "은/는") == "주문은"`. 으로/로 treats a final ㄹ as open."""
    closed, opened = pair.split("/")
    final = has_final_consonant(word)
    if closed == "으로" and final and _ends_in_rieul(word):
        final = False
    return word + (closed if final else opened)


def _ends_in_rieul(word: str) -> bool:
    word = _without_bracket(word)
    if english := _LAST_WORD.search(word):
        return english[0].lower().endswith(("l", "le"))
    for ch in reversed(word):
        if "가" <= ch <= "힣":
            return (ord(ch) - 0xAC00) % 28 == 8
        if ch.isalnum():
            return ch in "178" or ch.lower() in "lr"
    return False


def _without_bracket(word: str) -> str:
    if not word.endswith(")"):
        return word
    depth = 0
    for index in range(len(word) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(word[index], 0)
        if depth == 0:
            return word[:index].rstrip() or word
    return word


class _ParticleFormatter(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if "/" in format_spec:
            return with_particle(str(value), format_spec)
        return str(super().format_field(value, format_spec))


_formatter = _ParticleFormatter()
