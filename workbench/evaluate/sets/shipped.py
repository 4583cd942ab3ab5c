"""The shipped set: Korean questions with gold SQL over the sample databases."""

from __future__ import annotations

from workbench.data.samples import sample_info, sample_names
from workbench.evaluate.case import EvalCase, QuestionSet
from workbench.evaluate.sets.digest import digest_of
from workbench.evaluate.sets.places import Places
from workbench.evaluate.sets.records import read_records
from workbench.evaluate.sets.rows import collect
from workbench.text import t

NAME = "sample"
GOLD_FILE = "gold.jsonl"


def shipped_sets() -> tuple[str, ...]:
    """Sources for `read_set`: the whole shipped set, then its part over each sample database."""
    return (NAME, *(f"{NAME}:{name}" for name in sample_names()))


def read_shipped(source: str, limit: int | None = None) -> QuestionSet:
    """`source` is one of `shipped_sets()`. Cases bring the rows of their sample database."""
    names = sample_names() if source == NAME else (source.removeprefix(f"{NAME}:"),)
    cases = [case for name in names for case in _cases(name)][:limit]
    title = t("sets.shipped") if source == NAME else t("sets.shipped_part", title=sample_info(names[0]).title)
    return QuestionSet(title, source, tuple(cases), (), digest_of(cases))


def _cases(name: str) -> list[EvalCase]:
    path = sample_info(name).ddl_path.with_name(GOLD_FILE)
    mapping = {field: field for field in ("id", "db_id", "question", "gold", "difficulty")}
    return collect(read_records(path).rows, mapping, Places(path)).cases
