"""An empty WORKBENCH_HOME around a measurement: nothing cached, the user's own server and history left alone."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from workbench import settings
from workbench.llm import catalog
from workbench.llm.catalog import CatalogModel
from workbench.llm.embedded.place import place_of
from workbench.llm.embedded.process import release_all
from workbench.sandbox.pool import close_all

_CHANGED = ("WORKBENCH_HOME", "WORKBENCH_MODELS")


@contextlib.contextmanager
def fresh_home() -> Iterator[Path]:
    """A new home that borrows the fetched model files; its model server is stopped at the end."""
    models = settings.model_dir()
    before = {name: os.environ.get(name) for name in _CHANGED}
    with tempfile.TemporaryDirectory(prefix="workbench-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["WORKBENCH_HOME"], os.environ["WORKBENCH_MODELS"] = folder, str(models)
        try:
            yield Path(folder)
        finally:
            stop_server()
            release_all()
            close_all()
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


def default_model() -> CatalogModel:
    return catalog.default_model()


def server_pid() -> int | None:
    """Process of this home's model server, None while none runs."""
    address = place_of(default_model()).address()
    return address.pid if address is not None and psutil.pid_exists(address.pid) else None


def stop_server() -> None:
    """As a reboot would: the process goes, what it saved on the disk stays."""
    pid = server_pid()
    if pid is None:
        return
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        process.terminate()
        try:
            process.wait(20)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(20)
