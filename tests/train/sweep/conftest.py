from tests.train.runs.conftest import base, config, dataset, fake, home  # noqa: F401
