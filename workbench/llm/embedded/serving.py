"""A model behind an OpenAI-compatible address of this machine, for other programs.

A server of its own, not the one that 질문하기 uses: strangers' requests would throw the schemas out of its slots.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from workbench import settings
from workbench.llm.catalog import CatalogModel
from workbench.llm.embedded.place import Address, Place
from workbench.llm.embedded.process import OpenAt, ServerProcess


@contextlib.contextmanager
def serving(
    model: CatalogModel, port: int, key: str, meanwhile: Callable[[], None]
) -> Iterator[tuple[Address, ServerProcess]]:
    """A running server on 127.0.0.1, and its process; it ends with the block, and soon after a killed holder.

    port: 0 for any free one. meanwhile: is called while the model loads; it may raise to give up. Raises ModelError.
    """
    parent = settings.cache_dir() / "server"
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="open-", dir=parent) as folder:
        process = ServerProcess(model, Place(Path(folder), Path(folder)), OpenAt(port, key))
        try:
            yield process.address(meanwhile), process
        finally:
            process.stop()
