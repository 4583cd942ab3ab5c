"""Rows of the HR database: people are hired, promoted, moved, paid, rated, and some leave."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from people import email, full_name, phone
from table import Sheet

TODAY = dt.date(2026, 11, 22)
HOLIDAYS = {dt.date(2026, 9, 24), dt.date(2026, 9, 25), dt.date(2026, 10, 5), dt.date(2026, 10, 9)}
DEPTS = (
    ("D00000", "대표이사실", None, "서울", 2010), ("D10000", "경영지원본부", "D00000", "서울", 2010),
    ("D11000", "인사팀", "D10000", "서울", 2010), ("D12000", "재무회계팀", "D10000", "서울", 2010),
    ("D13000", "총무팀", "D10000", "서울", 2012), ("D20000", "영업본부", "D00000", "서울", 2010),
    ("D21000", "국내영업팀", "D20000", "서울", 2010), ("D22000", "해외영업팀", "D20000", "서울", 2014),
    ("D23000", "영남지사", "D20000", "부산", 2015), ("D30000", "연구개발본부", "D00000", "판교", 2010),
    ("D31000", "플랫폼개발팀", "D30000", "판교", 2010), ("D32000", "데이터팀", "D30000", "판교", 2018),
    ("D33000", "품질관리팀", "D30000", "판교", 2013), ("D34000", "AI연구팀", "D30000", "판교", 2022),
    ("D40000", "생산본부", "D00000", "천안", 2011), ("D41000", "생산1팀", "D40000", "천안", 2011),
    ("D42000", "생산2팀", "D40000", "천안", 2016), ("D50000", "마케팅팀", "D00000", "서울", 2013),
)  # fmt: skip
CLOSED = ("D24000", "호남지사", "D20000", "광주", 2016)
GRADES = (
    ("G1", "임원", 1, 110, 220), ("G2", "부장", 2, 82, 120), ("G3", "차장", 3, 68, 92), ("G4", "과장", 4, 54, 76),
    ("G5", "대리", 5, 43, 60), ("G6", "사원", 6, 33, 46), ("G7", "인턴", 7, 26, 30),
)  # fmt: skip
LOWEST = {code: low * 1_000_000 for code, _, _, low, _ in GRADES}


@dataclass
class Person:
    """One employee while the years are played through."""

    no: str
    name: str
    gender: str
    born: dt.date
    dept: str
    grade: str
    kind: str
    hired: dt.date
    salary: int
    left: dt.date | None = None
    why: str | None = None
    salaries: list[tuple[dt.date, int | None, int, str]] = field(default_factory=list)
    orders: list[tuple[dt.date, str, str | None, str | None, str | None, str | None]] = field(default_factory=list)

    def works_on(self, day: dt.date) -> bool:
        return self.hired <= day and (self.left is None or day <= self.left)

    def salary_on(self, day: dt.date) -> int:
        return [after for at, _, after, _ in self.salaries if at <= day][-1]


def make() -> list[Sheet]:
    rng = random.Random("hr-2026-11-23")
    people = [_hire(rng, number) for number in range(1, 151)]
    for person in people:
        _career(rng, person)
    heads = _heads(people)
    return [
        _depts(heads), _grades(), _emps(rng, people), _salaries(people), _orders(people), _payroll(rng, people),
        _attendance(rng, people), _leave(rng, people, heads), _evals(rng, people, heads),
    ]  # fmt: skip


def _hire(rng: random.Random, number: int) -> Person:
    gender = rng.choices("MF", (56, 44))[0]
    grade = rng.choices(("G1", "G2", "G3", "G4", "G5", "G6", "G7"), (3, 9, 13, 22, 25, 24, 4))[0]
    recent = grade in {"G6", "G7"} or rng.random() < 0.3
    first = dt.date(2023, 3, 1) if recent else dt.date(2012, 1, 2)
    if grade == "G7":
        first = dt.date(2026, 6, 1)
    hired = first + dt.timedelta(days=rng.randint(0, (dt.date(2026, 11, 2) - first).days))
    hired = hired.replace(day=1 if rng.random() < 0.6 else hired.day)
    age = {"G1": 52, "G2": 47, "G3": 42, "G4": 37, "G5": 32, "G6": 27, "G7": 24}[grade] + rng.randint(-3, 4)
    born = dt.date(2026 - age, rng.randint(1, 12), rng.randint(1, 28))
    dept = rng.choice(
        [code for code, _, up, *_ in DEPTS if (up is not None and not code.endswith("0000")) or code == "D50000"]
    )
    if grade == "G1":
        dept = ("D00000", "D10000", "D20000", "D30000", "D40000")[number % 5]
    kind = "30" if grade == "G7" else rng.choices(("10", "20"), (90, 10))[0]
    salary = int(LOWEST[grade] * rng.uniform(1.0, 1.3)) // 100_000 * 100_000
    no = f"{hired.year}{number:04d}"
    return Person(no, full_name(rng, gender), gender, born, dept, grade, kind, hired, salary)


def _career(rng: random.Random, person: Person) -> None:
    """Yearly raises, promotions, moves and leaving, from 2024 (or the hire) on; salaries end at the present one."""
    steps = [dt.date(year, 1, 1) for year in (2024, 2025, 2026) if dt.date(year, 1, 1) > person.hired]
    promoted = None
    if person.grade in {"G3", "G4", "G5"} and steps and rng.random() < 0.4:
        promoted = rng.choice(steps)
    before_grade = f"G{int(person.grade[1]) + 1}"
    amounts = [person.salary]
    for at in reversed(steps):
        amounts.append(int(amounts[-1] / (1.11 if at == promoted else rng.uniform(1.015, 1.05))) // 10_000 * 10_000)
    amounts.reverse()
    person.salaries.append((person.hired, None, amounts[0], "10"))
    for at, before, after in zip(steps, amounts, amounts[1:], strict=False):
        person.salaries.append((at, before, after, "30" if at == promoted else "20"))
    first_grade = before_grade if promoted else person.grade
    first_dept = person.dept
    moved = None
    if (TODAY - person.hired).days > 500 and rng.random() < 0.22:
        moved = max(person.hired, dt.date(2024, 2, 1)) + dt.timedelta(days=rng.randint(60, 440))
        first_dept = rng.choice([code for code, *_ in DEPTS if code != person.dept and not code.endswith("0000")])
    person.orders.append((person.hired, "10", None, first_dept, None, first_grade))
    if moved:
        grade = person.grade if promoted and promoted <= moved else first_grade
        person.orders.append((moved, "20", first_dept, person.dept, grade, grade))
    if promoted:
        dept = person.dept if not moved or moved <= promoted else first_dept
        person.orders.append((promoted, "30", dept, dept, first_grade, person.grade))
    if rng.random() < (0.35 if person.kind == "20" else 0.13) and (TODAY - person.hired).days > 120:
        earliest = max(
            person.hired + dt.timedelta(days=90),
            dt.date(2024, 2, 1),
            moved or person.hired,
            steps[-1] if steps else person.hired,
        )
        if earliest < TODAY:
            person.left = earliest + dt.timedelta(days=rng.randint(0, (TODAY - earliest).days))
            person.why = "20" if person.kind == "20" else rng.choices(("10", "40", "30"), (80, 12, 8))[0]
            person.orders.append((person.left, "90", person.dept, None, person.grade, None))
    person.orders.sort(key=lambda order: order[0])


def _heads(people: list[Person]) -> dict[str, str]:
    """Department → the present employee of the highest grade there, else the head of the department above."""
    heads = {"": min((p.grade, p.hired, p.no) for p in people if p.left is None)[2]}
    for code, _, up, *_ in DEPTS:
        present = sorted((p.grade, p.hired, p.no) for p in people if p.dept == code and p.left is None)
        heads[code] = present[0][2] if present else heads[up or ""]
    return heads


def _depts(heads: dict[str, str]) -> Sheet:
    sheet = Sheet("DEPT", "DEPT_CD DEPT_NM UP_DEPT_CD LOC_NM MGR_EMP_NO OPEN_DT USE_YN")
    for code, name, up, place, year in DEPTS:
        sheet.add(code, name, up, place, heads[code], dt.date(year, 1, 1), "Y")
    code, name, up, place, year = CLOSED
    sheet.add(code, name, up, place, None, dt.date(year, 7, 1), "N")
    return sheet


def _grades() -> Sheet:
    sheet = Sheet("JOB_GRADE", "GRADE_CD GRADE_NM SORT_NO MIN_SAL MAX_SAL")
    for code, name, place, low, high in GRADES:
        sheet.add(code, name, place, low * 1_000_000, high * 1_000_000)
    return sheet


def _emps(rng: random.Random, people: list[Person]) -> Sheet:
    sheet = Sheet(
        "EMP",
        "EMP_NO EMP_NM GENDER_CD BIRTH_DT RESIDENT_NO MOBILE_NO EMAIL DEPT_CD GRADE_CD EMP_TYPE_CD HIRE_DT RETIRE_DT "
        "RETIRE_CD ANNUAL_SAL EDU_CD",
    )
    for number, p in enumerate(people, start=1):
        century = (1 if p.gender == "M" else 2) + (2 if p.born.year >= 2000 else 0)
        resident = f"{p.born:%y%m%d}-{century}******"
        education = rng.choices(("10", "20", "30", "40", "50"), (6, 14, 58, 18, 4))[0]
        sheet.add(
            p.no, p.name, p.gender, p.born, resident, phone(number * 53 + 7), email(p.name, number), p.dept, p.grade,
            p.kind, p.hired, p.left, p.why, p.salary, education if rng.random() > 0.04 else None,
        )  # fmt: skip
    return sheet


def _salaries(people: list[Person]) -> Sheet:
    sheet = Sheet("SAL_HIST", "EMP_NO APPLY_DT BEFORE_SAL AFTER_SAL CHG_CD")
    for p in people:
        for at, before, after, why in p.salaries:
            sheet.add(p.no, at, before, after, why)
    return sheet


def _orders(people: list[Person]) -> Sheet:
    sheet = Sheet("ORD_HIST", "ORD_NO EMP_NO ORD_DT ORD_CD FROM_DEPT_CD TO_DEPT_CD FROM_GRADE_CD TO_GRADE_CD")
    rows = sorted((order[0], p.no, order) for p in people for order in p.orders)
    for number, (at, no, order) in enumerate(rows, start=1):
        sheet.add(number, no, at, *order[1:])
    return sheet


def _payroll(rng: random.Random, people: list[Person]) -> Sheet:
    sheet = Sheet("PAYROLL", "EMP_NO PAY_YM BASE_PAY OT_PAY BONUS DEDUCT_AMT NET_PAY")
    months = [dt.date(2025, month, 25) for month in range(1, 13)] + [dt.date(2026, month, 25) for month in range(1, 11)]
    for day in months:
        for p in people:
            if not p.works_on(day):
                continue
            base = p.salary_on(day) // 12 // 10 * 10
            overtime = 0 if p.grade in {"G1", "G7"} else int(rng.expovariate(1 / 120_000)) // 1000 * 1000
            bonus = base // 2 // 10 * 10 if day.month in (1, 9) and p.kind == "10" else 0
            gross = base + overtime + bonus
            deduct = int(gross * rng.uniform(0.13, 0.19)) // 10 * 10
            sheet.add(p.no, f"{day:%Y%m}", base, overtime, bonus, deduct, gross - deduct)
    return sheet


def _attendance(rng: random.Random, people: list[Person]) -> Sheet:
    sheet = Sheet("ATTENDANCE", "EMP_NO WORK_DT ATT_CD IN_TM OUT_TM OT_MIN")
    late = {p.no: rng.betavariate(1.2, 22) for p in people}
    day = dt.date(2026, 9, 1)
    while day <= TODAY:
        for p in people:
            if day.weekday() >= 5 or day in HOLIDAYS or not p.works_on(day) or rng.random() < 0.04:
                continue
            code = rng.choices(("10", "50", "30", "40"), (86, 11, 2, 1))[0]
            if code == "10" and rng.random() < late[p.no]:
                code = "20"
            if code == "40":
                sheet.add(p.no, day, code, None, None, 0)
                continue
            came = 9 * 60 + (rng.randint(3, 70) if code == "20" else -rng.randint(0, 45))
            over = rng.randint(1, 8) * 30 if code in {"10", "50"} and rng.random() < 0.18 else 0
            went = 18 * 60 + over + rng.randint(0, 20) if code != "30" else rng.randint(13 * 60, 16 * 60)
            sheet.add(p.no, day, code, f"{came // 60:02d}:{came % 60:02d}", f"{went // 60:02d}:{went % 60:02d}", over)
        day += dt.timedelta(days=1)
    return sheet


def _leave(rng: random.Random, people: list[Person], heads: dict[str, str]) -> Sheet:
    sheet = Sheet("LEAVE_REQ", "LEAVE_NO EMP_NO LEAVE_CD START_DT END_DT LEAVE_DAYS STATUS_CD REQ_DT APPR_EMP_NO")
    wanted = []
    for p in people:
        first = max(p.hired + dt.timedelta(days=30), dt.date(2024, 1, 8))
        last = p.left or TODAY + dt.timedelta(days=30)
        for _ in range(int(max(0, (last - first).days) / 365 * rng.uniform(2, 8))):
            wanted.append((first + dt.timedelta(days=rng.randint(0, (last - first).days)), p))
    rows = []
    for start, p in sorted(wanted, key=lambda pair: (pair[0], pair[1].no)):
        while start.weekday() >= 5:
            start += dt.timedelta(days=1)
        kind = rng.choices(("10", "20", "30", "40", "50"), (60, 22, 9, 8, 1))[0]
        days = {
            "10": rng.choice((1, 1, 1, 2, 3, 5)),
            "20": 0.5,
            "30": rng.randint(1, 5),
            "40": rng.randint(1, 5),
            "50": 90,
        }[kind]
        end = start + dt.timedelta(days=int(max(days, 1)) - 1)
        asked = min(start - dt.timedelta(days=rng.randint(0, 21)), TODAY)
        state = "W" if (TODAY - asked).days < 7 and rng.random() < 0.7 else rng.choices("AR", (95, 5))[0]
        boss = heads[p.dept] if heads[p.dept] != p.no else heads["D00000"]
        rows.append((asked, p.no, kind, start, end, days, state, boss if state != "W" else None))
    for number, (asked, no, kind, start, end, days, state, boss) in enumerate(
        sorted(rows, key=lambda r: (r[0], r[1], r[3])), start=1
    ):
        sheet.add(number, no, kind, start, end, days, state, asked, boss)
    return sheet


def _evals(rng: random.Random, people: list[Person], heads: dict[str, str]) -> Sheet:
    sheet = Sheet("EVAL", "EMP_NO EVAL_YEAR HALF_CD SCORE EVAL_GRADE EVAL_EMP_NO")
    talent = {p.no: rng.gauss(80, 7) for p in people}
    for year, half, day in ((y, h, dt.date(y, 6 * h, 28)) for y in (2024, 2025, 2026) for h in (1, 2)):
        if day > TODAY:
            continue
        for p in people:
            if p.kind == "30" or p.grade == "G1" or not p.works_on(day) or (day - p.hired).days < 60:
                continue
            score = round(min(100.0, max(45.0, talent[p.no] + rng.gauss(0, 4))), 2)
            grade = next(
                mark for mark, least in (("S", 92), ("A", 84), ("B", 75), ("C", 66), ("D", 0)) if score >= least
            )
            boss = heads[p.dept] if heads[p.dept] != p.no else heads["D00000"]
            sheet.add(p.no, str(year), str(half), f"{score:.2f}", grade, boss)
    return sheet
