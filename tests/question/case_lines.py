"""Reading of the text fixtures in tests/cases/question."""

from __future__ import annotations

from pathlib import Path

CASES = Path(__file__).parent.parent / "cases" / "question"


def lines(name: str) -> list[str]:
    """The lines of a fixture without its remarks."""
    text = (CASES / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def pairs(name: str) -> list[tuple[str, str]]:
    """`question => expectation` lines."""
    return [(question, expected) for question, _, expected in (line.partition(" => ") for line in lines(name))]
