"""Starting confined children: one template process per application process, which forks them."""

from __future__ import annotations

import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbench.errors import SandboxError
from workbench.sandbox.template import Template
from workbench.settings import SANDBOX
from workbench.text import t

_SCRIPT = Path(__file__).parent / "child" / "__main__.py"


class Launcher:
    """Owns the template process and the folder that the children write to. Safe for threads."""

    def __init__(self) -> None:
        self._template = Template(
            lambda control, folder: [sys.executable, "-I", "-B", str(_SCRIPT), str(control), str(folder)]
        )

    def start(self) -> None:
        """Start the template without waiting for it; does nothing when it runs."""
        _require_fork()
        self._template.start()

    def fork(self, database: Path | None) -> tuple[socket.socket, int, Path]:
        """A new child: its socket, process id and own folder. Raises SandboxError where none can be started."""
        _require_fork()
        pairs: list[tuple[socket.socket, socket.socket]] = []
        folders: list[Path] = []

        def offer(base: Path) -> tuple[dict[str, Any], Sequence[int]]:
            pairs.append(socket.socketpair())
            folders.append(Path(tempfile.mkdtemp(dir=base)))
            order = {"database": str(database or ""), "folder": str(folders[-1]), "limits": _limits()}
            return order, [pairs[-1][1].fileno()]

        pid = self._template.ask(offer)
        for ours, theirs in pairs:
            theirs.close()
            if pid is None or ours is not pairs[-1][0]:
                ours.close()
        if pid is None:
            raise SandboxError(t("sandbox.not_started"))
        return pairs[-1][0], pid, folders[-1]

    def stop(self) -> None:
        """End the template, and with it every child; remove their folder."""
        self._template.stop()


def _require_fork() -> None:
    if sys.platform == "win32":
        raise SandboxError(t("sandbox.not_here"))


def _limits() -> dict[str, int]:
    return {
        "address_space_mb": SANDBOX.address_space_mb,
        "file_mb": 2 * SANDBOX.temp_mb,  # above DuckDB's own cap, whose error says more
        "open_files": SANDBOX.open_files,
        "memory_mb": SANDBOX.memory_mb,
        "temp_mb": SANDBOX.temp_mb,
        "threads": SANDBOX.threads,
    }
