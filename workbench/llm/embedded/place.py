"""Folders and files that the server and its clients agree on, and the server's address card."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from workbench import settings
from workbench.llm.catalog import CatalogModel


@dataclass(frozen=True)
class Address:
    """How to reach the running server. The key is in this 0600 file and nowhere else."""

    pid: int
    port: int
    key: str
    instance: str
    slots: int


@dataclass(frozen=True)
class Place:
    """Files of one model's server, all in a folder only this user can read."""

    folder: Path
    prompts: Path
    """Saved prompt prefixes; they hold schema text as tokens, so the folder is private too."""

    @property
    def server_lock(self) -> Path:
        """Held by the server for its whole life: whoever can take it knows that there is no server."""
        return self.folder / "server.lock"

    @property
    def start_lock(self) -> Path:
        return self.folder / "start.lock"

    @property
    def owners_lock(self) -> Path:
        """Shared by all owners; the server may stop once it can take it alone."""
        return self.folder / "owners.lock"

    @property
    def warm_lock(self) -> Path:
        return self.folder / "warm.lock"

    def slot_lock(self, slot: int) -> Path:
        return self.folder / f"slot-{slot}.lock"

    def reading_lock(self, key: str) -> Path:
        """One of 64: two prefixes that share one only wait for each other."""
        return self.folder / f"reading-{int(key[:8], 16) % 64:02d}.lock"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def _card(self) -> Path:
        return self.folder / "address.json"

    def address(self) -> Address | None:
        try:
            return Address(**json.loads(self._card.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def publish(self, address: Address) -> None:
        fresh = self._card.with_suffix(".new")
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
        fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "w", encoding="utf-8") as file:
            json.dump(asdict(address), file)
        os.replace(fresh, self._card)

    def withdraw(self) -> None:
        self._card.unlink(missing_ok=True)


def place_of(model: CatalogModel) -> Place:
    """The (private) folders of `model`'s server, made where missing."""
    folder = settings.cache_dir() / "server" / model.identity
    prompts = settings.cache_dir() / "prompts" / model.identity
    for path in (folder, prompts):
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.chmod(0o700)
    return Place(folder, prompts)
