"""Everything that draws: each module is one part of a page. Only this folder, pages/ and app.py import streamlit."""

from workbench.ui.page import open_page

__all__ = ["open_page"]
