"""A query explained in everyday words, made from its AST and never by a model."""

from workbench.sql.describe.query import describe

__all__ = ["describe"]
