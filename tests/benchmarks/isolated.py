"""One measurement in a process of its own: no memory, cache or thread of the one before."""

from __future__ import annotations

import importlib
import signal
import traceback
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, ParamSpec, TypeVar, cast

from tests.benchmarks.measured import Measured

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def isolated(action: Callable[_Given, _Result], *args: _Given.args, **named: _Given.kwargs) -> _Result:
    """What `action` returns in a freshly started Python. Raises RuntimeError with its traceback.

    Whoever interrupts this process ends that one too, and with it its model server and its temporary home.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(theirs, action, args, named))
    process.start()
    theirs.close()
    try:
        good, value = ours.recv()
    except EOFError:
        good, value = False, "the measuring process died"
    except BaseException:
        process.terminate()
        raise
    finally:
        process.join()
    if not good:
        raise RuntimeError(value)
    return cast(_Result, value)


def run_named(name: str, quick: bool) -> Measured:
    """The measurement called `name`. Here and not in `__main__`, which a started Python cannot import by that name."""
    measured = importlib.import_module(f"tests.benchmarks.{name}").measure(quick)
    assert isinstance(measured, Measured)
    return measured


def end_cleanly() -> None:
    """Let SIGTERM unwind the stack, as Ctrl-C does: temporary homes go, servers stop."""

    def stop(*_: object) -> None:
        raise SystemExit(143)

    signal.signal(signal.SIGTERM, stop)


def _report(pipe: Connection, action: Callable[..., Any], args: tuple[Any, ...], named: Mapping[str, Any]) -> None:
    end_cleanly()
    try:
        pipe.send((True, action(*args, **named)))
    except Exception:
        pipe.send((False, traceback.format_exc()))
