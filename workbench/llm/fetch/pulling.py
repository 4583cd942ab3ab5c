"""`pull`: one verified model file in the cache, whatever happened before, with as many callers as like to try."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from workbench.errors import ModelError, is_disk_full
from workbench.llm import catalog, digest
from workbench.llm.catalog import CatalogModel
from workbench.llm.fetch import hub, local, parts
from workbench.llm.fetch.target import FetchProgress, Refused, Report, Target
from workbench.text import t
from workbench.text.reason import reason_of


def pull(name: str | None = None, source: Path | None = None, progress: Report | None = None) -> Path:
    """Fetch `name` (None: the default model) unless a verified copy is in the cache; returns the cached file.

    `source` names a local file that must be the model. Raises ModelError saying what to do; what was fetched until
    then stays and the next call goes on from there.
    """
    model = catalog.get(name) if name else catalog.default_model()
    report = progress or (lambda _: None)
    lock = FileLock(model.path.with_name(f".{model.file}.lock"))
    target = Target(model, report)
    try:
        _acquire(lock, target)
        try:
            return _pull_locked(target, source)
        finally:
            lock.release()
    except OSError as error:
        if is_disk_full(error):
            raise ModelError(target.full_message()) from error
        raise ModelError(t("llm.folder_unwritable", folder=str(model.path.parent), reason=reason_of(error))) from error


def _acquire(lock: FileLock, target: Target) -> None:
    while True:
        try:
            lock.acquire(timeout=0.5)
            return
        except Timeout:
            target.report(FetchProgress("waiting", target.size, target.model.bytes))


def _pull_locked(target: Target, source: Path | None) -> Path:
    model = target.model
    state = digest.known_state(model)
    if state.state == "unchecked":
        state = digest.verify(model, lambda done: target.report(FetchProgress("verifying", done, model.bytes)))
    if state.state == "verified":
        return model.path
    if state.state == "damaged":
        model.path.unlink()
    if source is not None:
        _take_named(target, source)
    elif not _take_found(target):
        _take_remote(target)
    os.replace(target.path, model.path)
    digest.record(model, model.sha256)
    target.clean()
    return model.path


def _take_named(target: Target, source: Path) -> None:
    path = source.expanduser()
    path = path / target.model.file if path.is_dir() else path
    if not path.is_file():
        raise ModelError(t("llm.no_such_file", file=str(source)))
    try:
        local.take(target, path)
    except Refused as error:
        raise ModelError(t("llm.wrong_file", file=str(path), name=target.model.name)) from error


def _take_found(target: Target) -> bool:
    for path in local.candidates(target.model):
        try:
            local.take(target, path)
        except Refused:
            continue
        return True
    return False


def _take_remote(target: Target) -> None:
    """The hub, then the parts; a finished file with a wrong digest is deleted, whoever gave it."""
    reasons = []
    for fetch in (_from_hub, _from_parts):
        try:
            fetch(target)
        except Refused as error:
            reasons.append(error)
            continue
        if _digest_fits(target):
            return
        target.discard()
        reasons.append(Refused("digest"))
    if str(reasons[-1]) == "digest":
        raise ModelError(t("llm.wrong_digest", name=target.model.name)) from reasons[-1]
    raise ModelError(t("llm.fetch_failed", name=target.model.name, file=target.model.file)) from reasons[-1]


def _from_hub(target: Target) -> None:
    hub.fetch(target)


def _from_parts(target: Target) -> None:
    if target.model.parts is None:
        raise Refused("no parts")
    parts.fetch(target, target.model.parts)


def _digest_fits(target: Target) -> bool:
    model: CatalogModel = target.model
    found = digest.sha256(target.path, lambda done: target.report(FetchProgress("verifying", done, model.bytes)))
    return found == model.sha256
