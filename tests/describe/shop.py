"""A shop with Korean comments, and one table without."""

from __future__ import annotations

from workbench.schema.model import Column, Schema, Table

SHOP = Schema(
    (
        Table(
            "customers",
            (
                Column("id", "INTEGER", comment="고객번호"),
                Column("name", "VARCHAR", comment="고객명"),
                Column("region", "VARCHAR", comment="지역"),
                Column("grade", "VARCHAR", comment="등급(V:VIP, G:골드)"),
                Column("joined_at", "DATE", comment="가입일"),
            ),
            "고객",
        ),
        Table(
            "orders",
            (
                Column("id", "INTEGER", comment="주문번호"),
                Column("customer_id", "INTEGER", comment="고객번호"),
                Column("amount", "DECIMAL(12,2)", comment="주문금액"),
                Column("ordered_at", "TIMESTAMP", comment="주문일시"),
                Column("status", "VARCHAR", comment="상태(10:접수, 90:취소)"),
            ),
            "주문",
        ),
        Table("items", (Column("order_id", "INTEGER"), Column("product_id", "INTEGER"), Column("qty", "INTEGER"))),
        Table("products", (Column("product_id", "INTEGER"), Column("name", "VARCHAR"), Column("price", "INTEGER"))),
    )
)
