"""The tiny base and the dataset that trainings are tested with."""

from tests.train.runs.conftest import base, config, dataset, home  # noqa: F401
