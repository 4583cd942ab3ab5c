"""A company's schema of any width: the office's shop among the tables of 25 other departments."""

from __future__ import annotations

import itertools
import random

from tests.benchmarks.gold import office_ddl

_DEPARTMENTS = (
    "hr:인사 pay:급여 acc:회계 mat:자재 prd:생산 qc:품질 eqp:설비 lgs:물류 whs:창고 sal:영업 "
    "ctr:계약 cs:고객센터 mkt:마케팅 pur:구매 fac:시설 sec:보안 edu:교육 ga:총무 leg:법무 rnd:연구 "
    "pat:특허 aud:감사 bud:예산 ast:자산 aff:제휴"
)
_KINDS = (
    "mst:기본 dtl:상세 hist:이력 cd:코드 req:신청 appr:승인 list:내역 sum:집계 dly:일별집계 mly:월별집계 "
    "plan:계획 rslt:실적 file:첨부파일 log:로그 cfg:설정 auth:권한 mgr:담당자 stat:통계 tgt:대상 res:결과 "
    "eval:평가 sched:일정 insp:점검 rqst:요청 proc:처리 asgn:배정 chg:변경 cncl:취소 cost:비용 item:항목 "
    "grp:그룹 cls:분류 std:기준 price:단가 lmt:한도 settle:정산 rpt:보고 noti:알림 memo:메모 bak:백업"
)
_COLUMNS = (
    ("title_nm", "VARCHAR(100)", "제목"),
    ("status_cd", "CHAR(2)", "상태코드(10:등록,20:진행,30:완료,90:취소)"),
    ("use_yn", "CHAR(1)", "사용여부(Y/N)"),
    ("req_dttm", "DATETIME", "요청일시"),
    ("proc_dt", "DATE", "처리일자"),
    ("plan_amt", "DECIMAL(15,0)", "계획금액(원)"),
    ("exec_amt", "DECIMAL(15,0)", "집행금액(원)"),
    ("proc_cnt", "INT", "처리건수"),
    ("remain_qty", "INT", "잔여수량"),
    ("rate_pct", "DECIMAL(5,2)", "비율(%)"),
    ("base_ym", "CHAR(6)", "기준년월"),
    ("mgr_no", "VARCHAR(10)", "담당자번호"),
    ("team_cd", "VARCHAR(10)", "팀코드"),
    ("remark_txt", "VARCHAR(500)", "비고"),
    ("reg_id", "VARCHAR(20)", "등록자"),
    ("reg_dttm", "DATETIME", "등록일시"),
    ("upd_dttm", "DATETIME", "수정일시"),
    ("sort_no", "INT", "정렬순서"),
)
SHOP_TABLES = 8


def company_ddl(tables: int, seed: int = 7) -> str:
    """MySQL DDL of `tables` tables (at least 8); more tables only add to the fewer."""
    chance = random.Random(seed)
    pairs = list(itertools.product(_pairs(_DEPARTMENTS), _pairs(_KINDS)))
    if not SHOP_TABLES <= tables <= SHOP_TABLES + len(pairs):
        raise ValueError(f"from {SHOP_TABLES} to {SHOP_TABLES + len(pairs)} tables")
    others = [_table(department, kind, chance) for department, kind in pairs[: tables - SHOP_TABLES]]
    return "\n\n".join([office_ddl("mysql"), *others])


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(word.partition(":")[0], word.partition(":")[2]) for word in text.split()]


def _table(department: tuple[str, str], kind: tuple[str, str], chance: random.Random) -> str:
    (code, korean), (suffix, what) = department, kind
    name, key = f"tb_{code}_{suffix}", f"{code}_{suffix}_id"
    lines = [f"  `{key}` BIGINT NOT NULL AUTO_INCREMENT COMMENT '{korean}{what}번호'"]
    if suffix != "mst":
        lines.append(f"  `{code}_mst_id` BIGINT NOT NULL COMMENT '{korean}기본번호'")
    chosen = sorted(chance.sample(range(len(_COLUMNS)), chance.randint(4, 10)))
    lines += [f"  `{_COLUMNS[i][0]}` {_COLUMNS[i][1]} COMMENT '{korean} {_COLUMNS[i][2]}'" for i in chosen]
    lines.append(f"  PRIMARY KEY (`{key}`)")
    if suffix != "mst":
        lines.append(
            f"  CONSTRAINT `fk_{code}_{suffix}` FOREIGN KEY (`{code}_mst_id`)"
            f" REFERENCES `tb_{code}_mst` (`{code}_mst_id`)"
        )
    body = ",\n".join(lines)
    return f"CREATE TABLE `{name}` (\n{body}\n) ENGINE=InnoDB COMMENT='{korean} {what}';"
