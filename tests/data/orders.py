"""The schema most loading tests use."""

from __future__ import annotations

from workbench.schema.model import Column, ForeignKey, Schema, Table

CUSTOMER = Table(
    "customer",
    (
        Column("customer_id", "INTEGER", "INT", nullable=False, comment="고객번호"),
        Column("name", "VARCHAR", "VARCHAR(20)", nullable=False, comment="고객명"),
        Column("joined_on", "DATE", "DATE", comment="가입일"),
    ),
    comment="고객",
    primary_key=("customer_id",),
)
ORDERS = Table(
    "orders",
    (
        Column("order_id", "INTEGER", "INT", nullable=False, comment="주문번호"),
        Column("customer_id", "INTEGER", "INT", comment="고객번호"),
        Column("amount", "DECIMAL(12,2)", "DECIMAL(12,2)", comment="금액(원)"),
        Column("ordered_at", "TIMESTAMP", "DATETIME", comment="주문일시"),
        Column("is_paid", "BOOLEAN", "TINYINT(1)", comment="결제여부"),
        Column("memo", "VARCHAR", "VARCHAR(100)", comment="메모"),
    ),
    comment="주문",
    primary_key=("order_id",),
    foreign_keys=(ForeignKey(("customer_id",), "customer", ("customer_id",)),),
)
SHOP = Schema((CUSTOMER, ORDERS), "mysql")
