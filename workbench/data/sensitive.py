"""Columns whose values must not be shown to a model, stored in an index or offered as suggestions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

_NAMES = re.compile(
    "주민(등록)?번호|외국인등록번호|여권번호|운전면허|카드번호|계좌번호|비밀번호|암호|전화번호|대표전화|휴대폰|휴대전화|핸드폰|연락처"
    "|팩스|이메일|전자우편|메일주소|인증번호|인증키|토큰|보안코드"
)
_WORDS = frozenset(
    "password passwd pwd pw secret token apikey salt hash phone mobile cellphone hp tel telno telephone fax email mail "
    "ssn rrn jumin juminno residentno passport cvc cvv pin iban credential otp".split()
)
_PAIRS = frozenset(
    {
        ("resident", "no"), ("resident", "number"), ("card", "no"), ("card", "num"), ("card", "number"),
        ("acct", "no"), ("account", "no"), ("account", "number"), ("bank", "account"), ("license", "no"),
        ("cell", "no"), ("api", "key"),
        ("private", "key"), ("access", "key"), ("contact", "no"), ("jumin", "no"), ("rgst", "no"),
    }
)  # fmt: skip

_VALUES = re.compile(
    r"\d{6}-?[0-9*]{7}"  # 주민등록번호, masked or not
    r"|\d{4}([- ]?)[\d*]{4}\1[\d*]{4}\1\d{4}"  # card
    r"|(\+82[- ]?|0)1\d[- .]?\d{3,4}[- .]?\d{4}"  # mobile
    r"|0\d{1,2}[- .)]\d{3,4}[- .]\d{4}"  # land line
    r"|[\w.+-]+@[\w-]+(\.[\w-]+)+"
    r"|\$2[aby]\$\d\d\$.{53}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}"  # password hashes
)


def is_sensitive_name(name: str, comment: str = "") -> bool:
    """Told by the column's name or comment: `MOBILE_NO`, `pwdHash`, `고객 연락처`."""
    plain = unicodedata.normalize("NFC", name)
    # Only what the comment calls the column: in `주문경로(CALL:전화번호 주문)` the rest explains codes.
    label = re.split(r"[(（\[:：,]", unicodedata.normalize("NFC", comment))[0]
    if _NAMES.search(plain.lower()) or _NAMES.search(label.replace(" ", "")):
        return True
    parts = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", plain).lower()
    words = [word for word in re.split(r"[^a-z]+", parts) if word]
    return any(word in _WORDS for word in words) or any(pair in _PAIRS for pair in pairwise(words))


def are_sensitive_values(values: Sequence[str]) -> bool:
    """Told by the values: at least half of (up to 50 of) them look like such data."""
    sample = values[:50]
    return bool(sample) and sum(1 for value in sample if _VALUES.fullmatch(value.strip())) * 2 >= len(sample)
