"""Codes explained in comments."""

from __future__ import annotations

import pytest

from workbench.data.codes import codes_in


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("상태(10:접수,20:완료)", [("10", "접수"), ("20", "완료")]),
        ("상태 (10: 접수, 20: 결제 완료, 90: 취소)", [("10", "접수"), ("20", "결제 완료"), ("90", "취소")]),
        ("성별 M=남자, F=여자", [("M", "남자"), ("F", "여자")]),
        ("0-대기 1-완료", [("0", "대기"), ("1", "완료")]),
        ("0:대기 / 1:진행 / 2:완료", [("0", "대기"), ("1", "진행"), ("2", "완료")]),
        ("구분[A:가입|B:해지]", [("A", "가입"), ("B", "해지")]),
        ("남:M, 여:F", [("M", "남"), ("F", "여")]),
        ("사용여부(Y/N)", [("Y", ""), ("N", "")]),
        ("Y/N", [("Y", ""), ("N", "")]),
        ("등급(S,A,B)", [("S", ""), ("A", ""), ("B", "")]),
        ("VIP/GOLD/SILVER", [("VIP", ""), ("GOLD", ""), ("SILVER", "")]),
        ("회원등급(VIP:최우수,GOLD:우수)", [("VIP", "최우수"), ("GOLD", "우수")]),
        ("금액(원)", []),
        ("기준일(YYYY/MM/DD)", []),
        ("급여년월(YYYYMM)", []),
        ("고객번호", []),
        ("", []),
    ],
)
def test_codes_and_their_labels_are_read(comment: str, expected: list[tuple[str, str]]) -> None:
    assert list(codes_in(comment)) == expected
