"""비교: train the same data with several settings, and see which of them pay."""

from workbench import ui
from workbench.ui.train.sweeps_body import sweeps_page

page = ui.open_page("sweeps")
sweeps_page(page)
