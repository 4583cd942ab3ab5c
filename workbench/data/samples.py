"""The shipped example databases under `sample_db/`: made-up Korean businesses, loaded like anyone's files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from workbench import settings
from workbench.data.build import build_from_folder
from workbench.data.database import Database
from workbench.errors import DataError
from workbench.schema.decode import decode
from workbench.sql.pasted import read_pasted
from workbench.text import language, t


@dataclass(frozen=True)
class Sample:
    """`title` and `description` are in the language in force; `questions` are Korean, from easy to hard."""

    name: str
    title: str
    description: str
    questions: tuple[str, ...]
    ddl_path: Path
    dialect: str


def sample_names() -> tuple[str, ...]:
    """Names in the order to show them."""
    return _names()


def sample_info(name: str) -> Sample:
    """Raises DataError for a name that is not in `sample_names()`."""
    if name not in sample_names():
        raise DataError(t("data.sample_unknown", name=name, names=", ".join(sample_names())))
    facts = tomllib.loads((_folder() / name / "sample.toml").read_text(encoding="utf-8"))
    suffix = "" if language() == "ko" else f"_{language()}"
    return Sample(
        name=name,
        title=facts[f"title{suffix}"],
        description=facts[f"description{suffix}"],
        questions=tuple(facts["questions"]),
        ddl_path=_folder() / name / "schema.sql",
        dialect=facts["dialect"],
    )


def open_sample(name: str) -> Database:
    """The sample with its rows, built once. Its label says that it is 예시 데이터. Raises DataError."""
    sample = sample_info(name)
    schema = read_pasted(decode(sample.ddl_path.read_bytes()).text, sample.dialect)
    return as_sample(build_from_folder(schema, sample.ddl_path.parent), name)


def sample_at(folder: Path) -> str | None:
    """The sample whose rows lie in `folder`; None for anybody else's."""
    inside = folder.resolve().parent == _folder() and folder.name in sample_names()
    return folder.name if inside else None


def as_sample(database: Database, name: str) -> Database:
    """`database`, built from a sample's files, marked as made up."""
    return replace(database, rows="sample", label=t("data.sample_label", title=sample_info(name).title))


def _folder() -> Path:
    return settings.ROOT / "sample_db"


@cache
def _names() -> tuple[str, ...]:
    found = []
    for file in _folder().glob("*/sample.toml"):
        found.append((tomllib.loads(file.read_text(encoding="utf-8"))["order"], file.parent.name))
    return tuple(name for _, name in sorted(found))
