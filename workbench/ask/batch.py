"""Many questions: grouped by schema so that each schema is read once, two at a time so that no core idles."""

from __future__ import annotations

import contextvars
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import groupby

from workbench.ask.answer import Answer
from workbench.ask.cases import Case, CaseId
from workbench.ask.options import AskOptions
from workbench.ask.pipeline import answer, failed_answer
from workbench.ask.workspace import Workspace, close_workspace, open_workspace
from workbench.data.build import build_empty, build_examples, build_from_folder
from workbench.errors import DataError, SchemaError, WorkbenchError
from workbench.llm.chat import ChatModel
from workbench.schema.decode import decode
from workbench.sql.pasted import read_pasted
from workbench.text import t
from workbench.text.reason import reason_of

_log = logging.getLogger(__name__)

PARALLEL = 2
"""Questions in flight. Two slots on two cores write about 1.3 times as fast as one; four gain nothing more."""


@dataclass(frozen=True)
class Done:
    """One finished case."""

    id: CaseId
    answer: Answer


def run_cases(
    cases: Sequence[Case],
    model: ChatModel,
    options: AskOptions,
    on_done: Callable[[Done], None],
    stop: threading.Event | None = None,
    parallel: int = PARALLEL,
) -> None:
    """Answer every case exactly once; `on_done` is called in this thread. Only faults of `on_done` escape.

    Once `stop` is set no case is begun, and those in flight are broken off: none of them is reported.
    """
    batch = _Batch(cases, model, options, stop or threading.Event())
    running: dict[Future[Done | None], _Group] = {}
    with ThreadPoolExecutor(parallel, thread_name_prefix="case") as pool:
        try:
            while True:
                while len(running) < parallel and (job := batch.next_job()) is not None:
                    group, case = job
                    running[pool.submit(contextvars.copy_context().run, batch.answer, group, case)] = group
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    batch.settle(running.pop(future))
                    done = future.result()
                    if done is not None:
                        on_done(done)
        finally:
            wait(running)
            batch.close()


@dataclass
class _Group:
    """Cases over one schema. The first of them reads it into the prompt cache; the others start on a warm one."""

    cases: deque[Case]
    workspace: Workspace | None = None
    problem: str = ""
    in_flight: int = 0
    is_warm: bool = False


class _Batch:
    """What is left to do. Only `answer` runs in other threads.

    While a group's first case is under way, or its last ones are, the next group is opened: a set with one question
    a schema would else keep a single slot busy.
    """

    def __init__(self, cases: Sequence[Case], model: ChatModel, options: AskOptions, stop: threading.Event) -> None:
        ordered = sorted(cases, key=_schema_of)
        self._waiting = deque(_Group(deque(group)) for _, group in groupby(ordered, key=_schema_of))
        self._open: list[_Group] = []
        self._model, self._options, self._stop = model, options, stop

    def next_job(self) -> tuple[_Group, Case] | None:
        """The case to begin now, or None where nothing can be begun."""
        if self._stop.is_set():
            return None
        group = next((group for group in self._open if group.is_warm and group.cases), None)
        if group is None:
            if not self._waiting:
                return None
            group = self._waiting.popleft()
            self._open.append(group)
        group.in_flight += 1
        return group, group.cases.popleft()

    def settle(self, group: _Group) -> None:
        """One of the group's cases has ended."""
        group.in_flight -= 1
        group.is_warm = True
        if not group.in_flight and not group.cases:
            self._open.remove(group)
            _close(group)

    def close(self) -> None:
        for group in self._open:
            _close(group)

    def answer(self, group: _Group, case: Case) -> Done | None:
        """None where the case was broken off."""
        own = replace(self._options, today=case.today or self._options.today, dialect=case.dialect)
        try:
            if group.workspace is None and not group.problem:
                group.workspace = _open(case)
            if group.workspace is None:
                return Done(case.id, failed_answer(case.question, own, group.problem))
            found = answer(group.workspace, self._model, case.question, own, self._stop)
            is_whole = not self._stop.is_set() or found.status in ("ok", "warning")
            return Done(case.id, found) if is_whole else None
        except WorkbenchError as error:
            if group.workspace is None:
                group.problem = error.message
            return None if self._stop.is_set() else Done(case.id, failed_answer(case.question, own, error.message))
        except Exception:
            _log.exception("case %s failed", case.id)
            return Done(case.id, failed_answer(case.question, own, t("ask.unexpected")))


def _close(group: _Group) -> None:
    if group.workspace is not None:
        close_workspace(group.workspace)
        group.workspace = None


def _schema_of(case: Case) -> tuple[str, str, str, str]:
    return (case.ddl or "", str(case.ddl_path or ""), str(case.data_path or ""), case.dialect or "")


def _open(case: Case) -> Workspace:
    """The workspace of a case's schema and rows. Without rows, made-up ones: SQL that binds may still fail on rows.

    Of 43 office answers one compared a timestamp with '2025', which only running shows (and mends).
    """
    text = case.ddl
    if text is None:
        assert case.ddl_path is not None
        try:
            text = decode(case.ddl_path.read_bytes()).text
        except OSError as error:
            raise SchemaError(t("cli.cannot_read", path=case.ddl_path, reason=reason_of(error))) from error
    schema = read_pasted(text, case.dialect)
    if case.data_path is None:
        try:
            return open_workspace(build_examples(schema))
        except DataError:
            return open_workspace(build_empty(schema))
    if not case.data_path.is_dir():
        raise DataError(t("cli.no_folder", path=case.data_path))
    return open_workspace(build_from_folder(schema, case.data_path))
