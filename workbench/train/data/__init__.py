"""Data to train on: read, examined, cleaned, split by database, and written with a report."""

from workbench.train.data.build import build_dataset, clean_report
from workbench.train.data.files import read_dataset, report_of
from workbench.train.data.plan import DataPlan, rules_of
from workbench.train.data.report import DataReport

__all__ = ["DataPlan", "DataReport", "build_dataset", "clean_report", "read_dataset", "report_of", "rules_of"]
