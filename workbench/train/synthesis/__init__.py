"""New training questions: SQL of chosen patterns written by code, the Korean by a model, checked by a second pass."""

from workbench.train.synthesis.make import Counts, SynthesisPlan, synthesize
from workbench.train.synthesis.patterns import PATTERNS, weak_patterns

__all__ = ["PATTERNS", "Counts", "SynthesisPlan", "synthesize", "weak_patterns"]
