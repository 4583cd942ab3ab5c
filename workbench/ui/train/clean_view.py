"""Second step: what cleaning did, rule by rule with examples and switches, and what was kept apart or leaked."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.text import t
from workbench.train import building
from workbench.train.building import Building
from workbench.train.data import DataReport, report_of
from workbench.train.data.plan import PRESETS
from workbench.train.data.report import Example, RuleReport
from workbench.ui import safe
from workbench.ui.page import show_problem


def clean_view(chosen: Building) -> bool:
    """True where the dataset is as the switches say, so that it can be trained on."""
    st.subheader(t("train_page.step_clean"), anchor=False)
    report = report_of(chosen.folder)
    _counts(report)
    _apart(report)
    rules, preset = _switches(chosen, report)
    if rules == chosen.plan.rules:
        return True
    st.info(t("train_page.rules_changed"), icon=":material/rule_settings:")
    if st.button(t("train_page.clean_again"), type="primary", icon=":material/cleaning_services:", key="clean_again"):
        try:
            building.begin(dataclasses.replace(chosen.plan, rules=rules, preset=preset))  # type: ignore[arg-type]
        except WorkbenchError as error:
            show_problem(error)
        else:
            st.rerun()
    return False


def _counts(report: DataReport) -> None:
    read = sum(source.read for source in report.sources)
    removed = sum(rule.removed for rule in report.rules)
    leaked = sum(leak.schemas + leak.questions for leak in report.leaks)
    figures = {
        "read": read,
        "cleaned": removed,
        "apart": report.held_out + report.held_out_unused,
        "leaked": leaked,
        "learnt": report.rows,
    }
    with st.container(horizontal=True, gap="small", key="clean_counts"):
        for name, count in figures.items():
            with st.container(width=150, gap=None):
                st.metric(t(f"train_page.count_{name}"), f"{count:,}", help=t(f"train_page.count_{name}_help"))
    if skipped := sum(source.skipped for source in report.sources):
        st.caption(t("train_page.skipped_rows", count=f"{skipped:,}"))
    if not report.rows:
        st.warning(t("train_page.nothing_left"), icon=":material/search_off:")


def _apart(report: DataReport) -> None:
    """What is kept for the examination, and what would have been learnt by heart, in plain words."""
    if report.held_out:
        databases, asked = len(report.held_out_databases), f"{report.held_out:,}"
        st.markdown(f":material/school: {t('train_page.held_out', databases=databases, questions=asked)}")
    else:
        st.warning(t("train_page.no_held_out"), icon=":material/school:")
    leaked = sum(leak.schemas + leak.questions for leak in report.leaks)
    if not leaked:
        st.markdown(f":material/shield: {t('train_page.no_leaks')}")
        return
    st.markdown(f":material/shield: {t('train_page.leaks', count=f'{leaked:,}')}")
    with st.expander(t("train_page.leak_examples"), icon=":material/list:", key="leak_examples"):
        for leak in report.leaks:
            name = t(f"train_page.guard_{leak.guard}") if leak.guard in ("held_out", "sample") else leak.guard
            count = f"{leak.schemas + leak.questions:,}"
            st.caption(safe.md(t("train_page.leak_of", name=name, count=count)))
            _examples(leak.examples)


def _switches(chosen: Building, report: DataReport) -> tuple[frozenset[str], str]:
    """The rules that are on by now, and the preset they began as."""
    with st.expander(t("train_page.rules"), icon=":material/cleaning_services:", expanded=True, key="rules"):
        preset = st.segmented_control(
            t("train_page.preset"),
            list(PRESETS),
            default=chosen.plan.preset,
            format_func=lambda name: t(f"train_page.preset_{name}"),
            required=True,
            label_visibility="collapsed",
            key=f"preset_{chosen.folder.name}",
        )
        preset = str(preset) if preset in PRESETS else chosen.plan.preset
        st.caption(t(f"train_page.preset_{preset}_help"))
        begun = chosen.plan.rules if preset == chosen.plan.preset else PRESETS[preset]
        found = [rule for rule in report.rules if rule.found]
        clear = [rule for rule in report.rules if not rule.found]
        on = {rule.code for rule in found if _rule(rule, rule.code in begun, f"{preset}_{chosen.folder.name}")}
        if clear:
            st.caption(
                safe.md(t("train_page.clear_rules", rules=", ".join(t(f"train.data_rule_{one.code}") for one in clear)))
            )
    # A rule that finds nothing keeps its place: switching it changes nothing, and asks nobody.
    return frozenset(on | {rule.code for rule in clear if rule.code in begun}), preset


def _rule(rule: RuleReport, begun: bool, key: str) -> bool:
    """A switch with the count and, behind it, examples."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        count = t("train_page.rule_found", count=f"{rule.found:,}")
        on = st.toggle(
            f"{safe.md(t(f'train.data_rule_{rule.code}'))} :gray[{count}]",
            value=begun,
            width="stretch",
            key=f"rule_{rule.code}_{key}",
        )
        if rule.examples:
            with st.popover(t("train_page.examples"), icon=":material/visibility:", key=f"examples_{rule.code}"):
                _examples(rule.examples)
    return bool(on)


def _examples(examples: Sequence[Example]) -> None:
    for one in examples:
        st.markdown(f"**{safe.md(one.question, 200)}**")
        st.code(one.gold[:2000], language="sql", wrap_lines=True)
        st.caption(safe.md(one.reason, 300))
