import pytest

from tests.train.runs.conftest import base, config, dataset, fake, home  # noqa: F401


@pytest.fixture(autouse=True)
def uncompared(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fitting faked has no weights that could be asked."""
    monkeypatch.setattr("workbench.train.runs.worker.compare_all", lambda *_: None)
