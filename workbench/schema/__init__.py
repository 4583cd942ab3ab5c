"""The schema model: read from DDL or a database, rendered as DuckDB DDL, prompt text and an ER picture."""
