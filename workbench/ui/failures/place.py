"""Where the reader is, in the address bar: read at every run, written by callbacks."""

from __future__ import annotations

import streamlit as st

from workbench.ui.failures import address as addresses
from workbench.ui.failures.address import Address


def here() -> Address:
    params = st.query_params
    return addresses.read({name: params.get_all(name) for name in params})


def go(address: Address) -> None:
    """Change the address; in a callback the page then draws the new place, elsewhere `st.rerun` has to follow."""
    st.query_params.from_dict(addresses.written(address))
