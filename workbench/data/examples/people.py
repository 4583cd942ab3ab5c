"""Korean words for example rows: Faker's where it has them, lists of ours where it does not.

Contact data is never Faker's: its phone numbers may be somebody's. Ours use the exchange 0000 and example.com.
"""

from __future__ import annotations

import random
from functools import cached_property

from faker import Faker

_ROMAN = (
    "kim", "lee", "park", "choi", "jung", "kang", "cho", "yoon", "jang", "lim", "han", "oh", "seo", "shin", "kwon",
)  # fmt: skip

DEPARTMENTS = (
    "인사팀", "재무팀", "총무팀", "영업1팀", "영업2팀", "마케팅팀", "개발1팀", "개발2팀", "데이터팀", "고객지원팀",
    "구매팀", "품질관리팀", "생산팀", "물류팀", "기획팀", "법무팀", "디자인팀", "해외사업팀",
)  # fmt: skip
POSITIONS = ("사원", "대리", "과장", "차장", "부장", "이사")
CITIES = (
    "서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종", "수원", "성남", "창원", "청주", "전주", "제주",
)  # fmt: skip
PROVINCES = (
    "서울특별시", "경기도", "부산광역시", "인천광역시", "대구광역시", "대전광역시", "광주광역시", "경상남도",
    "충청남도", "강원특별자치도", "제주특별자치도",
)  # fmt: skip
PRODUCTS = (
    "무선 이어폰", "기계식 키보드", "27인치 모니터", "텀블러 500ml", "캔버스 에코백", "수분 크림", "유산균 60캡슐",
    "드립백 커피", "제주 감귤 5kg", "러닝화", "린넨 셔츠", "노트북 거치대", "공기청정기", "전기밥솥",
    "메모리폼 베개", "스테인리스 냄비", "강아지 사료 5kg", "여행용 캐리어", "블루투스 스피커", "선크림 2개입",
    "원목 책상", "사무용 의자", "보조배터리", "우산",
)  # fmt: skip
CATEGORIES = (
    "패션", "뷰티", "식품", "가전", "디지털", "생활용품", "가구", "스포츠", "도서", "유아", "반려동물", "문구",
)  # fmt: skip
BRANDS = ("누리", "한빛", "라온", "산들", "모먼트", "그린셀", "포근홈", "소리온", "데일리핏", "아침한잔")
BANKS = ("가나은행", "다라은행", "마바은행", "사아은행", "우리동네금고")
COLORS = ("검정", "흰색", "회색", "남색", "빨강", "초록", "노랑", "베이지")
COUNTRIES = ("대한민국", "일본", "미국", "중국", "베트남", "독일", "프랑스")
GRADES = ("VIP", "GOLD", "SILVER", "BRONZE")
SENTENCES = (
    "문의하신 내용을 확인했습니다.", "배송이 빨라서 좋았습니다.", "추가 확인이 필요합니다.",
    "요청하신 대로 처리했습니다.", "다음 주에 다시 연락드리겠습니다.", "품질이 기대보다 좋아요.",
    "일정을 조정해 주세요.", "담당자에게 전달했습니다.",
)  # fmt: skip
TITLES = (
    "정기 점검 안내", "신규 기능 소개", "이벤트 안내", "배송 지연 안내", "환불 문의", "사용 방법 문의",
    "주간 보고", "회의록", "계약 검토",
)  # fmt: skip
SCHOOLS = ("가람대학교", "누리대학교", "한솔고등학교", "새봄중학교")
HOSPITALS = ("내과", "외과", "소아과", "정형외과", "피부과", "안과", "치과")


class People:
    """Seeded Korean names, addresses and companies."""

    def __init__(self, seed: int) -> None:
        self._faker = Faker("ko_KR")
        self._faker.seed_instance(seed)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """A pool, drawn once: Faker takes 30 µs a name, a table of 200 rows × 3 name columns should not wait."""
        return tuple(self._faker.name() for _ in range(400))

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        return tuple(self._faker.address().split(" (")[0] for _ in range(200))

    @cached_property
    def companies(self) -> tuple[str, ...]:
        return tuple(sorted({self._faker.company() for _ in range(150)}))

    @cached_property
    def jobs(self) -> tuple[str, ...]:
        return tuple(sorted({self._faker.job() for _ in range(80)}))

    @cached_property
    def districts(self) -> tuple[str, ...]:
        return tuple(sorted({self._faker.borough() for _ in range(80)}))


def email(rng: random.Random, row: int) -> str:
    return f"{rng.choice(_ROMAN)}{row + 1:03d}@example.com"


def login(rng: random.Random, row: int) -> str:
    return f"{rng.choice(_ROMAN)}{row + 1:03d}"


def phone(rng: random.Random, row: int) -> str:
    return f"010-0000-{rng.randint(0, 9999):04d}"


def landline(rng: random.Random, row: int) -> str:
    return f"{rng.choice(('02', '031', '051', '053', '042'))}-000-{rng.randint(0, 9999):04d}"
