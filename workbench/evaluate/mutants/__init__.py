"""Gold queries with one known mistake in each: what instances must tell apart and categories must name."""

from workbench.evaluate.mutants.generate import mutants
from workbench.evaluate.mutants.mutant import Mutant

__all__ = ["Mutant", "mutants"]
