"""모델: what is installed, which is the default, and servers to connect."""

import streamlit as st

from workbench import ui
from workbench.text import t
from workbench.ui.adapters_view import adapters_section, way_back
from workbench.ui.models_view import hugging_face, models, other_default, servers_section
from workbench.ui.settings import language_choice

page = ui.open_page("models")
with st.sidebar:
    language_choice()
st.title(page.title)
st.text(t("models_page.intro"))
other_default()
way_back()
st.header(t("models_page.embedded"))
models()
st.header(t("adapter.page_title"))
st.text(t("adapter.page_intro"))
adapters_section()
st.header(t("models_page.servers"))
st.text(t("models_page.servers_intro"))
servers_section()
st.header("Hugging Face")
st.text(t("models_page.hf_intro"))
hugging_face()
