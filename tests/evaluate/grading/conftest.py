from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.evaluate.grading import Ground, open_ground

CASES = Path(__file__).resolve().parents[2] / "cases" / "grading"
TODAY = dt.date(2024, 3, 15)


@pytest.fixture(scope="session")
def shop() -> Iterator[Ground]:
    """The shop with the rows of tests/cases/grading/shop."""
    ddl = (CASES / "shop.sql").read_text(encoding="utf-8")
    with open_ground(ddl, None, CASES / "shop", (), TODAY) as ground:
        yield ground
