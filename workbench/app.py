"""Entry of the web app: `python -m workbench serve` runs this file with Streamlit.

It lies in workbench/ and not beside pages/: next to the entry file Streamlit's old discovery would let a first deep
link run a page without this file (measured; docs/design). Pages still guard themselves with `ui.open_page`.
"""

import streamlit as st

from workbench.settings import ROOT
from workbench.ui import keys
from workbench.ui.page import describe, run_guarded, start_session

PAGES = ("ask", "evaluate", "failures", "train", "sweeps", "models")

start_session()
_pages = {name: st.Page(ROOT / "pages" / f"{name}.py", title=describe(name).title, url_path=name) for name in PAGES}
# The default page of a router lives at "/" alone, and "/ask" would be unknown: so "/" only leads there.
_home = st.Page(lambda: st.switch_page(_pages[PAGES[0]]), title=describe(PAGES[0]).title, url_path="home", default=True)
st.session_state[keys.PAGES] = _pages
run_guarded(st.navigation([_home, *_pages.values()], position="hidden").run)
