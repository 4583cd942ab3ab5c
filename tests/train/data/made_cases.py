"""Cases over schemas that share nothing, and rows as `examine` gives them."""

from __future__ import annotations

import datetime as dt

from workbench.evaluate.case import EvalCase
from workbench.sql.pasted import read_pasted
from workbench.train.data.examine import Examined
from workbench.train.data.sources import Sourced

TODAY = dt.date(2026, 11, 23)
SUBJECTS = ("고객", "배송", "강의", "환자", "차량", "도서", "공연", "급여")


def ddl_of(number: int) -> str:
    """A schema that shares no column with any other number's."""
    return (
        f"CREATE TABLE main{number} (key{number} INT PRIMARY KEY, title{number} VARCHAR, price{number} INT);"
        f"CREATE TABLE side{number} (row{number} INT, sold{number} DATE, amount{number} INT, place{number} VARCHAR)"
    )


def case(number: int, nth: int = 0) -> dict[str, object]:
    """A sound case over `ddl_of(number)`; its question is like no other's."""
    subject = SUBJECTS[number % len(SUBJECTS)] + "대장" * (number // len(SUBJECTS))
    texts = [
        (f"{subject} 원장에 적힌 가격이 {50 + number} 이상인 항목의 제목", f"price{number} >= {50 + number}"),
        (f"{30 + number}보다 값이 작은 {subject} 자료는 무엇인지 제목만", f"price{number} < {30 + number}"),
        (f"'도시{number}'라는 제목을 가진 {subject}의 정식 명칭", f"title{number} = '도시{number}'"),
    ]
    question, condition = texts[nth % len(texts)]
    return {
        "id": f"{number}-{nth}",
        "db_id": f"db{number}",
        "question": question,
        "sql": f"SELECT title{number} FROM main{number} WHERE {condition}",
        "ddl": ddl_of(number),
    }


def examined(question: str, gold: str, **more: object) -> Examined:
    """A row as `examine` gives it, without a database."""
    ddl = str(more.get("ddl", "CREATE TABLE t (age INT, name VARCHAR, score INT, sold DATE)"))
    key = str(more.get("key", question))
    return Examined(
        Sourced(EvalCase(key, "db", question, gold, ddl), "test", key), "fine", read_pasted(ddl, None), None, gold
    )
