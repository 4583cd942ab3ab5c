"""평가: measure a model on a question set, and compare runs."""

from workbench import ui
from workbench.ui.evaluate.body import evaluate

page = ui.open_page("evaluate")
evaluate(page)
