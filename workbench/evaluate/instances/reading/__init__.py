"""Gold SQL to goals: which rows must stand together, and which conditions tell them from others."""

from workbench.evaluate.instances.reading.goal import Atom, Cell, Goal, Reading, Threshold, Use
from workbench.evaluate.instances.reading.read import read_gold

__all__ = ["Atom", "Cell", "Goal", "Reading", "Threshold", "Use", "read_gold"]
