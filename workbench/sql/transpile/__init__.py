"""SQL of any pasted dialect → DuckDB, and DuckDB → the company's dialect."""

from workbench.sql.transpile.inward import to_duckdb
from workbench.sql.transpile.outward import from_duckdb
from workbench.sql.transpile.transpiled import Transpiled

__all__ = ["Transpiled", "from_duckdb", "to_duckdb"]
