"""Data to train on: read, examined, cleaned, split by database, and written with a report."""

from workbench.train.data.build import build_dataset
from workbench.train.data.files import read_dataset
from workbench.train.data.plan import DataPlan

__all__ = ["DataPlan", "build_dataset", "read_dataset"]
