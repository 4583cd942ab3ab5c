from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from workbench.data.database import Database
from workbench.evaluate.instances import build_instances
from workbench.sandbox.pool import open_sandbox
from workbench.schema.model import Schema
from workbench.sql.pasted import read_pasted

TODAY = dt.date(2026, 11, 23)
SHOP = """
CREATE TABLE member (
  member_id INT PRIMARY KEY, name VARCHAR(20) NOT NULL, email VARCHAR(40) UNIQUE,
  grade CHAR(2) COMMENT '등급(10:일반, 20:VIP)',
  joined DATE, recommender_id INT REFERENCES member(member_id),
  leave_yn CHAR(1) NOT NULL CHECK (leave_yn IN ('Y','N')));
CREATE TABLE orders (
  order_id INT PRIMARY KEY, member_id INT NOT NULL REFERENCES member(member_id), ordered_at DATETIME,
  status VARCHAR(10), amount DECIMAL(8,2));
CREATE TABLE order_item (
  order_id INT REFERENCES orders(order_id), line_no INT, qty SMALLINT, note TEXT, PRIMARY KEY (order_id, line_no));
CREATE TABLE visit_log (member_id INT, page TEXT, seen_at DATETIME);
"""

Answers = Callable[[str], list[list[dict[str, Any]]]]


@pytest.fixture(scope="session")
def shop() -> Schema:
    return read_pasted(SHOP, "mysql")


def built(schema: Schema, *golds: str, seed: int = 0) -> tuple[Database, ...]:
    return build_instances(schema, golds, TODAY, seed=seed)


def answers(databases: Sequence[Database], sql: str) -> list[list[dict[str, Any]]]:
    """The rows that `sql` gives on each database."""
    found = []
    for database in databases:
        ran = open_sandbox(database.path).run(sql)
        assert ran.table is not None, ran.error
        found.append(ran.table.to_pylist())
    return found


def tells_apart(schema: Schema, gold: str, other: str) -> bool:
    """Whether some instance made for `gold` alone gives another result for `other`."""
    databases = built(schema, gold)
    return any(
        sorted(map(repr, one)) != sorted(map(repr, two))
        for one, two in zip(_values(databases, gold), _values(databases, other), strict=True)
    )


def _values(databases: Sequence[Database], sql: str) -> list[list[list[Any]]]:
    return [[list(row.values()) for row in rows] for rows in answers(databases, sql)]
