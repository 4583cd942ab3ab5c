"""Execution accuracy: one answer against one gold on databases with rows."""

from workbench.evaluate.grading.ground import Ground, open_ground
from workbench.evaluate.grading.matching import same_result
from workbench.evaluate.grading.pair import ground_or_score, score_pair

__all__ = ["Ground", "ground_or_score", "open_ground", "same_result", "score_pair"]
