"""Question sets: from files, folders, the hub, saved cases, and the one that is shipped."""

from workbench.evaluate.sets.columns import FIELDS, guess_mapping
from workbench.evaluate.sets.digest import digest_of
from workbench.evaluate.sets.read import columns_of, read_set
from workbench.evaluate.sets.shipped import shipped_sets

__all__ = ["FIELDS", "columns_of", "digest_of", "guess_mapping", "read_set", "shipped_sets"]
