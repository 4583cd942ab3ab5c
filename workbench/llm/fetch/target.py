"""The unfinished file beside the cache: how far it is, and what a full disk means for it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from workbench.errors import ModelError
from workbench.llm.catalog import CatalogModel
from workbench.text import t

Stage = Literal["waiting", "local", "hub", "parts", "verifying"]
BLOCK = 1 << 20
_RESERVE = 64 << 20
"""Bytes left free on the disk after fetching: a machine with 0 bytes free breaks everything else."""


@dataclass(frozen=True)
class FetchProgress:
    """`done` of `total` bytes of the model file in this stage."""

    stage: Stage
    done: int
    total: int


Report = Callable[[FetchProgress], None]


class Refused(Exception):
    """This source cannot give the file; the next one may."""


@dataclass
class Target:
    """The file under construction, `<file>.partial`, and its journal of finished parts.

    Bytes of the partial file are always a leading part of the model file, whichever source wrote them, so the hub
    resumes at any byte; the parts resume where the journal says, because only whole parts have known places.
    """

    model: CatalogModel
    report: Report
    path: Path = field(init=False)
    work: Path = field(init=False)

    def __post_init__(self) -> None:
        self.path = self.model.path.with_name(self.model.file + ".partial")
        self.work = self.model.path.with_name(f".{self.model.file}.parts")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def require_space(self, extra: int) -> None:
        """Raises ModelError unless the rest of the file and `extra` bytes fit on the disk."""
        need = max(0, self.model.bytes - self.size) + extra + _RESERVE
        free = shutil.disk_usage(self.path.parent).free
        if free < need:
            raise ModelError(self.full_message(need, free))

    def full_message(self, need: int | None = None, free: int | None = None) -> str:
        need = max(0, self.model.bytes - self.size) + _RESERVE if need is None else need
        free = shutil.disk_usage(self.path.parent).free if free is None else free
        return t("llm.disk_full", need=f"{need / 1e9:.1f}", free=f"{free / 1e9:.1f}", folder=str(self.path.parent))

    @contextlib.contextmanager
    def appending(self, offset: int) -> Iterator[Callable[[bytes], None]]:
        """A function that appends blocks from `offset` on; refuses to grow past the catalogued size."""
        with self.path.open("r+b" if self.path.exists() else "w+b") as file:
            file.truncate(offset)
            file.seek(offset)
            at = offset

            def append(block: bytes) -> None:
                nonlocal at
                at += len(block)
                if at > self.model.bytes:
                    raise Refused("too large")
                file.write(block)

            yield append
            file.flush()
            os.fsync(file.fileno())

    def journal(self) -> list[int]:
        """Sizes in bytes of the parts that are wholly in the partial file; empty where none or unusable."""
        try:
            sizes = json.loads((self.work / "journal.json").read_text(encoding="utf-8"))
            good = isinstance(sizes, list) and all(isinstance(size, int) and size > 0 for size in sizes)
        except (OSError, ValueError):
            return []
        return sizes if good and sum(sizes) <= self.size else []

    def note(self, sizes: list[int]) -> None:
        """Write the journal after the part's bytes are on the disk, so a kill in between repeats one part."""
        fresh = self.work / "journal.new"
        fresh.write_text(json.dumps(sizes), encoding="utf-8")
        os.replace(fresh, self.work / "journal.json")

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self.clean()

    def clean(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
