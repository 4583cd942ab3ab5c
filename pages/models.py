"""모델: what is installed, which is the default, and servers to connect."""

from workbench import ui

page = ui.open_page("models")
