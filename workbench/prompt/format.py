"""Prompt formats: files with a [system] and a [user] part, split where the schema ends.

`workbench` is ours (chat models). `ko_text2sql` is the published Korean exercise's text (onlybooks/llm chapter 6,
shangrilar/ko_text2sql), kept verbatim so that base models and old figures compare.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workbench.llm.chat import Message

_FOLDER = Path(__file__).parent / "formats"
DEFAULT = "workbench"


@dataclass(frozen=True)
class PromptFormat:
    """`user` has the fields {schema}, {hints} and {question}, in that order. `digest` is sha256 of the file (hex)."""

    name: str
    system: str
    user: str
    digest: str


@dataclass(frozen=True)
class Prompt:
    """Messages for a model; `prefix` is the head of the last message that questions on one schema share."""

    messages: tuple[Message, ...]
    prefix: str
    digest: str


@cache
def load_format(name: str = DEFAULT) -> PromptFormat:
    """Read `formats/<name>.md`. Raises FileNotFoundError for an unknown name (a programming error, not a user's)."""
    text = (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    system = ""
    head, _, user = text.partition("[user]\n")
    if head.startswith("[system]\n"):
        system = head.removeprefix("[system]\n").strip()
    return PromptFormat(name, system, user, hashlib.sha256(text.encode()).hexdigest())


def render(
    schema_text: str,
    question: str,
    hints: Sequence[str] = (),
    *,
    name: str = DEFAULT,
) -> Prompt:
    """The prompt for one question. Schema first, question last: everything before the hints can stay in the cache."""
    form = load_format(name)
    before_schema, _, rest = form.user.partition("{schema}")
    before_hints, _, rest = rest.partition("{hints}")
    before_question, _, after_question = rest.partition("{question}")
    prefix = before_schema + schema_text + before_hints
    hint_text = "".join(f"- {hint}\n" for hint in hints)
    user = prefix + hint_text + before_question + question + after_question
    system = (Message("system", form.system),) if form.system else ()
    return Prompt((*system, Message("user", user)), prefix, form.digest)
