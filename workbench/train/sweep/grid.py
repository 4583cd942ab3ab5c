"""A grid file: `[train]` values that all points have, `[sweep]` lists whose every combination is a point."""

from __future__ import annotations

import dataclasses
import itertools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import UsageError
from workbench.text import t
from workbench.train.config import TrainConfig, from_values

MOST_POINTS = 500
_QUESTIONS = 100
_OTHER = ("name", "questions", "dollars_per_hour")


@dataclass(frozen=True)
class GridPoint:
    """`values`: what differs between points, by key, in the file's order."""

    values: dict[str, Any]
    config: TrainConfig


@dataclass(frozen=True)
class Grid:
    """axes: the lists, by key. questions: held-out ones asked of every point and every base.

    dollars_per_hour: what an hour of this machine costs, None where nobody said.
    """

    name: str
    axes: dict[str, list[Any]]
    points: tuple[GridPoint, ...]
    questions: int
    dollars_per_hour: float | None

    def to_json(self) -> dict[str, Any]:
        return {"axes": self.axes, "questions": self.questions, "dollars_per_hour": self.dollars_per_hour}


def read_grid(path: Path) -> Grid:
    """Raises UsageError naming what is wrong."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(t("train.config_unreadable", path=path, reason=error)) from error
    train, sweep = values.get("train", {}), values.get("sweep")
    if not isinstance(sweep, dict) or not isinstance(train, dict):
        raise UsageError(t("train.sweep_no_table", path=path))
    name, questions, dollars = (sweep.get(key) for key in _OTHER)
    axes = {key: _listed(key, sweep[key]) for key in sweep if key not in _OTHER}
    if not axes:
        raise UsageError(t("train.sweep_no_axis", path=path))
    return Grid(
        _text(name if name is not None else path.stem),
        axes,
        points_of(train, axes),
        _count(questions if questions is not None else _QUESTIONS),
        _dollars(dollars),
    )


def _listed(key: str, value: Any) -> list[Any]:
    """Each value once: the same point twice would be the same work for the same figure."""
    if not isinstance(value, list) or not value:
        raise UsageError(t("train.sweep_no_list", key=key))
    return [one for at, one in enumerate(value) if one not in value[:at]]


def points_of(train: dict[str, Any], axes: dict[str, list[Any]]) -> tuple[GridPoint, ...]:
    """Every combination of the axes over the values of `train`. Raises UsageError as `from_values` does, or for more
    than MOST_POINTS."""
    found = []
    for combination in itertools.islice(itertools.product(*axes.values()), MOST_POINTS + 1):
        values = dict(zip(axes, combination, strict=True))
        given = {**train, **values}
        if "rank" in values and "alpha" not in given:
            given["alpha"] = 2 * values["rank"] if isinstance(values["rank"], int) else given.get("alpha", 32)
        found.append(GridPoint(values, dataclasses.replace(from_values(given), name="")))
    if len(found) > MOST_POINTS:
        raise UsageError(t("train.sweep_too_many", most=MOST_POINTS))
    return tuple(found)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UsageError(t("train.config_value", key="name", value=value))
    return value.strip()


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise UsageError(t("train.config_value", key="questions", value=value))
    return value


def _dollars(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise UsageError(t("train.config_value", key="dollars_per_hour", value=value))
    return float(value)
