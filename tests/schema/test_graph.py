# ruff: noqa: E501 - the shapes are easier to see on one line
from __future__ import annotations

import pytest

from workbench.schema.ddl import read_ddl
from workbench.schema.graph import Join, join_path, with_inferred_keys
from workbench.schema.keywords import parts, singular, table_stem


def inferred(ddl: str) -> set[tuple[str, str, str, str]]:
    schema = with_inferred_keys(read_ddl(ddl))
    return {
        (table.name, key.columns[0], key.table, key.ref_columns[0])
        for table in schema.tables
        for key in table.foreign_keys
        if key.inferred
    }


@pytest.mark.parametrize(
    ("ddl", "found"),
    [
        ("CREATE TABLE customers (customer_id INT PRIMARY KEY);CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT)",
         {("orders", "customer_id", "customers", "customer_id")}),
        ("CREATE TABLE companies (id INT PRIMARY KEY);CREATE TABLE users (id INT PRIMARY KEY, company_id INT)",
         {("users", "company_id", "companies", "id")}),
        ("CREATE TABLE TB_CUST (CUST_NO INT PRIMARY KEY);CREATE TABLE T_ORDER (ORD_NO INT PRIMARY KEY, CUST_NO INT)",
         {("T_ORDER", "CUST_NO", "TB_CUST", "CUST_NO")}),
        ("CREATE TABLE 고객 (고객번호 INT PRIMARY KEY);CREATE TABLE 주문 (주문번호 INT PRIMARY KEY, 고객번호 INT)",
         {("주문", "고객번호", "고객", "고객번호")}),
        ("CREATE TABLE 상품 (코드 INT PRIMARY KEY);CREATE TABLE 재고 (번호 INT PRIMARY KEY, 상품코드 INT)",
         {("재고", "상품코드", "상품", "코드")}),
        ("CREATE TABLE employee (emp_no INT PRIMARY KEY);CREATE TABLE dept (id INT PRIMARY KEY, manager_emp_no INT)",
         {("dept", "manager_emp_no", "employee", "emp_no")}),
        ("CREATE TABLE category (category_id INT PRIMARY KEY, parent_category_id INT)",
         {("category", "parent_category_id", "category", "category_id")}),
        ("CREATE TABLE User (userId INT PRIMARY KEY);CREATE TABLE Login (loginId INT PRIMARY KEY, userId INT)",
         {("Login", "userId", "User", "userId")}),
        ("CREATE TABLE user (user_id INT PRIMARY KEY);CREATE TABLE user_detail (user_id INT PRIMARY KEY, x INT)",
         {("user_detail", "user_id", "user", "user_id")}),
        ("CREATE TABLE cust (cust_no INT, n INT);CREATE TABLE ord (ord_no INT, cust_no INT)",
         {("ord", "cust_no", "cust", "cust_no")}),
    ],
)  # fmt: skip
def test_names_that_say_a_key_give_one(ddl: str, found: set[tuple[str, str, str, str]]) -> None:
    assert inferred(ddl) == found


@pytest.mark.parametrize(
    "ddl",
    [
        "CREATE TABLE a (id INT PRIMARY KEY);CREATE TABLE b (id INT PRIMARY KEY)",  # every table has an id
        "CREATE TABLE a (code_id INT PRIMARY KEY);CREATE TABLE b (code_id INT PRIMARY KEY);CREATE TABLE c (x INT, code_id INT)",
        "CREATE TABLE cust (cust_no INT PRIMARY KEY);CREATE TABLE ord (x INT, cust_no VARCHAR(9))",  # other type
        "CREATE TABLE cust (cust_no INT PRIMARY KEY);CREATE TABLE ord (x INT, cust_name INT)",
        "CREATE TABLE c (id INT PRIMARY KEY);CREATE TABLE o (c_id INT REFERENCES c(id))",  # said already
    ],
)
def test_nothing_is_inferred_from_names_that_do_not_say_so(ddl: str) -> None:
    assert inferred(ddl) == set()


CHAIN = """
CREATE TABLE cust (id INT PRIMARY KEY);
CREATE TABLE ord (id INT PRIMARY KEY, cust_id INT REFERENCES cust(id));
CREATE TABLE item (ord_id INT REFERENCES ord(id), prod_id INT REFERENCES prod(id));
CREATE TABLE prod (id INT PRIMARY KEY, cat_id INT REFERENCES cat(id));
CREATE TABLE cat (id INT PRIMARY KEY, parent_id INT REFERENCES cat(id));
CREATE TABLE alone (id INT);
CREATE TABLE bad (x INT REFERENCES gone(id));
"""


def test_the_shortest_path_goes_over_the_tables_between() -> None:
    assert join_path(read_ddl(CHAIN), ("cust", "PROD")) == (
        Join("ord", "cust_id", "cust", "id"),
        Join("item", "ord_id", "ord", "id"),
        Join("item", "prod_id", "prod", "id"),
    )


def test_each_join_touches_the_tables_before_it() -> None:
    path = join_path(read_ddl(CHAIN), ("cat", "cust", "item"))
    assert path is not None
    reached = {"cat"}
    for join in path:
        assert reached & {join.table, join.ref_table}
        reached |= {join.table, join.ref_table}
    assert reached == {"cat", "prod", "item", "ord", "cust"}


@pytest.mark.parametrize("tables", [("cust", "alone"), ("cust", "nowhere"), ("bad", "cust"), ()])
def test_tables_that_are_not_connected_have_no_path(tables: tuple[str, ...]) -> None:
    assert join_path(read_ddl(CHAIN), tables) is None


def test_one_table_needs_no_join() -> None:
    assert join_path(read_ddl(CHAIN), ("cust", "Cust")) == ()


def test_a_key_of_two_columns_gives_two_conditions() -> None:
    schema = read_ddl(
        "CREATE TABLE a (x INT, y INT, PRIMARY KEY (x, y));CREATE TABLE b (p INT, q INT, FOREIGN KEY (p, q) REFERENCES a)"
    )
    assert join_path(schema, ("a", "b")) == (Join("b", "p", "a", "x"), Join("b", "q", "a", "y"))


def test_a_declared_key_wins_over_an_inferred_one() -> None:
    schema = with_inferred_keys(
        read_ddl(
            "CREATE TABLE emp (emp_id INT PRIMARY KEY);CREATE TABLE dept (boss_emp_id INT, head INT REFERENCES emp(emp_id))"
        )
    )
    assert join_path(schema, ("dept", "emp")) == (Join("dept", "head", "emp", "emp_id"),)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("customerId", ("customer", "id")), ("CUST_NO", ("cust", "no")), ("고객번호", ("고객", "번호")), ("번호", ("번호",)),
     ("order-id2", ("order", "id", "2")), ("XMLKey", ("xml", "key"))],
)  # fmt: skip
def test_names_have_parts(name: str, expected: tuple[str, ...]) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("name", "stem"),
    [("TB_CUSTOMERS", ("customer",)), ("customer_mst", ("customer",)), ("T_ORDER_ITEM", ("order", "item")), ("tb", ("tb",)),
     ("고객정보", ("고객정보",)), ("", ())],
)  # fmt: skip
def test_a_table_name_has_a_stem(name: str, stem: tuple[str, ...]) -> None:
    assert table_stem(name) == stem


@pytest.mark.parametrize(
    ("word", "one"), [("companies", "company"), ("boxes", "box"), ("status", "status"), ("bus", "bus")]
)
def test_plurals_lose_their_ending(word: str, one: str) -> None:
    assert singular(word) == one
