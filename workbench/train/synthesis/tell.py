"""The Korean question for a query: a model says in one sentence what the SQL asks for."""

from __future__ import annotations

import re

from workbench.llm.chat import ChatModel, GenerateOptions, Message
from workbench.prompt.schema_text import prompt_schema
from workbench.schema.model import Schema
from workbench.sql.describe import describe
from workbench.text import use_language

_SYSTEM = (
    "You write the Korean question that a person would ask to get the result of the given SQL query. "
    "One natural, complete Korean sentence. Say every condition, number, value, order and limit of the query exactly; "
    "keep values as written. Use everyday Korean words instead of table and column names. Never mention SQL. "
    "Output only the question."
)
_STYLES = (
    "정중하게 묻는 말투 (…인가요?)",
    "부탁하는 말투 (…보여 주세요)",
    "동료에게 묻는 말투 (…알려줘)",
    "짧은 업무 메모 말투 (명사로 끝남)",
)
_LABEL = re.compile(r"^\s*(?:질문|Question|한국어 질문)\s*[:：]\s*", re.IGNORECASE)
_WRAPPED = re.compile(r"^[\"“`]([^\"“”`]*)[\"”`]$")
_HANGUL = re.compile(r"[가-힣]")
_NOT_A_QUESTION = re.compile(r"\b(?:SELECT|FROM|WHERE|JOIN)\b|```|SQL|쿼리", re.IGNORECASE)


def tell(sql: str, schema: Schema, model: ChatModel, seed: int) -> str | None:
    """One Korean question, or None where the model wrote none. Raises ModelError."""
    with use_language("ko"):
        meaning = describe(sql, schema)
    style = _STYLES[seed % len(_STYLES)]
    head = f"### Schema\n{prompt_schema(schema)}\n"
    user = f"{head}\n### SQL\n{sql}\n\n### 뜻\n{meaning}\n\n### 말투\n{style}\n\n### 질문\n"
    messages = (Message("system", _SYSTEM), Message("user", user))
    options = GenerateOptions(max_tokens=120, temperature=0.7, seed=seed, stop=("\n\n", "###"), prefix=head)
    return _question(model.generate(messages, options).text())


def _question(text: str) -> str | None:
    line = next((line for line in text.strip().splitlines() if line.strip()), "")
    line = _WRAPPED.sub(r"\1", _LABEL.sub("", line).strip())
    is_one = 6 <= len(line) <= 200 and len(_HANGUL.findall(line)) >= 4 and not _NOT_A_QUESTION.search(line)
    return line if is_one else None
