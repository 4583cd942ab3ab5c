"""Third of three choices: a judge beside the figures, or none; what it will cost, and how far it can be believed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.evaluate.case import EvalCase, QuestionSet
from workbench.evaluate.client.encoding import counter_for
from workbench.evaluate.client.tokens import most_tokens
from workbench.evaluate.judge.cost import Estimate, estimate, price_of
from workbench.evaluate.judge.model import is_weak
from workbench.evaluate.judge.requests import make_requests
from workbench.evaluate.judge.row import JudgeRow
from workbench.evaluate.judge.rubric import load_rubric
from workbench.llm import select
from workbench.text import t
from workbench.ui import safe
from workbench.ui.evaluate import words
from workbench.ui.page import show_problem
from workbench.ui.settings import spoken_name

RUBRICS = ("v1", "v2")
_NONE = "none"
_SAMPLE = 200
"""Requests made for an estimate; the rest is scaled up. 40,000 of them would take ten seconds."""
_ANSWER_TOKENS = {"v1": 12, "v2": 120}
"""`{"resolve_yn": "yes"}`; with a reason and a category."""


@dataclass(frozen=True)
class Judge:
    """`model` is empty for no judge."""

    model: str = ""
    rubric: str = ""


def judge_choice(questions: QuestionSet | None) -> Judge:
    rubric = st.segmented_control(
        t("evaluate_page.judge"),
        [_NONE, *RUBRICS],
        default=_NONE,
        format_func=lambda name: t(f"evaluate_page.judge_{name}"),
        required=True,
        label_visibility="collapsed",
        key="judge_rubric",
    )
    st.caption(t(f"evaluate_page.judge_{rubric}_help"))
    if rubric not in RUBRICS:
        return Judge()
    names = list(select.model_names())
    model = st.selectbox(
        t("evaluate_page.judge_model"), names, format_func=_named, index=_strongest(names), key="judge_model"
    )
    if model not in names:
        return Judge()
    if is_weak(model):
        st.warning(t("evaluate_page.weak_judge_help"), icon=":material/balance:")
    elif questions is not None:
        try:
            _cost(model, rubric, questions)
        except WorkbenchError as error:
            show_problem(error)
    return Judge(model, rubric)


def _named(model: str) -> str:
    return f"{spoken_name(model)} · {t('evaluate_page.weak_judge')}" if is_weak(model) else spoken_name(model)


def _strongest(names: list[str]) -> int:
    """A served model where there is one."""
    return next((number for number, name in enumerate(names) if not is_weak(name)), 0)


def _cost(model: str, rubric: str, questions: QuestionSet) -> None:
    found = _estimated(model, rubric, questions)
    facts = t("evaluate_page.judge_size", requests=f"{found.requests:,}", tokens=f"{found.prompt_tokens:,}")
    if found.cost is None:
        st.info(
            f"{facts}  \n{t('evaluate_page.no_price', model=safe.md(spoken_name(model), 60))}",
            icon=":material/payments:",
        )
        return
    price = price_of(model)
    day = f"{price.listed:%Y-%m-%d}" if price is not None else ""
    st.info(
        f"{facts}  \n{t('evaluate_page.judge_cost', cost=safe.md(words.dollars(found.cost)), day=safe.md(day))}",
        icon=":material/payments:",
    )


def _estimated(model: str, rubric: str, questions: QuestionSet) -> Estimate:
    """Upper estimate: gold stands for the answers that are still to come, and every one of them passes the gate."""
    total = len(questions.cases)
    step = max(total // _SAMPLE, 1)
    sample = questions.cases[::step]
    made = make_requests([_row(case) for case in sample], load_rubric(rubric), model, "estimate")
    found = estimate(model, (one.body for one in made.requests), _counter(model), _ANSWER_TOKENS[rubric])
    scale = total / max(len(sample), 1)
    return replace(
        found,
        requests=total,
        prompt_tokens=round(found.prompt_tokens * scale),
        completion_tokens=round(found.completion_tokens * scale),
        cost=None if found.cost is None else found.cost * scale,
    )


def _counter(model: str) -> Callable[[str], int]:
    exact = counter_for(model.removeprefix("openai:"))
    return exact if exact is not None else lambda text: math.ceil(most_tokens(text))


def _row(case: EvalCase) -> JudgeRow:
    return JudgeRow(case.id, case.question, case.ddl, case.gold, case.gold)
