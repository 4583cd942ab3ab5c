from tests.train.runs.conftest import base, config, dataset, home  # noqa: F401
