"""May this text run? Exactly one read-only query over tables of the schema, with functions from a list; else no."""

from workbench.sql.policy.judge import INVALID_CODES, judge, status

__all__ = ["INVALID_CODES", "judge", "status"]
