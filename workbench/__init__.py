"""Analyst workbench for Korean Text2SQL: ask, evaluate, train."""

__version__ = "0.1.0"
