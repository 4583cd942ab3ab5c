"""Filters over the list: kind of cases, search, and what narrows it down. All of them live in the address bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from workbench.store import reviews
from workbench.store.results import Dimension
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui import safe
from workbench.ui.evaluate import words
from workbench.ui.failures import address as addresses
from workbench.ui.failures.address import HUMAN, SHOWS, Address, Show
from workbench.ui.failures.counting import counts
from workbench.ui.failures.place import go
from workbench.ui.settings import spoken_name

_DIMENSIONS: dict[str, Dimension] = {
    "category": "category",
    "feature": "feature",
    "difficulty": "difficulty",
    "db": "db_id",
    "outcome": "outcome",
}
SHOWS_ICONS: dict[Show, str] = {
    "wrong": ":material/cancel:",
    "disputed": ":material/balance:",
    "changed": ":material/compare_arrows:",
    "all": ":material/list:",
}


def named(filter_name: str, value: str) -> str:
    """One filter value in words, ready to show but not escaped."""
    if filter_name == "human":
        return t(f"failures_page.human_{value}")
    translated: dict[str, Callable[[str], str]] = {
        "category": words.category,
        "feature": words.feature,
        "difficulty": words.difficulty,
        "outcome": words.outcome,
    }
    return translated[filter_name](value) if filter_name in translated else value


def filter_bar(every: Sequence[Run], run: Run, now: Address) -> None:
    """Draws the filters and the chips of those in force."""
    others = {one.id: one for one in every if one.id != run.id and one.set_digest == run.set_digest}
    shows = [show for show in SHOWS if show != "changed" or others]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.session_state["f_show"] = now.show if now.show in shows else "wrong"
        st.segmented_control(
            t("failures_page.show"),
            shows,
            format_func=lambda show: f"{SHOWS_ICONS[show]} {t(f'failures_page.show_{show}')}",
            required=True,
            label_visibility="collapsed",
            wrap=True,
            on_change=lambda: go(now.having(show=st.session_state["f_show"], against=_against(now, others))),
            key="f_show",
        )
        st.session_state["f_q"] = now.q
        st.text_input(
            t("failures_page.search"),
            placeholder=t("failures_page.search"),
            label_visibility="collapsed",
            icon=":material/search:",
            on_change=lambda: go(now.having(q=(st.session_state["f_q"] or "").strip())),
            key="f_q",
            width=260,
        )
    if now.show == "changed" and others:
        _against_choice(now, others)
    st.caption(t(f"failures_page.show_{now.show}_help"))
    with st.expander(t("failures_page.narrow"), icon=":material/filter_alt:", key="narrow"):
        _choices(run, now)
    _chips(now)


def _against(now: Address, others: Mapping[str, Run]) -> str:
    if st.session_state["f_show"] != "changed":
        return ""
    return now.against if now.against in others else next(iter(others), "")


def _against_choice(now: Address, others: Mapping[str, Run]) -> None:
    st.session_state["f_against"] = now.against if now.against in others else next(iter(others))
    st.selectbox(
        t("failures_page.against"),
        list(others),
        format_func=lambda key: f"{others[key].name} · {spoken_name(others[key].model)}" if key in others else key,
        on_change=lambda: go(now.having(against=st.session_state["f_against"])),
        key="f_against",
    )


def _choices(run: Run, now: Address) -> None:
    found = {name: _counts(run, now, dimension) for name, dimension in _DIMENSIONS.items()}
    columns = st.columns(3)
    for number, name in enumerate(_DIMENSIONS):
        with columns[number % 3]:
            _several(now, name, found[name])
    with columns[2]:
        st.session_state["f_human"] = now.human or None
        st.selectbox(
            t("failures_page.filter_human"),
            HUMAN,
            index=None,
            format_func=lambda value: named("human", value),
            placeholder=t("failures_page.any"),
            on_change=lambda: go(now.having(human=st.session_state["f_human"] or "")),
            key="f_human",
        )
    tags = list(dict.fromkeys([*reviews.all_tags(), *([now.tag] if now.tag else [])]))
    if tags:
        with columns[0]:
            st.session_state["f_tag"] = now.tag or None
            st.selectbox(
                t("failures_page.filter_tag"),
                tags,
                index=None,
                placeholder=t("failures_page.any"),
                on_change=lambda: go(now.having(tag=st.session_state["f_tag"] or "")),
                key="f_tag",
            )


def _counts(run: Run, now: Address, dimension: Dimension) -> dict[str, int]:
    """How many cases of this kind there are for each value, whatever else is chosen."""
    kind = addresses.filters(Address(run=run.id, show=now.show, against=now.against))
    return {key[0]: n for key, n in counts(run, kind, dimension).items() if key[0]}


def _several(now: Address, name: str, found: Mapping[str, int]) -> None:
    chosen: tuple[str, ...] = getattr(now, name)
    options = sorted({*found, *chosen}, key=lambda value: (-found.get(value, 0), value))
    if name == "difficulty":
        options.sort(key=words.difficulty_order)
    st.session_state[f"f_{name}"] = list(chosen)
    st.multiselect(
        t(f"failures_page.filter_{name}"),
        options,
        format_func=lambda value: f"{named(name, value)} ({found.get(value, 0):,})",
        placeholder=t("failures_page.any"),
        select_all=False,  # its label is English
        on_change=lambda: go(now.having(**{name: tuple(st.session_state[f"f_{name}"])})),
        key=f"f_{name}",
    )


def _chips(now: Address) -> None:
    """What is in force, each to be taken away by itself."""
    if not now.narrowed:
        return
    with st.container(horizontal=True, gap="small", key="chips"):
        for name in _DIMENSIONS:
            for value in getattr(now, name):
                _chip(
                    f"{t(f'failures_page.filter_{name}')}: {named(name, value)}", now.toggled(name, value), name, value
                )
        for name in ("human", "tag", "q"):
            if value := getattr(now, name):
                words_of = f"{t(f'failures_page.filter_{name}')}: {named(name, value)}"
                _chip(words_of, now.having(**{name: ""}), name, value)
        st.button(
            t("failures_page.clear_filters"),
            type="tertiary",
            icon=":material/filter_alt_off:",
            on_click=go,
            args=(Address(run=now.run, show=now.show, against=now.against),),
            key="clear_filters",
        )


def _chip(label: str, without: Address, name: str, value: str) -> None:
    st.button(
        safe.md(label, 60),
        icon=":material/close:",
        icon_position="right",
        help=t("failures_page.remove_filter"),
        on_click=go,
        args=(without,),
        key=f"chip_{name}_{value}",
    )
