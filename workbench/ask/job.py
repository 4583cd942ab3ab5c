"""An ask that runs in the background of this process, so that a closed tab loses nothing."""

from __future__ import annotations

import contextvars
import logging
import threading
import time
import uuid
from collections.abc import Callable

from workbench.ask.answer import Answer, StepEvent
from workbench.ask.options import AskOptions
from workbench.ask.pipeline import answer_steps, failed_answer
from workbench.ask.workspace import Workspace
from workbench.errors import WorkbenchError
from workbench.llm.select import open_model
from workbench.text import t

_log = logging.getLogger(__name__)


class AskJob:
    """One question on its way. Everything here may be read from any thread."""

    def __init__(self, workspace: Workspace, question: str, options: AskOptions) -> None:
        self.id = uuid.uuid4().hex
        self.question = question
        self.workspace = workspace
        self.options = options
        self._events: list[StepEvent] = []
        self._heard = time.monotonic()
        self._answer: Answer | None = None
        self._stop = threading.Event()
        self._done = threading.Event()

    @property
    def events(self) -> tuple[StepEvent, ...]:
        return tuple(self._events)

    @property
    def quiet_seconds(self) -> float:
        """Time since the last event: a model that reads says nothing for seconds, and a page must not look stuck."""
        return time.monotonic() - self._heard

    @property
    def answer(self) -> Answer | None:
        return self._answer

    @property
    def running(self) -> bool:
        return not self._done.is_set()

    def stop(self) -> None:
        """Ask for an early end; the answer then says that it was stopped."""
        self._stop.set()

    def wait(self, timeout: float | None = None) -> Answer | None:
        self._done.wait(timeout)
        return self._answer

    def _note(self, event: StepEvent) -> None:
        self._events.append(event)
        self._heard = time.monotonic()

    def run(self, on_done: Callable[[AskJob], None] | None = None) -> None:
        """Answer in the calling thread. Never raises: whatever goes wrong becomes an answer with a message."""
        try:
            model = open_model(self.options.model)
            steps = answer_steps(self.workspace, model, self.question, self.options, self._stop, self._note)
            for item in steps:
                if isinstance(item, Answer):
                    self._answer = item
                else:
                    self._note(item)
        except WorkbenchError as error:
            self._answer = failed_answer(self.question, self.options, error.message)
        except Exception:
            _log.exception("ask job failed")
            self._answer = failed_answer(self.question, self.options, t("ask.unexpected"))
        finally:
            # First the history row, then the news: a page that hears of the end must find the row.
            try:
                if on_done is not None:
                    on_done(self)
            finally:
                self._done.set()


def start_job(
    workspace: Workspace,
    question: str,
    options: AskOptions,
    on_done: Callable[[AskJob], None] | None = None,
) -> AskJob:
    """Start answering in a thread that keeps this context (the asker's language)."""
    job = AskJob(workspace, question, options)
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(job.run, on_done), name=f"ask-{job.id[:8]}", daemon=True).start()
    return job
