"""The result file: one line `[request, response]` for each request that has a result, in the order of the requests."""

from __future__ import annotations

import os
from pathlib import Path

from workbench.errors import StoreError
from workbench.evaluate.client.ledger import Ledger
from workbench.text import t


def ledger_path(output: Path) -> Path:
    """Beside the results, so that both are moved together."""
    return output.with_name(output.name + ".ledger")


def write_output(ledger: Ledger, path: Path) -> int:
    """Write the file whole or not at all; returns the number of lines. Raises StoreError when the disk refuses it."""
    path = path.resolve()  # a link stays a link
    part = path.with_name(path.name + ".part")
    count = 0
    try:
        with part.open("wb") as file:
            for request, result in ledger.lines():
                file.write(b"[" + request + b", " + result + b"]\n")
                count += 1
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(t("client.cannot_write", path=path, reason=error.strerror or str(error))) from error
    return count
