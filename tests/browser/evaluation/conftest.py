"""The app over a store with two finished runs; everything else is as for the other browser tests."""

import pytest

from tests.browser.serving import prepare, serving


@pytest.fixture(scope="session")
def app(tmp_path_factory, model_server):
    home = tmp_path_factory.mktemp("evaluated")
    prepare(home, model_server, "from tests.pages import seed; seed.everything()")
    with serving(home) as address:
        yield address
