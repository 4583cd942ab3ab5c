"""Runs: a question set measured by a worker process that loses nothing and does nothing twice (docs/design/runs.md)."""
