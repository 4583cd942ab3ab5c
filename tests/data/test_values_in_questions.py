"""The value index: what a question mentions, what a filter may equal, what is kept back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.data import cache
from workbench.data.build import build_empty, build_examples, build_from_folder
from workbench.data.database import Database
from workbench.data.mention import Mentions, region_aliases
from workbench.data.sensitive import are_sensitive_values, is_sensitive_name
from workbench.data.values import ValueIndex, column_values
from workbench.schema.model import Column, Schema, Table

MEMBER = Table(
    "member",
    (
        Column("id", "INTEGER"),
        Column("grade", "VARCHAR", comment="등급(VIP:최우수)"),
        Column("sido", "VARCHAR", comment="시도"),
        Column("sex", "VARCHAR", choices=("남", "여", "기타")),
        Column("mobile_no", "VARCHAR", comment="휴대폰번호"),
        Column("contact", "VARCHAR", comment="기타"),
        Column("store", "VARCHAR"),
        Column("code", "VARCHAR"),
        Column("story", "VARCHAR"),
    ),
)
ROWS = [
    (1, "VIP", "서울특별시", "남", "010-0000-1234", "a@example.com", "신세계 백화점", "10", "짧은 글"),
    (2, "Gold", "부산광역시", "여", "010-0000-5678", "b@example.com", "이마트", "A", "긴" * 200),
    (3, "VIP", "충청북도", "남", "010-0000-9999", "c@example.com", "이마트", "10", "x\ny"),
]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    home = tmp_path_factory.mktemp("values")
    folder = home / "rows"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("WORKBENCH_HOME", str(home))
        lines = [",".join(column.name for column in MEMBER.columns)]
        lines += [",".join(f'"{cell}"' for cell in row) for row in ROWS]
        (folder / "member.csv").write_text("\n".join(lines), encoding="utf-8")
        return build_from_folder(Schema((MEMBER,)), folder)


@pytest.fixture
def index(database: Database) -> ValueIndex:
    return column_values(database)


def test_values_come_most_frequent_first_and_say_whether_they_are_all(index: ValueIndex) -> None:
    assert index.values("MEMBER", "Grade") == ("VIP", "Gold")
    assert index.is_complete("member", "grade")
    assert index.contains("member", "grade", "GOLD") is False
    assert index.contains("member", "grade", "Gold") is True
    assert index.contains("member", "nothing", "x") is None
    assert index.contains("member", "id", "1") is None


def test_long_texts_are_left_out_and_noticed(index: ValueIndex) -> None:
    assert index.values("member", "story") == ("짧은 글",)
    assert index.contains("member", "story", "다른 글") is None


def test_choices_of_the_ddl_count_as_values(index: ValueIndex) -> None:
    assert set(index.values("member", "sex")) == {"남", "여", "기타"}


def test_sensitive_columns_are_neither_offered_nor_stored(index: ValueIndex, database: Database) -> None:
    assert index.is_sensitive("member", "mobile_no")
    assert index.is_sensitive("member", "contact")
    assert not index.is_sensitive("member", "grade")
    assert index.values("member", "contact") == ()
    assert index.contains("member", "mobile_no", "010-0000-1234") is None
    assert index.find("010-0000-1234 a@example.com") == ()
    column_values(database)
    stored = [path.read_text(encoding="utf-8") for path in cache.folder().glob("*.values.json")]
    assert stored
    assert not any("0000" in text or "example.com" in text for text in stored)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("vip 회원은 몇 명?", ["VIP"]),
        ("VIP회원의 주문", ["VIP"]),
        ("신세계백화점에서 산 것", ["신세계 백화점"]),
        ("서울 사는 사람", ["서울특별시"]),
        ("서울특별시와 충북", ["서울특별시", "충청북도"]),
        ("이마트에서", ["이마트"]),
        ("남 회원과 여 회원", ["남", "여"]),
        ("남은 여름", []),
        ("10월 매출", []),
        ("코드가 10인 회원", ["10"]),
        ("A등급", ["A"]),
        ("DATA 팀", []),
        ("VVIP 회원", []),
        ("시골드라마", []),
    ],
)
def test_a_question_mentions_values_as_people_write_them(index: ValueIndex, question: str, expected: list[str]) -> None:
    assert [value for _, _, value in index.find(question)] == expected


def test_the_longest_value_wins_and_every_place_is_told() -> None:
    mentions = Mentions([("서울", "서울", 1), ("서울특별시", "서울특별시", 2), ("서울특별시", "서울특별시", 3)])
    assert mentions.find("서울특별시의 서울") == [("서울특별시", (2, 3)), ("서울", (1,))]


def test_short_names_are_only_made_where_a_column_holds_places() -> None:
    assert region_aliases(["서울특별시", "강남구"]) == [("서울", "서울특별시"), ("강남", "강남구")]
    assert region_aliases(["공구", "축구", "책", "의자"]) == []


def test_the_nearest_values_are_near_by_letter_or_part_of_it(index: ValueIndex) -> None:
    assert index.nearest("member", "sido", "서을특별시")[0] == "서울특별시"
    assert index.nearest("member", "sido", "부산")[0] == "부산광역시"
    assert index.nearest("member", "grade", "vip") == ("VIP",)
    assert index.nearest("member", "grade", "전혀다른말") == ()
    assert index.nearest("member", "id", "1") == ()


def test_made_up_rows_prove_nothing_and_empty_tables_have_no_values() -> None:
    schema = Schema((MEMBER,))
    made = column_values(build_examples(schema))
    assert made.values("member", "store")
    assert not made.is_complete("member", "store")
    assert column_values(build_empty(schema)).columns == {}


def test_a_damaged_store_is_read_anew(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "t.csv").write_text("a\n가\n", encoding="utf-8")
    database = build_from_folder(Schema((Table("t", (Column("a", "VARCHAR"),)),)), tmp_path / "d")
    column_values(database)
    for path in cache.folder().glob("*.values.json"):
        path.write_text(json.dumps([["t", "a", 1, 2, 3]]), encoding="utf-8")
    assert column_values(database).values("t", "a") == ("가",)


@pytest.mark.parametrize(
    ("name", "comment", "sensitive"),
    [
        ("RESIDENT_NO", "", True),
        ("jumin_no", "", True),
        ("cardNumber", "", True),
        ("user_pwd", "", True),
        ("TEL", "", True),
        ("c1", "고객 휴대폰 번호", True),
        ("연락처", "", True),
        ("e_mail", "", True),
        ("order_status", "주문상태(10:전화번호 주문)", False),
        ("hotel_name", "호텔명", False),
        ("card_type", "카드 종류", False),
        ("mailing_yn", "메일 수신 여부", False),
        ("name", "고객명", False),
    ],
)
def test_sensitive_columns_are_told_by_name_or_comment(name: str, comment: str, sensitive: bool) -> None:
    assert is_sensitive_name(name, comment) is sensitive


def test_sensitive_columns_are_told_by_their_values() -> None:
    assert are_sensitive_values(["900101-1******", "910202-2******"])
    assert are_sensitive_values(["4000-1234-5678-9010"])
    assert are_sensitive_values(["02-123-4567", "031-1234-5678", ""])
    assert not are_sensitive_values(["2024-01-01", "2024-01-02"])
    assert not are_sensitive_values([])
