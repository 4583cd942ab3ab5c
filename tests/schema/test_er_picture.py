from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from workbench.schema.ddl import read_ddl
from workbench.schema.er import MAX_COLUMNS, MAX_TABLES, to_dot
from workbench.schema.model import Column, ForeignKey, Schema, Table

LABEL = re.compile(r"^  (\w+) \[label=<(.*)>\];$", re.M)


def labels(dot: str) -> dict[str, ET.Element]:
    """Every HTML label, parsed: a name that escaped its place would not parse or would add elements."""
    return {node: ET.fromstring(f"<x>{label}</x>") for node, label in LABEL.findall(dot)}


def test_tables_columns_and_korean_comments_are_shown() -> None:
    schema = read_ddl(
        "CREATE TABLE 고객 (고객번호 INT PRIMARY KEY COMMENT '번호', 이름 VARCHAR(9)) COMMENT='손님';\n"
        "CREATE TABLE 주문 (번호 INT, 고객번호 INT, FOREIGN KEY (고객번호) REFERENCES 고객(고객번호));"
    )
    dot = to_dot(schema)
    shown = labels(dot)
    assert list(shown) == ["t0", "t1"]
    text = "".join(shown["t0"].itertext())
    assert "고객" in text
    assert "손님" in text
    assert "번호" in text
    assert "t1 -> t0;" in dot


@given(name=st.text(min_size=1, max_size=60), comment=st.text(max_size=60))
def test_untrusted_names_stay_text(name: str, comment: str) -> None:
    table = Table(
        name, (Column(name, "INTEGER", comment=comment),), comment, foreign_keys=(ForeignKey((name,), name, (name,)),)
    )
    dot = to_dot(Schema((table,)))
    (label,) = labels(dot).values()
    assert {element.tag for element in label.iter()} <= {"x", "TABLE", "TR", "TD", "B", "U", "FONT"}
    assert len(dot.splitlines()) == 7


def test_wide_and_many_are_capped_and_counted() -> None:
    columns = tuple(Column(f"c{n}", "INTEGER") for n in range(500))
    tables = tuple(Table(f"t{n}", columns, primary_key=("c400",)) for n in range(200))
    dot = to_dot(Schema(tables))
    shown = labels(dot)
    assert len(shown) == MAX_TABLES + 1
    assert "160" in "".join(shown["more"].itertext())
    text = "".join(shown["t0"].itertext())
    assert "c400" in text
    assert text.count("c") == MAX_COLUMNS
    assert "486" in text


def test_chosen_tables_only() -> None:
    schema = read_ddl(
        "CREATE TABLE a (id INT PRIMARY KEY);CREATE TABLE b (a_id INT REFERENCES a(id));CREATE TABLE c (x INT)"
    )
    assert "->" not in to_dot(schema, ("b", "c"))
    assert "t1 -> t0" in to_dot(schema, ("B", "a"))
