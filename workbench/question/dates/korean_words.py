"""The words and regular expressions that Korean date phrases are made of."""

from __future__ import annotations

import re

SP = "[ \u00a0]{0,2}"

_PARTICLES = (
    "에서부터|에서|에게|에|엔|의|은|는|이랑|이나|이고|이며|인|이|가|을|를|로|으로|부터|까지|동안|간|중|내|도|와|과|랑|보다|만|분|치|자"
    "|기준|이후|이전|이래|전|후|초|말|쯤|경|께|현재|들어|들어서|대비|및|또는|마다|사이|한정|한달|요"
)
NOUNS = (
    "매출|판매|주문|가입|결제|실적|방문|접속|신규|입사|퇴사|출고|입고|반품|환불|배송|생산|급여|발주|계약|수익|비용|예산|재고|등록"
    "|탈퇴|이용|거래|예약|취소|지출|수입|사용|발생|출시|수주|납품|문의|로그인|구매|전체|누적|평균|합계|데이터|총"
)
STRICT = rf"(?=$|[^가-힣A-Za-z0-9]|(?:{_PARTICLES}){{1,3}}(?![가-힣])|(?:{NOUNS}))"
"""What may follow a phrase that is also the head of other words: 3월|에 but 3월|드컵, 이번 주|의 but 이번 주|문."""

BEFORE_DIGITS = r"(?<![0-9A-Za-z가-힣_.,#-])(?<!제)"
"""A number that begins here, and not inside a product code, a decimal or another word."""
BEFORE_WORD = r"(?<![가-힣A-Za-z0-9])"

RECURRING = re.compile(r"(?:매년|매해|해마다|매월|매달|달마다|매주|매일|매분기)(?:의)? {0,2}$")
"""`매년 3월`, `매월 말`: no one period."""


def _table(words_by_value: dict[int, str]) -> dict[str, int]:
    return {word: value for value, words in words_by_value.items() for word in words.split("|")}


YEARS_BACK = _table(
    {
        0: "올해|금년|금년도|이번 해|이번 년도|이번 연도|올|올 한 해|당해년도|당해 연도|올 해",
        -1: "작년|작년도|지난 한 해|지난해|지난 해|전년|전년도|지난 년도|지난 연도|직전 연도",
        -2: "재작년|재작년도|지지난해|지지난 해|전전년|전전년도|그러께",
        1: "내년|내년도|다음 해|명년",
        2: "내후년|후년",
    }
)
MONTHS_BACK = _table(
    {
        0: "이번 달|이달|이 달|당월|금월|요번 달|이번 월",
        -1: "지난달|지난 달|저번 달|전월|직전 월|직전 달|먼젓달",
        -2: "지지난달|지지난 달|저저번 달|전전월|전전달",
        1: "다음 달|내달|익월|차월",
        2: "다다음 달",
    }
)
WEEKS_BACK = _table(
    {
        0: "이번 주|금주|요번 주",
        -1: "지난주|지난 주|저번 주|직전 주",
        -2: "지지난주|지지난 주|저저번 주|전전주",
        1: "다음 주|내주",
        2: "다다음 주",
    }
)
QUARTERS_BACK = _table(
    {
        0: "이번 분기|당분기|당 분기|금분기|현 분기|올 분기",
        -1: "지난 분기|저번 분기|전 분기|직전 분기|이전 분기",
        -2: "지지난 분기|전전 분기",
        1: "다음 분기|차분기",
        2: "다다음 분기",
    }
)
DAYS_BACK = _table(
    {
        -3: "그끄저께|그끄제",
        -2: "그저께|그제|엊그제|엊그저께",
        -1: "어제|어저께|전일|작일",
        0: "오늘|금일",
        1: "내일|명일",
        2: "모레|내일모레",
        3: "글피",
    }
)
SPANS_IN_DAYS = _table(
    {
        1: "하루",
        2: "이틀",
        3: "사흘",
        4: "나흘",
        5: "닷새",
        6: "엿새",
        7: "이레",
        8: "여드레",
        9: "아흐레",
        10: "열흘",
        15: "보름",
    }
)
_NATIVE_COUNTS = _table(
    {
        1: "한",
        2: "두",
        3: "세|석|서",
        4: "네|넉",
        5: "다섯",
        6: "여섯",
        7: "일곱",
        8: "여덟",
        9: "아홉",
        10: "열",
        12: "열두",
    }
)
SINO_COUNTS = _table(dict(enumerate("일 이 삼 사 오 육 칠 팔 구 십 십일 십이".split(), 1)))
COUNTS = _NATIVE_COUNTS | SINO_COUNTS
ORDINALS = _table(
    {1: "첫째|첫번째|첫", 2: "둘째|두번째", 3: "셋째|세번째", 4: "넷째|네번째", 5: "다섯째|다섯번째", -1: "마지막"}
)
WEEKDAYS = "월화수목금토일"
SEASONS = {"봄": 1, "여름": 2, "가을": 3, "겨울": 4}


def words(table: dict[str, int]) -> str:
    """The words of a table as one alternation, longest first; a space in a word may be missing or doubled."""
    return "|".join(word.replace(" ", SP) for word in sorted(table, key=len, reverse=True))


def look_up(table: dict[str, int], written: str) -> int:
    """The table's entry for a word as it was written, whatever its spaces."""
    squeezed = "".join(written.split())
    return next(value for word, value in table.items() if word.replace(" ", "") == squeezed)
