"""Made-up Korean people and places for the sample databases. Nothing here belongs to anyone."""

from __future__ import annotations

import random

FAMILY = (
    "김",
    "이",
    "박",
    "최",
    "정",
    "강",
    "조",
    "윤",
    "장",
    "임",
    "한",
    "오",
    "서",
    "신",
    "권",
    "황",
    "안",
    "송",
    "류",
    "홍",
)
FAMILY_WEIGHTS = (21, 15, 8, 5, 5, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1)
MEN = (
    "민준",
    "서준",
    "도윤",
    "예준",
    "시우",
    "주원",
    "지호",
    "준서",
    "현우",
    "지훈",
    "건우",
    "우진",
    "성민",
    "재현",
    "동현",
    "상훈",
)
WOMEN = (
    "서연",
    "서윤",
    "지우",
    "하은",
    "하윤",
    "민서",
    "지유",
    "윤서",
    "채원",
    "수아",
    "지민",
    "은서",
    "다은",
    "예은",
    "미경",
    "수진",
)
ROMAN = {
    "김": "kim", "이": "lee", "박": "park", "최": "choi", "정": "jung", "강": "kang", "조": "cho", "윤": "yoon",
    "장": "jang", "임": "lim", "한": "han", "오": "oh", "서": "seo", "신": "shin", "권": "kwon", "황": "hwang",
    "안": "ahn", "송": "song", "류": "ryu", "홍": "hong",
}  # fmt: skip


def full_name(rng: random.Random, gender: str) -> str:
    return rng.choices(FAMILY, FAMILY_WEIGHTS)[0] + rng.choice(MEN if gender == "M" else WOMEN)


def phone(number: int) -> str:
    """A number of the 0000 exchange, which is given to nobody."""
    return f"010-0000-{number % 10000:04d}"


def email(name: str, number: int) -> str:
    return f"{ROMAN[name[0]]}{number:04d}@example.com"
