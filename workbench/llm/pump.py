"""Pieces made in a worker thread, taken in the reader's: so that stopping works however deep a library blocks."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workbench.errors import GenerationStopped
from workbench.llm.chat import GenerateOptions, Generation, Progress, Usage
from workbench.text import t

_POLL_SECONDS = 0.1


class Pump:
    """Runs `produce(put, stopped)` in a thread; iterating yields what it put, then raises what it raised.

    `abandon`: the process may exit while the thread blocks (on a network). Without it the exit waits for the thread,
    as it must for torch, which aborts the process when it is cut off.
    """

    def __init__(
        self, produce: Callable[[Callable[[str], None], threading.Event], None], abandon: bool = False
    ) -> None:
        self._produce = produce
        self._abandon = abandon
        self._queue: queue.Queue[str | BaseException | None] = queue.Queue()
        self.stopped = threading.Event()

    def cancel(self) -> None:
        self.stopped.set()

    def __iter__(self) -> Iterator[str]:
        threading.Thread(target=self._run, daemon=self._abandon).start()
        try:
            while True:
                item = self._next()
                if isinstance(item, BaseException):
                    raise item
                if item is None:
                    return
                yield item
        finally:
            self.stopped.set()  # the reader left: the worker need not go on

    def _next(self) -> str | BaseException | None:
        """What the worker put next. Stopping wins over it: the worker's end may be no more than its answer to that."""
        while True:
            item: str | BaseException | None = ""
            with contextlib.suppress(queue.Empty):
                item = self._queue.get(timeout=_POLL_SECONDS)
            if self.stopped.is_set():
                raise GenerationStopped(t("llm.stopped"))
            if item != "":
                return item

    def _run(self) -> None:
        try:
            self._produce(self._queue.put, self.stopped)
            self._queue.put(None)
        except BaseException as error:
            self._queue.put(error)


def measured(
    pump: Pump,
    begin: Progress,
    options: GenerateOptions,
    generation: Generation,
    counts: Mapping[str, Any],
    started: float,
) -> Iterator[str]:
    """The pump's pieces, with progress told before the first one and `generation.usage` filled in after the last.

    counts: what the producer learned by then: "prompt", "cached" and "completion" tokens, and "finish".
    """
    first = 0.0
    if options.progress is not None:
        options.progress(begin)
    for piece in pump:
        if not first:
            first = time.monotonic() - started
            if options.progress is not None:
                options.progress(Progress("writing"))
        yield piece
    generation.usage = Usage(
        prompt_tokens=counts.get("prompt", 0),
        cached_tokens=counts.get("cached", 0),
        completion_tokens=counts.get("completion", 0),
        seconds=time.monotonic() - started,
        first_token_seconds=first,
        finish_reason=counts.get("finish", ""),
    )
