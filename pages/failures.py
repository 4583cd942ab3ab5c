"""오류 살펴보기: the cases that failed, until it is clear what to fix."""

from workbench import ui
from workbench.ui.failures.body import failures

page = ui.open_page("failures")
failures(page)
