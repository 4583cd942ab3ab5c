"""Execution accuracy: one answer against one gold on databases with rows."""

from workbench.evaluate.grading.ground import Ground, open_ground
from workbench.evaluate.grading.matching import same_result
from workbench.evaluate.grading.pair import score_pair

__all__ = ["Ground", "open_ground", "same_result", "score_pair"]
