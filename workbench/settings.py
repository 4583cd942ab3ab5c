"""Places and limits, in one module. Every limit carries the measured reason beside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "text2sql-workbench"
ROOT = Path(__file__).resolve().parent.parent
"""Root of the checkout: `pages/`, `models/` and `sample_db/` lie here."""


def state_dir() -> Path:
    """Folder of what must survive: history, cases, settings. `WORKBENCH_HOME` overrides it."""
    home = os.environ.get("WORKBENCH_HOME")
    path = Path(home) / "state" if home else Path(platformdirs.user_data_dir(APP))
    path.mkdir(parents=True, exist_ok=True)
    return path


def cache_dir() -> Path:
    """Folder of what can be made again: model files, built databases, prompt caches."""
    home = os.environ.get("WORKBENCH_HOME")
    path = Path(home) / "cache" if home else Path(platformdirs.user_cache_dir(APP))
    path.mkdir(parents=True, exist_ok=True)
    return path


def model_dir() -> Path:
    """Folder of fetched model files; `WORKBENCH_MODELS` lets several homes share one copy."""
    shared = os.environ.get("WORKBENCH_MODELS")
    path = Path(shared) if shared else cache_dir() / "models"
    path.mkdir(parents=True, exist_ok=True)
    return path


@dataclass(frozen=True)
class SandboxLimits:
    """What one sandboxed statement may use."""

    timeout_seconds: float = 10.0
    row_limit: int = 1000
    memory_mb: int = 512
    """DuckDB's own `memory_limit`; it is cooperative, see `address_space_mb`."""
    address_space_mb: int = 3072
    """RLIMIT_AS of the child: `SELECT len(range(0,200000000))` takes 13.9 GB past DuckDB's own limit."""
    temp_mb: int = 1024
    threads: int = 2
    result_mb: int = 64
    """Bytes of result that may travel back to the parent."""
    resident_mb: int = 1024
    """Memory a child may really hold; the parent looks every 20 ms. 512 for DuckDB, 120 measured for an idle child."""
    open_files: int = 64
    inspect_seconds: float = 5.0
    """For parsing, binding and EXPLAIN, which folds constants and reads the values of a PIVOT."""
    children: int = 4
    """Children at work at once, over all databases of one application process."""
    warm: int = 12
    """Children at most, waiting ones included; each holds one database. Grading walks over the five instances of a
    schema: with 4 warm it started a process for nearly every query, 200 pairs a minute instead of 900. 12 of them
    waiting hold 300 MB."""
    wait_seconds: float = 60.0
    """For a free child when all are busy."""
    idle_seconds: float = 300.0
    """After which a child nobody uses goes; the template process goes when the last child has."""
    served: int = 500
    """Statements after which a child is replaced."""
    recycle_mb: int = 400
    """A child that still holds this much memory after its answer is replaced."""


@dataclass(frozen=True)
class InputLimits:
    """What a person may paste or upload; past these the message says so."""

    ddl_chars: int = 4_000_000
    question_chars: int = 2_000
    sql_chars: int = 20_000
    """sqlglot hits RecursionError near 100 nested parentheses; DuckDB stops at depth 1000."""
    upload_mb: int = 400
    tables: int = 3_000
    columns: int = 50_000


SANDBOX = SandboxLimits()
INPUT = InputLimits()
