"""The tables that the rules' examples are written against."""

from __future__ import annotations

from dataclasses import replace

from workbench.schema.model import Column, ForeignKey, Schema, Table

CUSTOMERS = Table(
    "고객",
    (
        Column("고객번호", "INTEGER", nullable=False),
        Column("이름", "VARCHAR", nullable=False, comment="고객명"),
        Column("등급", "VARCHAR", nullable=False, choices=("VIP", "GOLD", "일반")),
        Column("가입일", "DATE", nullable=False),
        Column("이메일", "VARCHAR"),
        Column("추천인", "INTEGER"),
    ),
    primary_key=("고객번호",),
)
ORDERS = Table(
    "주문",
    (
        Column("주문번호", "INTEGER", nullable=False),
        Column("고객번호", "INTEGER", nullable=False),
        Column("주문일시", "TIMESTAMP", nullable=False),
        Column("주문월", "VARCHAR", nullable=False),
        Column("금액", "DECIMAL(12,2)", nullable=False),
        Column("배송비", "DECIMAL(10,2)", nullable=False),
    ),
    primary_key=("주문번호",),
    foreign_keys=(ForeignKey(("고객번호",), "고객", ("고객번호",)),),
)
DETAILS = Table(
    "주문상세",
    (
        Column("주문번호", "INTEGER", nullable=False),
        Column("상품번호", "INTEGER", nullable=False),
        Column("수량", "INTEGER", nullable=False),
    ),
    primary_key=("주문번호", "상품번호"),
    foreign_keys=(
        ForeignKey(("주문번호",), "주문", ("주문번호",)),
        ForeignKey(("상품번호",), "상품", ("상품번호",)),
    ),
)
PRODUCTS = Table(
    "상품",
    (
        Column("상품번호", "INTEGER", nullable=False),
        Column("이름", "VARCHAR", nullable=False),
        Column("분류", "VARCHAR", nullable=False),
        Column("가격", "INTEGER", nullable=False),
    ),
    primary_key=("상품번호",),
)
SHOP = Schema((CUSTOMERS, ORDERS, DETAILS, PRODUCTS))


def shop(dialect: str = "duckdb") -> Schema:
    return replace(SHOP, dialect=dialect)


def ddl() -> str:
    """The same tables for a real DuckDB."""
    return ";".join(
        f'CREATE TABLE "{t.name}" ({", ".join(f"{c.name} {c.type}" for c in t.columns)})' for t in SHOP.tables
    )
