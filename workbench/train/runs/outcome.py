"""What came of a training: the adapter, the model's name, and the comparisons, kept phase by phase."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.evaluate.runs.compare import Comparison
from workbench.evaluate.runs.summary import Figure
from workbench.text import t
from workbench.train.runs.order import Baseline

REAL = 0.05
"""McNemar's p below which a difference is called real."""
_LEAST_P = 0.001


@dataclass(frozen=True)
class Compared:
    """The trained model beside another one on the same `n` held-out questions.

    before, after: ids of the evaluation runs; model: name of the one it is compared with. newly_right, newly_wrong:
    case ids. seconds_before, seconds_after: a question took on average. p: McNemar's exact test, two-sided.
    """

    baseline: Baseline
    model: str
    before: str
    after: str
    n: int
    ex_before: Figure
    ex_after: Figure
    newly_right: tuple[str, ...]
    newly_wrong: tuple[str, ...]
    p: float
    seconds_before: float = 0.0
    seconds_after: float = 0.0

    @property
    def difference(self) -> float:
        """Of the two shares, after minus before."""
        return (len(self.newly_right) - len(self.newly_wrong)) / self.n if self.n else 0.0

    @property
    def is_real(self) -> bool:
        return self.p < REAL

    def to_json(self) -> dict[str, Any]:
        figures = {"ex_before": self.ex_before.to_json(), "ex_after": self.ex_after.to_json()}
        return {**dataclasses.asdict(self), **figures, "difference": round(self.difference, 6)}


@dataclass(frozen=True)
class Outcome:
    """steps, rows: trained. too_long: rows left out because they exceed the block. best_step: whose weights were kept.

    adapter: peft folder. skipped: why something was not compared, ready to show.
    """

    adapter: str = ""
    steps: int = 0
    best_step: int = 0
    rows: int = 0
    too_long: int = 0
    compared: tuple[Compared, ...] = ()
    skipped: tuple[str, ...] = ()

    def against(self, baseline: Baseline) -> Compared | None:
        return next((one for one in self.compared if one.baseline == baseline), None)

    @property
    def main(self) -> Compared | None:
        """What a reader asks for first: the default of that day, else the base."""
        return self.against("default") or self.against("base")

    def to_json(self) -> str:
        facts = dataclasses.asdict(self) | {"compared": [one.to_json() for one in self.compared]}
        return json.dumps(facts, ensure_ascii=False)


def read_outcome(text: str) -> Outcome:
    """Of `Training.result`; nothing yet gives an empty one."""
    values = json.loads(text)
    values["compared"] = tuple(_compared(one) for one in values.get("compared", ()))
    values["skipped"] = tuple(values.get("skipped", ()))
    return Outcome(**values)


def _compared(values: dict[str, Any]) -> Compared:
    fields = {key: value for key, value in values.items() if key != "difference"}
    fields |= {key: Figure(**values[key]) for key in ("ex_before", "ex_after")}
    fields |= {key: tuple(values[key]) for key in ("newly_right", "newly_wrong")}
    return Compared(**fields)


def compared(baseline: Baseline, found: Comparison) -> Compared:
    before, after = found.before, found.after
    return Compared(
        baseline,
        before.model,
        before.id,
        after.id,
        found.n,
        found.ex_before,
        found.ex_after,
        found.newly_right,
        found.newly_wrong,
        found.p,
        before.seconds / before.total if before.total else 0.0,
        after.seconds / after.total if after.total else 0.0,
    )


def short_name(model: str) -> str:
    """A model in a sentence: of one in a folder, the folder's last part."""
    if not model.startswith("hf:"):
        return model
    base, _, adapter = model.removeprefix("hf:").partition("@")
    return f"{Path(base).name}+{Path(adapter).parent.name}" if adapter else Path(base).name


def verdict(one: Compared) -> str:
    """A sentence that says whether the difference is more than chance."""
    values = {
        "model": short_name(one.model),
        "n": one.n,
        "right": len(one.newly_right),
        "wrong": len(one.newly_wrong),
        "points": f"{abs(100 * one.difference):.1f}",
        "p": f"={one.p:.3f}" if one.p >= _LEAST_P else f"<{_LEAST_P}",
    }
    if not one.n:
        return t("train.run_no_comparison", **values)
    if one.p >= REAL:
        return t("train.run_chance", **values)
    return t("train.run_better" if one.difference > 0 else "train.run_worse", **values)
