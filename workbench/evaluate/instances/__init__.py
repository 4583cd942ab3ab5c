"""Databases made up for gold queries, so that a query that is nearly right gives another result."""

from workbench.evaluate.instances.build import build_instances, empty_golds

__all__ = ["build_instances", "empty_golds"]
