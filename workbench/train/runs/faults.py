"""What went wrong in a training, said so that the reader knows what to do next."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from workbench import settings
from workbench.errors import ModelError, WorkbenchError
from workbench.llm.hf_loading import out_of_memory
from workbench.store.trainings import Training
from workbench.text import t
from workbench.train.config import TrainConfig
from workbench.train.estimate.size import disk_bytes

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FULL_WORDS = (
    "no space left on device",
    "disk quota exceeded",
    "enforce fail at inline_container",
    "file write failed",
)
"""How safetensors (Rust) and torch's own writer tell of a full disk: neither raises an OSError with a number."""
_NETWORK = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "ProtocolError", "ChunkedEncodingError")
_NETWORK_WORDS = ("connection reset", "connection broken", "incompleteread", "incomplete read", "timed out")


def explain(error: BaseException, training: Training) -> str:
    """One message for `error`: what happened, and what to change."""
    if isinstance(error, WorkbenchError):
        return error.message
    chain = tuple(_chain(error))
    if any(map(out_of_memory, chain)) or any("can't allocate memory" in str(one).lower() for one in chain):
        return _no_memory(training)
    if any(map(_is_full_disk, chain)):
        return t("train.run_disk_full", folder=training.folder)
    if any(map(_is_network, chain)):
        return t("train.run_download", base=training.base)
    log = settings.state_dir() / "training.log"
    return t("train.run_unexpected", reason=f"{type(error).__name__}: {str(error).strip()[:200]}", log=log)


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _no_memory(training: Training) -> str:
    from workbench.train.fit.run import no_memory
    from workbench.train.runs.start import config_of

    return no_memory(MemoryError(), config_of(training)).message


def _is_full_disk(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    return any(words in str(error).lower() for words in _FULL_WORDS)


def _is_network(error: BaseException) -> bool:
    kinds = {kind.__name__ for kind in type(error).__mro__}
    return not kinds.isdisjoint(_NETWORK) or any(words in str(error).lower() for words in _NETWORK_WORDS)


def require_room(config: TrainConfig, folder: Path) -> None:
    """Raises ModelError where checkpoints would fill the disk: said before hours of work rather than after."""
    need, free = disk_bytes(config), shutil.disk_usage(folder).free
    if free < need:
        amounts = {"need": f"{need / 1e9:.1f}", "free": f"{free / 1e9:.1f}"}
        raise ModelError(t("train.run_no_room", folder=folder, **amounts))
