"""The app over a store with a dataset, trainings and a sweep; everything else is as for the other browser tests."""

import pytest

from tests.browser.serving import prepare, serving


@pytest.fixture(scope="session")
def app(tmp_path_factory, model_server):
    home = tmp_path_factory.mktemp("trained")
    prepare(home, model_server, "from tests.pages import training_seed as seed; seed.everything(); seed.a_sweep()")
    with serving(home) as address:
        yield address
