"""From sources to a dataset: examined, split by database, written."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.errors import DataError, UsageError
from workbench.evaluate.case import EvalCase
from workbench.evaluate.sets import read_set
from workbench.prompt.format import load_format
from workbench.sql.pasted import read_pasted
from workbench.text import t
from workbench.train.data.examine import Examined, Heard, examine
from workbench.train.data.files import write_dataset
from workbench.train.data.leaks import Guard, find_leaks
from workbench.train.data.plan import DataPlan
from workbench.train.data.prompts import to_row
from workbench.train.data.schemas import columns_of
from workbench.train.data.sources import Source, read_sources
from workbench.train.data.split import database_of, split
from workbench.train.row import Dataset


def build_dataset(plan: DataPlan, progress: Heard | None = None) -> Dataset:
    """Read, examine, split and write. Raises UsageError, StoreError, DataError (the disk), as its parts do."""
    sources = read_sources(plan.sources)
    examined = list(examine([one for source in sources for one in source.cases], plan.today, progress))
    candidates = _candidates(examined, sources, plan.held_out_from)
    parts = split(candidates, plan.held_out_databases, plan.held_out_questions, plan.seed)
    train = [one for one in examined if database_of(one) not in parts.databases]
    held_out = [one.sourced.case for one in parts.held_out]
    leaks = find_leaks(train, _guards(held_out))
    raw = [row for one in train if one.sourced.key not in leaks and (row := to_row(one)) is not None]
    name = plan.name or plan.out.resolve().name
    report = {"sources": {source.name: len(source.cases) for source in sources}, "leaks": len(leaks)}
    try:
        return write_dataset(plan.out, name, raw, raw, held_out, load_format().digest, report)
    except OSError as error:
        raise DataError(t("train.data_unwritable", folder=plan.out, reason=error.strerror or error)) from error


def _candidates(examined: Sequence[Examined], sources: Sequence[Source], name: str) -> list[Examined]:
    """The cases of the source that databases are held out from."""
    names = [source.name for source in sources]
    if name and name not in names:
        raise UsageError(t("train.data_no_source", name=name, known=", ".join(names)))
    return [one for one in examined if one.sourced.source == (name or names[0])]


def _guards(held_out: Sequence[EvalCase]) -> list[Guard]:
    return [_guard("held_out", held_out), _guard("sample", read_set("sample").cases)]


def _guard(name: str, cases: Sequence[EvalCase]) -> Guard:
    texts = dict.fromkeys((case.ddl, case.dialect) for case in cases)
    schemas = frozenset(columns_of(read_pasted(ddl, dialect)) for ddl, dialect in texts)
    return Guard(name, tuple(case.question for case in cases), schemas)
