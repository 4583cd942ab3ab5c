"""Rules about the texts alone: missing, reserved, in another language, too long."""

from __future__ import annotations

import re
import unicodedata

from workbench.question.link import estimate_tokens
from workbench.text import t
from workbench.train.data.examine import Examined
from workbench.train.data.rules.rule import Settings, of_each

_NONE = frozenset({"", "nan", "na", "n/a", "none", "null", "<na>", "-", "없음"})
_HANGUL = re.compile(r"[가-힣]")
_FOREIGN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u0400-\u04ff\u0600-\u06ff\u0e00-\u0e7f]")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|‘[^’]*’|“[^”]*”|\([^)]*\)")


def _missing(row: Examined, _: Settings) -> str | None:
    case = row.sourced.case
    for name, text in (("question", case.question), ("gold", case.gold)):
        if text.strip().strip(".").casefold() in _NONE:
            return t(f"train.data_missing_{name}")
    return None


def _reserved(row: Examined, _: Settings) -> str | None:
    return t("train.data_reserved") if row.sourced.case.db_id.strip() == "1" else None


def _language(row: Examined, _: Settings) -> str | None:
    """No Hangul outside of quotes, or more letters of another script than of Hangul, or letters that broke."""
    question = unicodedata.normalize("NFC", row.sourced.case.question)
    bare = _QUOTED.sub(" ", question)
    hangul, foreign = len(_HANGUL.findall(bare)), len(_FOREIGN.findall(bare))
    if "\ufffd" in question:
        return t("train.data_broken_letters")
    if not hangul or foreign > hangul:
        return t("train.data_not_korean")
    return None


def _too_long(row: Examined, settings: Settings) -> str | None:
    if row.prompt is None:
        return None
    tokens = sum(estimate_tokens(message.content) for message in row.prompt.messages) + estimate_tokens(row.gold)
    return t("train.data_long", tokens=tokens, limit=settings.tokens) if tokens > settings.tokens else None


MISSING = of_each("missing", _missing)
DB_ID_1 = of_each("db_id_1", _reserved)
"""The published exercise keeps the database numbered 1 for its test."""
LANGUAGE = of_each("language", _language)
TOO_LONG = of_each("too_long", _too_long)
