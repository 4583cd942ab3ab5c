"""Untrusted SQL runs here: warm child processes with hard limits around DuckDB."""
