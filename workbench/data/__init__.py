"""Rows behind a schema: files, an existing DuckDB file, a shipped sample, or generated example rows."""
