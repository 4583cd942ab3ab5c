"""Lint: every rule over one SQL text.

Rules are data (`rules.toml`, `text/*/lint.toml`) and one function each. Severity `error` claims that DuckDB cannot run
the text; `check` drops such a claim when DuckDB's own EXPLAIN proves it wrong.
"""

from workbench.sql.lint.rules import LINT_RULES, Rule, lint, lint_parsed

__all__ = ["LINT_RULES", "Rule", "lint", "lint_parsed"]
