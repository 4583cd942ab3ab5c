"""When not to ask the model at all: nothing asked, too much asked, or asked to change data."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from workbench.schema.model import Schema
from workbench.settings import INPUT
from workbench.sql.diagnostic import Status
from workbench.text import t

_CHANGE_VERBS = (
    r"(?:삭제|제거|추가|등록|입력|수정|변경|갱신|업데이트|초기화|드롭|인서트|딜리트)\s*(?:해|하|시켜|바랍|부탁|좀)"
    r"|(?:지워|없애|비워|넣어|고쳐|바꿔)\s*(?:줘|주|라|버려|놔|달라)"
)
_CHANGE_ENGLISH = (
    r"^\s*(?:please\s+)?(?:drop|delete|truncate|update|insert|alter|create|grant)\b"
    r"|\b(?:drop|delete|truncate|update|insert|alter)\s*(?:해|하|시켜)"
    r"|\b(?:drop\s+(?:table|view|schema|database)|delete\s+from|insert\s+into|truncate\s+table|alter\s+table)\b"
)
_ASKS_TO_CHANGE = re.compile(rf"(?:{_CHANGE_VERBS})|{_CHANGE_ENGLISH}", re.IGNORECASE)
_NOT_A_CHANGE = re.compile(
    r"(?:삭제|제거|추가|등록|입력|수정|변경|갱신|업데이트|초기화)\s*(?:한|된|할|했|하지|하기|하는|되)"
)
"""'삭제한 회원', '등록하지 않은 고객', '변경된 가격': a property of the rows, not an order to the database."""
_SHOW_AS = re.compile(
    r"(?:단위|형식|이름|순서|소수점|컬럼|열|표시|만\s*원|백분율|퍼센트)[^.?!]{0,12}(?:바꿔|고쳐|추가해|넣어|변경해)"
)
"""'만 원 단위로 바꿔줘', '열을 하나 추가해줘': about the result, not about the data."""


@dataclass(frozen=True)
class Reason:
    status: Status
    message: str


def decline_reason(question: str, schema: Schema) -> Reason | None:
    """Why this question is not for the model, or None. Decided before the model is even started."""
    text = question.strip()
    if not text or not any(ch.isalnum() for ch in text):
        return Reason("error", t("ask.empty_question"))
    if len(text) > INPUT.question_chars:
        return Reason("limit", t("ask.long_question", length=len(text), limit=INPUT.question_chars))
    if not schema.tables:
        return Reason("error", t("ask.no_tables"))
    if asks_to_change(unicodedata.normalize("NFC", text)):
        return Reason("refused", t("ask.asks_to_change"))
    return None


def asks_to_change(question: str) -> bool:
    """Whether the question orders a change of data. "삭제된 주문 수" does not, "주문을 삭제해줘" does."""
    masked = _SHOW_AS.sub(" ", _NOT_A_CHANGE.sub(" ", question))
    return _ASKS_TO_CHANGE.search(masked) is not None
