"""Dates written without separators, as Korean business tables keep them in text columns."""

from __future__ import annotations

import re

from sqlglot import exp

_COMPACT = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])((0[1-9]|[12]\d|3[01])?)")


def is_compact_date(node: exp.Expr) -> bool:
    """Whether `node` is a text such as `'202610'` or `'20261031'`."""
    return isinstance(node, exp.Literal) and node.is_string and _COMPACT.fullmatch(str(node.this)) is not None
