"""Deterministic repair of a query that DuckDB does not bind, by the schema model and its keys."""

from workbench.sql.repair.loop import Binds, Repaired, repair

__all__ = ["Binds", "Repaired", "repair"]
