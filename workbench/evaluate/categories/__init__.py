"""Why an answer is wrong: structural differences between two queries, and one category with its evidence."""

from workbench.evaluate.categories.categorize import categorize
from workbench.evaluate.categories.compare import differences
from workbench.evaluate.categories.finding import Difference

__all__ = ["Difference", "categorize", "differences"]
