"""Fetching, checking, measuring and testing models: in threads of this process, so that a closed tab stops nothing."""

from __future__ import annotations

import contextvars
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from workbench.errors import GenerationStopped, WorkbenchError
from workbench.llm import catalog, digest, speed
from workbench.llm.chat import GenerateOptions, Message
from workbench.llm.fetch import FetchProgress, pull
from workbench.llm.select import open_model
from workbench.text import t

_log = logging.getLogger(__name__)

Kind = Literal["pull", "verify", "measure", "test"]


@dataclass
class Task:
    """`fraction` is 0..1, or None where nobody knows. `words` and `problem` are ready to show."""

    kind: Kind
    name: str
    fraction: float | None = None
    words: str = ""
    problem: str = ""
    running: bool = True
    stopping: threading.Event = field(default_factory=threading.Event)

    def report(self, progress: FetchProgress) -> None:
        """Called by the work now and then; this is where a stop takes effect."""
        if self.stopping.is_set():
            raise GenerationStopped(t("models_page.stopped"))
        self.fraction = progress.done / progress.total if progress.total else None
        self.words = t(
            "models_page.progress",
            stage=t(f"llm.stage_{progress.stage}"),
            done=megabytes(progress.done),
            total=megabytes(progress.total),
        )


_tasks: dict[str, Task] = {}
_lock = threading.Lock()


def of(name: str) -> Task | None:
    """The last task on this model."""
    return _tasks.get(name)


def dismiss(name: str) -> None:
    with _lock:
        if name in _tasks and not _tasks[name].running:
            del _tasks[name]


def start(kind: Kind, name: str) -> Task:
    """Begin a task; one at a time per model, a second call returns the one at work."""
    with _lock:
        known = _tasks.get(name)
        if known is not None and known.running:
            return known
        task = _tasks[name] = Task(kind, name)
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(_run, task), name=f"model-{kind}", daemon=True).start()
    return task


def _run(task: Task) -> None:
    try:
        task.words = t(f"models_page.doing_{task.kind}")
        task.words = _WORK[task.kind](task)
    except WorkbenchError as error:
        task.problem = error.message
    except Exception:
        _log.exception("model task failed")
        task.problem = t("ui.unexpected")
    finally:
        task.running = False


def _pull(task: Task) -> str:
    pull(task.name, progress=task.report)
    return t("models_page.pulled")


def _verify(task: Task) -> str:
    model = catalog.get(task.name)
    state = digest.verify(model, lambda done: task.report(FetchProgress("verifying", done, model.bytes)))
    return t(f"models_page.verify_{digest.with_adapter(model, state.state)}")


def _measure(task: Task) -> str:
    found = speed.measure(open_model(task.name))
    return t("models_page.measured", read=f"{found.read:.0f}", write=f"{found.write:.0f}")


def _test(task: Task) -> str:
    """One short answer from the model, as proof that address, key and name are right."""
    model = open_model(task.name)
    generation = model.generate([Message("user", "Reply with the word OK.")], GenerateOptions(max_tokens=16))
    text = generation.text().strip()
    return t("models_page.tested", seconds=f"{generation.usage.seconds:.1f}", text=text[:40])


_WORK: dict[Kind, Callable[[Task], str]] = {"pull": _pull, "verify": _verify, "measure": _measure, "test": _test}


def megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
