from __future__ import annotations

from pathlib import Path

import pytest

from workbench.store import runs, trainings
from workbench.train.runs.order import Order
from workbench.train.runs.outcome import read_outcome, verdict
from workbench.train.runs.process import work_on
from workbench.train.runs.start import start

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing.:FutureWarning")  # peft's, about itself


def test_a_training_ends_with_an_adapter_curves_and_a_comparison(config, base):
    training = start(config(), Order(questions=2))
    assert work_on(training.id)
    ended = trainings.find(training.id)
    assert (ended.state, ended.message, ended.steps_done, ended.steps_total) == ("finished", "", 6, 6)
    points = trainings.metrics(ended.id)
    assert [point.step for point in points] == [1, 2, 3, 4, 5, 6]
    assert points[-1].loss < points[0].loss
    assert all(point.memory_mb and point.seconds for point in points)
    outcome = read_outcome(ended.result)
    assert (Path(outcome.adapter) / "adapter_model.safetensors").is_file()
    assert ended.model == f"hf:{base}@{outcome.adapter}"
    one = outcome.against("base")
    assert (one.model, one.n) == (f"hf:{base}", 2)
    assert "우연" in verdict(one)
    assert "설치" in outcome.skipped[0]
    assert {run.state for run in runs.every()} == {"finished"}
