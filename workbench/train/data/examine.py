"""Each case beside what can be told of it: the prompt that 질문하기 would send, and what gold gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.ask.prompting import question_prompt
from workbench.ask.workspace import Workspace
from workbench.data.values import column_values
from workbench.errors import WorkbenchError
from workbench.evaluate.grading.ground import Ground, open_ground
from workbench.evaluate.grading.reading import Ready
from workbench.prompt.format import Prompt
from workbench.question.link import estimate_tokens
from workbench.schema.graph import with_inferred_keys
from workbench.schema.model import Schema
from workbench.train.data.sources import Sourced

Heard = Callable[[int, int, str], None]
"""Called with the cases done, of how many, and the database at work."""


@dataclass(frozen=True)
class Examined:
    """schema: None where the DDL cannot be read (`fault` says why, ready to show); then there is no prompt either.

    gold: DuckDB SQL without a closing semicolon; as it came where it does not bind (`fault` says why). rows: how many
    it gives on the rows that came with it, at most 1; None without such rows and where it does not run.
    """

    sourced: Sourced
    schema: Schema | None = None
    prompt: Prompt | None = None
    gold: str = ""
    binds: bool = False
    rows: int | None = None
    fault: str = ""


class _Estimate:
    """Counts tokens without a model; 3.1 characters each, as measured on DDL with Korean comments."""

    context_tokens = 16_384

    def count_tokens(self, text: str) -> int:
        return estimate_tokens(text)


def examine(cases: Sequence[Sourced], today: dt.date, progress: Heard | None = None) -> Iterator[Examined]:
    """Every case once, schema by schema. Never raises for a case of its own."""
    groups: dict[tuple[str, Path | None, str | None], list[Sourced]] = {}
    for one in cases:
        groups.setdefault((one.case.ddl, one.case.data_path, one.case.dialect), []).append(one)
    done = 0
    for (ddl, folder, dialect), group in groups.items():
        if progress is not None:
            progress(done, len(cases), group[0].case.db_id)
        yield from _group(group, ddl, folder, dialect, today)
        done += len(group)
    if progress is not None:
        progress(done, len(cases), "")


def _group(
    group: Sequence[Sourced], ddl: str, folder: Path | None, dialect: str | None, today: dt.date
) -> Iterator[Examined]:
    try:
        ground = open_ground(ddl, dialect, folder, (), today)
    except WorkbenchError as error:
        yield from (Examined(one, gold=_bare(one.case.gold), fault=error.message) for one in group)
        return
    with ground:
        workspace = _workspace(ground)
        for one in group:
            yield _examined(one, ground, workspace, one.case.today or today)


def _workspace(ground: Ground) -> Workspace:
    """As `open_workspace` makes it, for rows that are given; without such rows no value may reach a prompt."""
    database = ground.reader.database
    values = column_values(database) if database.has_known_values and ground.given is not None else None
    return Workspace(database, with_inferred_keys(database.schema), values, ground.reader.sandbox)


def _examined(one: Sourced, ground: Ground, workspace: Workspace, today: dt.date) -> Examined:
    prompt = question_prompt(workspace, one.case.question, today, _Estimate())
    ready = ground.reader.gold(one.case.gold, one.case.dialect or ground.dialect)
    if not isinstance(ready, Ready):
        return Examined(one, workspace.schema, prompt, _bare(one.case.gold), fault=ready.message)
    sql = _bare(ready.sql)
    if ground.given is None:
        return Examined(one, workspace.schema, prompt, sql, True)
    result = workspace.sandbox.run(sql, 1)
    rows = result.table.num_rows if result.status == "ok" and result.table is not None else None
    return Examined(one, workspace.schema, prompt, sql, True, rows, "" if rows is not None else result.message)


def _bare(sql: str) -> str:
    return sql.strip().rstrip(";").rstrip()
