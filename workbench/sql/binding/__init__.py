"""DuckDB's own errors as diagnostics."""

from workbench.sql.binding.errors import diagnostics

__all__ = ["diagnostics"]
