"""The plain word lists of glossary.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def section(name: str) -> dict[str, str]:
    """A table of glossary.toml: word → its line."""
    return _file()[name]


@cache
def function_words() -> frozenset[str]:
    """Words that no column is meant to answer."""
    return frozenset(section("function_words")["words"].split())


@cache
def loose_words() -> frozenset[str]:
    """Words that a column may answer and need not."""
    return frozenset(section("loose_words")["words"].split())


@cache
def particles() -> tuple[str, ...]:
    """조사 and 어미, the longest first."""
    return tuple(sorted(section("particles")["words"].split(), key=len, reverse=True))


@cache
def abbreviations() -> dict[str, str]:
    """cust → customer."""
    return dict(pair.split("=") for pair in section("abbreviations")["words"].split())


@cache
def _file() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("glossary.toml").read_text(encoding="utf-8"))
