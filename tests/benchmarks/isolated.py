"""One measurement in a process of its own: no memory, cache or thread of the one before."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

from tests.benchmarks.measured import Measured

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def isolated(action: Callable[_Given, _Result], *args: _Given.args, **named: _Given.kwargs) -> _Result:
    """What `action` returns in a freshly started Python. Its exceptions are raised here."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(action, *args, **named).result()


def run_named(name: str, quick: bool) -> Measured:
    """The measurement called `name`. Here and not in `__main__`, which a started Python cannot import by that name."""
    measured = importlib.import_module(f"tests.benchmarks.{name}").measure(quick)
    assert isinstance(measured, Measured)
    return measured
