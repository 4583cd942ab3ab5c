"""학습: choose data, see it cleaned, train a small model, and use it where it is better."""

from workbench import ui
from workbench.ui.train.body import train

page = ui.open_page("train")
train(page)
