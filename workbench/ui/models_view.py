"""The 모델 page: installed files, the default, servers to connect, Hugging Face models."""

from __future__ import annotations

import streamlit as st

from workbench.errors import StoreError, WorkbenchError
from workbench.llm import catalog, choice, digest, speed
from workbench.llm.catalog import CatalogModel
from workbench.store import endpoints
from workbench.store.endpoints import SavedEndpoint
from workbench.text import t
from workbench.ui import model_tasks, safe
from workbench.ui.badges import Colour
from workbench.ui.page import guarded, show_problem
from workbench.ui.settings import spoken_name

POLL_SECONDS = 0.7
STATES: dict[digest.State, tuple[Colour, str]] = {
    "verified": ("green", ":material/verified:"),
    "unchecked": ("gray", ":material/help:"),
    "damaged": ("red", ":material/broken_image:"),
    "missing": ("gray", ":material/cloud_download:"),
}


def models() -> None:
    """A card for every catalogued model file."""
    for model in catalog.bases():
        with st.container(border=True):
            _card(model)


def _card(model: CatalogModel) -> None:
    state = digest.known_state(model).state
    colour, icon = STATES[state]
    is_default = catalog.default_name() == model.name
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{safe.md(model.name)}**", width="content")
        if is_default:
            st.badge(t("models_page.is_default"), icon=":material/star:", color="blue")
        st.badge(t(f"models_page.state_{state}"), icon=icon, color=colour)
    facts = [model_tasks.megabytes(model.bytes), model.licence, model.hub]
    st.caption(" · ".join(safe.md(fact) for fact in facts))
    speed_line(model, state)
    with st.expander(t("models_page.digest"), type="compact"):
        st.code(model.sha256, language=None, wrap_lines=True)
    card_buttons(model, state, is_default)
    task_line(model.name)


def speed_line(model: CatalogModel, state: digest.State) -> None:
    """What was measured on this machine, or that nothing was."""
    measured = speed.known(model.name)
    if measured is not None:
        st.text(t("models_page.measured", read=f"{measured.read:.0f}", write=f"{measured.write:.0f}"))
    elif state != "missing":
        st.caption(t("models_page.not_measured"))


def make_default(name: str, label: str) -> None:
    """A button that makes the model called `name` the default; the one before is remembered."""
    if not st.button(label, key=f"default_{name}"):
        return
    try:
        choice.use(name)
    except WorkbenchError as error:
        show_problem(error)
        return
    st.rerun()


def card_buttons(model: CatalogModel, state: digest.State, is_default: bool) -> None:
    """Fetch what is missing, else choose, measure, check."""
    task = model_tasks.of(model.name)
    busy = task is not None and task.running
    with st.container(horizontal=True, gap="small"):
        if state in ("missing", "damaged"):
            _task_button(model.name, "pull", ":material/download:", busy, primary=True)
            return
        if not is_default:
            make_default(model.name, t("models_page.make_default"))
        _task_button(model.name, "measure", ":material/speed:", busy)
        _task_button(model.name, "verify", ":material/fingerprint:", busy)


def _task_button(name: str, kind: model_tasks.Kind, icon: str, busy: bool, *, primary: bool = False) -> None:
    pressed = st.button(
        t(f"models_page.{kind}"),
        icon=icon,
        disabled=busy,
        type="primary" if primary else "secondary",
        key=f"{kind}_{name}",
    )
    if pressed:
        model_tasks.start(kind, name)
        st.rerun()


def task_line(name: str) -> None:
    """What goes on, or went on, with this model."""
    task = model_tasks.of(name)
    if task is None:
        return
    if task.running:
        _follow(name)
    elif task.problem:
        st.error(safe.paragraphs(task.problem), icon=":material/error:")
    else:
        st.success(safe.md(task.words), icon=":material/check:")


@st.fragment(run_every=POLL_SECONDS)
@guarded
def _follow(name: str) -> None:
    task = model_tasks.of(name)
    if task is None or not task.running:
        st.rerun(scope="app")
    if task.fraction is None:
        st.caption(f":material/hourglass_top: {safe.md(task.words)}")
    else:
        st.progress(min(max(task.fraction, 0.0), 1.0), text=safe.md(task.words))
    if task.kind in ("pull", "verify") and st.button(
        t("models_page.stop"), icon=":material/stop_circle:", key=f"stop_{name}"
    ):
        task.stopping.set()


def servers() -> None:
    """OpenAI-compatible servers: the saved ones, and a form to add one."""
    for endpoint in endpoints.every():
        with st.container(border=True):
            _server(endpoint)
    with st.expander(t("models_page.add_server"), icon=":material/add:"):
        _server_form()


def _server(endpoint: SavedEndpoint) -> None:
    name = f"endpoint:{endpoint.name}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{safe.md(endpoint.name)}**", width="content")
        if catalog.default_name() == name:
            st.badge(t("models_page.is_default"), icon=":material/star:", color="blue")
    key = (
        t("models_page.key_from", variable=endpoint.key_variable) if endpoint.key_variable else t("models_page.no_key")
    )
    st.caption(" · ".join(safe.md(part) for part in (endpoint.base_url, endpoint.model, key)))
    task = model_tasks.of(name)
    with st.container(horizontal=True, gap="small"):
        _task_button(name, "test", ":material/network_check:", task is not None and task.running)
        if catalog.default_name() != name:
            make_default(name, t("models_page.make_default"))
        if st.button(t("models_page.remove"), icon=":material/delete:", type="tertiary", key=f"remove_{name}"):
            endpoints.remove(endpoint.name)
            st.rerun()
    task_line(name)


def _server_form() -> None:
    with st.form("server_form", border=False):
        name = st.text_input(t("models_page.server_name"), placeholder=t("models_page.server_name_example"))
        url = st.text_input(t("models_page.server_url"), placeholder="http://127.0.0.1:8000/v1")
        model = st.text_input(t("models_page.server_model"), placeholder="Qwen/Qwen2.5-Coder-7B-Instruct")
        variable = st.text_input(
            t("models_page.server_key"), placeholder="OPENAI_API_KEY", help=t("models_page.server_key_help")
        )
        if st.form_submit_button(t("models_page.save_and_test"), type="primary", icon=":material/save:"):
            endpoint = SavedEndpoint(*(text.strip() for text in (name, url, model, variable)))
            try:
                endpoints.save(endpoint)
            except WorkbenchError as error:
                show_problem(error)
                return
            model_tasks.start("test", f"endpoint:{endpoint.name}")
            st.rerun()


def hugging_face() -> None:
    """A hub id or a local folder, with an adapter where there is one, as the default model."""
    current = catalog.default_name()
    if current.startswith("hf:"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{safe.md(current.removeprefix('hf:'))}**", width="content")
            st.badge(t("models_page.is_default"), icon=":material/star:", color="blue")
        task = model_tasks.of(current)
        _task_button(current, "test", ":material/network_check:", task is not None and task.running)
        task_line(current)
    with st.form("hf_form", border=False):
        reference = st.text_input(t("models_page.hf_model"), placeholder="beomi/Yi-Ko-6B", key="hf_reference")
        adapter = st.text_input(t("models_page.hf_adapter"), placeholder="./adapters/my-lora", key="hf_adapter")
        if st.form_submit_button(t("models_page.make_default"), icon=":material/star:"):
            _choose_hugging_face((reference or "").strip(), (adapter or "").strip())


def _choose_hugging_face(reference: str, adapter: str) -> None:
    if not reference or "@" in reference:
        st.warning(t("models_page.hf_empty"), icon=":material/edit_note:")
        return
    choice.use(f"hf:{reference}@{adapter}" if adapter else f"hf:{reference}")
    st.rerun()


def other_default() -> None:
    """Say which model answers when it is none of the cards above."""
    name = catalog.default_name()
    if catalog.find(name) is None:
        st.info(t("models_page.default_is", name=safe.md(spoken_name(name))), icon=":material/star:")
        if st.button(t("models_page.back_to_embedded"), key="back_to_embedded"):
            catalog.set_default("")
            st.rerun()


def servers_section() -> None:
    try:
        servers()
    except StoreError as error:
        show_problem(error)
