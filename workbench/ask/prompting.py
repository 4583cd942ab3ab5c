"""The prompt of a question over a workspace: the same text whether it is asked, evaluated or trained on."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from workbench.ask.answer import Answer
from workbench.ask.hints import hint_lines
from workbench.ask.options import ALL_PARTS, Parts
from workbench.ask.workspace import Workspace
from workbench.data.values import ValueIndex
from workbench.prompt.format import Prompt, render
from workbench.prompt.schema_text import prompt_schema
from workbench.question.interpret import interpret
from workbench.question.interpreted import Interpreted
from workbench.question.link import link
from workbench.question.linked import Linked
from workbench.schema.model import Schema

SCHEMA_TOKENS = 4_000
"""Schemas up to this size go whole into the prompt and stay cached; 79 tokens/s makes that 50 s once, in background."""
WIDE_TOKENS = 360
"""A wider schema is cut per question, so its prompt is mostly read anew: 360 tokens are 4 to 5 s, which
keeps a later question within twice the time of a small schema (500 tokens made it 2.4 times)."""


class Tokens(Protocol):
    """What of a model decides how much schema goes into a prompt; every ChatModel is one."""

    @property
    def context_tokens(self) -> int: ...

    def count_tokens(self, text: str) -> int: ...


def fits_whole(schema: Schema, model: Tokens) -> bool:
    """Whether the whole schema goes into every prompt (and so can be read ahead and kept)."""
    return model.count_tokens(prompt_schema(schema)) <= min(SCHEMA_TOKENS, model.context_tokens // 2)


def link_within(interpreted: Interpreted, schema: Schema, values: ValueIndex | None, model: Tokens) -> Linked:
    """Link against the whole schema where it fits the prompt, else cut it to what the question needs."""
    budget = SCHEMA_TOKENS if fits_whole(schema, model) else WIDE_TOKENS
    return link(interpreted, schema, values, budget_tokens=budget, count_tokens=model.count_tokens)


def linked_prompt(
    schema: Schema,
    interpreted: Interpreted,
    linked: Linked,
    previous: Answer | None = None,
    parts: Parts = ALL_PARTS,
) -> Prompt:
    """The prompt for a question that was read and linked. previous: the answer that a follow-up refers to."""
    hints = hint_lines(interpreted, linked, schema, previous, parts)
    return render(prompt_schema(schema, linked.tables), interpreted.question, hints)


def question_prompt(workspace: Workspace, question: str, today: dt.date, model: Tokens) -> Prompt:
    """All steps up to the prompt, as 질문하기 takes them. today: the day that relative dates count from."""
    interpreted = interpret(question, today)
    linked = link_within(interpreted, workspace.schema, workspace.values, model)
    return linked_prompt(workspace.schema, interpreted, linked)
