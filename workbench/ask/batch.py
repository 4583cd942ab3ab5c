"""Many questions: grouped by schema so that each schema is read once, two at a time so that no core idles."""

from __future__ import annotations

import contextvars
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
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
) -> None:
    """Answer every case exactly once; `on_done` is called in this thread. Only faults of `on_done` escape."""
    ordered = sorted(cases, key=_group)
    with ThreadPoolExecutor(PARALLEL, thread_name_prefix="case") as pool:
        for _, group in groupby(ordered, key=_group):
            for done in _run_group(list(group), model, options, pool):
                on_done(done)


def _group(case: Case) -> tuple[str, str, str, str]:
    return (case.ddl or "", str(case.ddl_path or ""), str(case.data_path or ""), case.dialect or "")


def _run_group(cases: list[Case], model: ChatModel, options: AskOptions, pool: ThreadPoolExecutor) -> Iterator[Done]:
    try:
        workspace = _open(cases[0])
    except WorkbenchError as error:
        for case in cases:
            yield Done(case.id, failed_answer(case.question, options, error.message))
        return
    try:
        # The first case reads the schema into the prompt cache; the others start on a warm one.
        first, rest = cases[0], cases[1:]
        yield _answer_case(first, workspace, model, options)
        futures = [
            pool.submit(contextvars.copy_context().run, _answer_case, case, workspace, model, options) for case in rest
        ]
        for future in as_completed(futures):
            yield future.result()
    finally:
        close_workspace(workspace)


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
            raise SchemaError(t("cli.cannot_read", path=case.ddl_path, reason=error.strerror or "")) from error
    schema = read_pasted(text, case.dialect)
    if case.data_path is None:
        try:
            return open_workspace(build_examples(schema))
        except DataError:
            return open_workspace(build_empty(schema))
    if not case.data_path.is_dir():
        raise DataError(t("cli.no_folder", path=case.data_path))
    return open_workspace(build_from_folder(schema, case.data_path))


def _answer_case(case: Case, workspace: Workspace, model: ChatModel, options: AskOptions) -> Done:
    own = replace(options, today=case.today or options.today, dialect=case.dialect)
    try:
        return Done(case.id, answer(workspace, model, case.question, own))
    except WorkbenchError as error:
        return Done(case.id, failed_answer(case.question, own, error.message))
    except Exception:
        _log.exception("case %s failed", case.id)
        return Done(case.id, failed_answer(case.question, own, t("ask.unexpected")))
