"""One engine error about one text: where it points, and what stands there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlglot import exp

from workbench.sandbox.result import EngineError
from workbench.schema.model import Schema
from workbench.sql.diagnostic import Diagnostic
from workbench.sql.parsing import Parsed
from workbench.sql.scopes import Scopes, read_scopes
from workbench.text import t


@dataclass(frozen=True)
class Case:
    """One error about one text."""

    parsed: Parsed
    error: EngineError
    schema: Schema

    @cached_property
    def scopes(self) -> Scopes | None:
        if len(self.parsed.statements) != 1:
            return None
        try:
            return read_scopes(self.parsed.statements[0], self.schema)
        except Exception:  # only hints depend on it
            return None

    @property
    def place(self) -> tuple[int, int]:
        """The word at DuckDB's position; everything where DuckDB names none."""
        position = self.error.position
        if position is None:
            return self.parsed.span()
        return self.parsed.word_at(position)

    def node_at_place(self) -> exp.Expr | None:
        """The smallest operation that covers DuckDB's position, which for `a + b` is that of `+`."""
        position = self.error.position
        if position is None or len(self.parsed.statements) != 1:
            return None
        best: tuple[int, exp.Expr] | None = None
        for node in self.parsed.statements[0].find_all(exp.Binary, exp.Between, exp.In, exp.Case, exp.Neg, exp.Like):
            start, end = self.parsed.span(node)
            if start <= position < end and (best is None or end - start <= best[0]):
                best = end - start, node
        return best[1] if best is not None else None

    def whole_call(self) -> tuple[int, int]:
        """From DuckDB's position to the bracket that closes the call."""
        start, end = self.place
        index = self.parsed.token_at(end)
        if index < len(self.parsed.tokens) and self.parsed.tokens[index].text == "(":
            depth = 0
            for token in self.parsed.tokens[index:]:
                depth += (token.text == "(") - (token.text == ")")
                if depth == 0:
                    return start, token.end + 1
        return start, end

    def named(self, name: str) -> tuple[int, int]:
        """The word at the position, else the first word that is `name`."""
        if self.error.position is not None:
            return self.place
        wanted = name.split(".")[-1].casefold()
        hit = next((tk for tk in self.parsed.tokens if tk.text.casefold() == wanted), None)
        return (hit.start, hit.end + 1) if hit is not None else self.parsed.span()


def make(code: str, place: tuple[int, int], key: str = "", **values: Any) -> Diagnostic:
    return Diagnostic(code, "error", t(key or f"lint.{code}", **values), *place)
