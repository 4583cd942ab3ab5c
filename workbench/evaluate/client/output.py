"""The result file: one line `[request, response]` for each request that has a result, in the order of the requests."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import StoreError
from workbench.evaluate.client.ledger import Ledger
from workbench.store.whole import write_whole
from workbench.text import t
from workbench.text.reason import reason_of


def ledger_path(output: Path) -> Path:
    """Beside the results, so that both are moved together."""
    return output.with_name(output.name + ".ledger")


def write_output(ledger: Ledger, path: Path) -> int:
    """Write the file whole or not at all; returns the number of lines. Raises StoreError when the disk refuses it."""
    try:
        return write_whole(path, (b"[" + request + b", " + result + b"]\n" for request, result in ledger.lines()))
    except OSError as error:
        raise StoreError(t("client.cannot_write", path=path.resolve(), reason=reason_of(error))) from error
