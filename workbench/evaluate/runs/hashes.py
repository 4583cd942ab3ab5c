"""What a run was measured with, as hashes: a run goes on only where all of them are still the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from workbench.errors import StoreError
from workbench.evaluate.judge.rubric import load_rubric
from workbench.llm import catalog
from workbench.settings import ROOT
from workbench.store import endpoints
from workbench.text import t

_PROMPT = ("ask", "prompt", "question", "data/values.py", "data/examples", "llm/embedded/prompt.py")
_CHECKS = ("sql", "sandbox", "schema")
_GRADING = ("evaluate", "data")
_NOT_GRADING = tuple(f"evaluate/{area}/" for area in ("client", "judge", "runs", "sets"))
_SUFFIXES = (".py", ".toml", ".md")
_BLOCK = 1 << 20


def tool_hashes(model: str, judge: str, rubric: str) -> dict[str, str]:
    """Of everything but the questions: what wrote the SQL, checked it, graded it and judged it.

    Code counts: an update of the linter between two halves of a run would make one figure of two measurements.
    Raises UsageError for a rubric there is not.
    """
    return {
        "model": model_identity(model),
        "prompt": _code(_PROMPT),
        "checks": _code(_CHECKS),
        "grading": _code(_GRADING, _NOT_GRADING),
        "judge": f"{model_identity(judge)} {load_rubric(rubric).digest}" if judge else "",
    }


def model_identity(name: str) -> str:
    """A text that changes with the model: its file's hash, its server, or its folder. Never a key."""
    if (model := catalog.find(name)) is not None:
        return f"{model.name} {model.sha256} {model.adapter_sha256}".rstrip()
    kind, _, rest = name.partition(":")
    if kind == "openai":
        return f"{name} {os.environ.get('OPENAI_BASE_URL') or 'openai'}"
    if kind == "hf":
        return f"{name} {_folder_marks(rest.split('@'))}"
    try:
        endpoint = endpoints.find(rest if kind == "endpoint" else name)
    except StoreError:
        endpoint = None
    return f"{name} {endpoint.base_url} {endpoint.model}" if endpoint is not None else name


def _folder_marks(places: Iterable[str]) -> str:
    """Names, sizes and times of a model folder's files: reading 15 GB of weights would take a minute."""
    marks = hashlib.sha256()
    for place in map(Path, places):
        for file in sorted(place.rglob("*")) if place.is_dir() else ():
            facts = file.stat()
            marks.update(f"{file.relative_to(place)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return marks.hexdigest()


def data_hash(folders: Iterable[str | None]) -> str:
    """Of the tables that the cases came with, by content; a folder that is gone has a hash of its own."""
    digest = hashlib.sha256()
    for folder in sorted({folder for folder in folders if folder}):
        place = Path(folder)
        digest.update(f"{place.name}\n".encode("utf-8", "surrogateescape"))
        for file in sorted(path for path in place.rglob("*") if path.is_file()):
            digest.update(f"{file.relative_to(place)}\n".encode("utf-8", "surrogateescape"))
            digest.update(_file_hash(file).encode())
    return digest.hexdigest()


def _file_hash(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@cache
def _code(areas: tuple[str, ...], without: tuple[str, ...] = ()) -> str:
    """Of our own sources and of the two libraries that read and run SQL; once a process, as it is loaded once."""
    digest = hashlib.sha256(f"duckdb {version('duckdb')} sqlglot {version('sqlglot')}".encode())
    package = ROOT / "workbench"
    for area in areas:
        place = package / area
        files = [place] if place.is_file() else sorted(f for f in place.rglob("*") if f.suffix in _SUFFIXES)
        for name, file in ((file.relative_to(package).as_posix(), file) for file in files):
            if not name.startswith(without):
                digest.update(f"{name}\n".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def differences(kept: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """What is not the same any more, ready to show; keys that only one side has are not compared."""
    return tuple(t(f"runs.part_{key}") for key in kept if key in now and kept[key] != now[key])
