"""A run in three choices: questions, model, judge."""

from __future__ import annotations

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.evaluate.case import QuestionSet
from workbench.evaluate.runs.process import ensure_worker
from workbench.evaluate.runs.start import Plan, start
from workbench.evaluate.sets import digest_of, read_set
from workbench.llm import catalog, select
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui import keys, safe
from workbench.ui.evaluate.judge_choice import judge_choice
from workbench.ui.evaluate.set_choice import set_choice
from workbench.ui.page import show_problem
from workbench.ui.settings import spoken_name

FIRST_SET = "sample"
FIRST_QUESTIONS = 20
"""Enough to see figures and failures; a laptop answers them in a few minutes."""
_ALL = 0


def first_run() -> None:
    """One click for whoever has never measured anything."""
    with st.container(border=True, key="first_run"):
        st.markdown(f"**{t('evaluate_page.first_title', count=FIRST_QUESTIONS)}**")
        st.text(t("evaluate_page.first_text"))
        embedded = catalog.find(catalog.default_name())
        if embedded is not None and not embedded.installed:
            st.warning(t("evaluate_page.no_model", model=safe.md(embedded.name)), icon=":material/memory:")
            if "models" in st.session_state.get(keys.PAGES, {}):
                st.page_link(
                    st.session_state[keys.PAGES]["models"], label=t("evaluate_page.to_models"), icon=":material/memory:"
                )
            return
        if st.button(
            t("evaluate_page.first_go", count=FIRST_QUESTIONS),
            type="primary",
            icon=":material/play_arrow:",
            key="first_go",
        ):
            try:
                with st.spinner(t("evaluate_page.starting")):
                    _begin(Plan(_first_questions()))
            except WorkbenchError as error:
                show_problem(error)
                return
            st.rerun()


def _first_questions() -> QuestionSet:
    """Questions spread over the whole shipped set: its first twenty would be one database's easy ones."""
    whole = read_set(FIRST_SET)
    step = max(len(whole.cases) / FIRST_QUESTIONS, 1)
    chosen = tuple(whole.cases[int(number * step)] for number in range(min(FIRST_QUESTIONS, len(whole.cases))))
    name = t("evaluate_page.part_of", name=whole.name, count=len(chosen))
    return QuestionSet(name, whole.source, chosen, (), digest_of(chosen))


def start_form() -> None:
    """The three choices, the name, and the button."""
    st.subheader(t("evaluate_page.choice_set"), anchor=False)
    questions = set_choice()
    if questions is not None:
        questions = _limited(questions)
    st.subheader(t("evaluate_page.choice_model"), anchor=False)
    names = list(select.model_names())
    model = st.selectbox(
        t("evaluate_page.model"),
        names,
        index=names.index(catalog.default_name()) if catalog.default_name() in names else 0,
        format_func=spoken_name,
        label_visibility="collapsed",
        key="evaluate_model",
    )
    st.subheader(t("evaluate_page.choice_judge"), anchor=False)
    judge = judge_choice(questions)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input(
            t("evaluate_page.name"),
            placeholder=t("evaluate_page.name_example"),
            max_chars=80,
            width=320,
            key="run_name",
        )
        pressed = st.button(
            t("evaluate_page.start"),
            type="primary",
            icon=":material/play_arrow:",
            disabled=questions is None,
            key="start_run",
        )
    # Widgets are limited in the browser only, so that what they give is looked at again before money is spent.
    if pressed and questions is not None and model in names:
        try:
            with st.spinner(t("evaluate_page.starting")):
                run = _begin(
                    Plan(questions, model=model, name=(name or "").strip()[:80], judge=judge.model, rubric=judge.rubric)
                )
        except WorkbenchError as error:
            show_problem(error)
            return
        st.query_params.from_dict({"run": run.id})
        st.rerun()


def _begin(plan: Plan) -> Run:
    run = start(plan)
    ensure_worker()
    return run


def _limited(questions: QuestionSet) -> QuestionSet:
    """All of them, or the first so many."""
    total = len(questions.cases)
    choices = [count for count in (20, 50, 100, 500) if count < total]
    if not choices:
        return questions
    count = st.segmented_control(
        t("evaluate_page.how_many"),
        [*choices, _ALL],
        default=_ALL,
        format_func=lambda n: (
            t("evaluate_page.all_of_them") if n == _ALL else t("evaluate_page.first_of_them", count=n)
        ),
        required=True,
        key=f"how_many_{questions.digest}",
    )
    if not count or count not in choices:
        return questions
    cases = questions.cases[:count]
    name = t("evaluate_page.part_of", name=questions.name, count=count)
    return QuestionSet(name, questions.source, cases, questions.problems, digest_of(cases))
