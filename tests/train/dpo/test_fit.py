from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest
import torch

from workbench.llm.chat import Message
from workbench.train.config import TrainConfig, from_values
from workbench.train.dpo.fit import (
    RIGHT,
    WRONG,
    _pairs,
    _with_reference,
    collate_pairs,
    fit_preferences,
    log_probabilities,
)
from workbench.train.fit.base import load_base
from workbench.train.row import Dataset, PromptRow
from workbench.train.runs.order import Order

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing.:FutureWarning")  # peft's, about itself


def pair(number: int) -> PromptRow:
    message = Message("user", f"CREATE TABLE a (x INT);\n{number}번?\nSQL:")
    return PromptRow(str(number), "d", "dpo", "?", (message,), "", f"SELECT x FROM a LIMIT {number}", "SELECT y FROM b")


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    rows = tuple(pair(number) for number in range(6))
    return Dataset("짝", tmp_path, rows, rows, (), "d", "p")


@pytest.fixture
def config(base: Path) -> TrainConfig:
    values = {"rank": 4, "alpha": 8, "batch": 1, "accumulation": 3, "max_steps": 4, "block": 400, "save_every": 2}
    return from_values({"base": str(base), "device": "cpu", "dropout": 0.0, "learning_rate": 1e-2, **values})


def alone(base, row: PromptRow, answer: str) -> float:
    """Log-probability of one answer, in a sequence of its own."""
    from workbench.train.fit.encode import encode

    (one,) = encode([dataclasses.replace(row, answer=answer)], base.tokenizer, 1000).rows
    ids = torch.tensor([[*one.prompt, *one.answer]])
    logits = base.model(input_ids=ids).logits.float().log_softmax(-1)[0]
    start = len(one.prompt)
    return float(sum(logits[start - 1 + at, token] for at, token in enumerate(one.answer)))


def test_a_pair_in_one_sequence_counts_as_its_two_answers_alone(config, dataset):
    base = load_base(config)
    base.model.eval()
    with torch.no_grad():
        batch = collate_pairs(_pairs(dataset.rows[:2], base, 400), 0)
        found = log_probabilities(base.model, batch)
        for row, values in zip(dataset.rows, found.tolist(), strict=False):
            assert values[RIGHT - 1] == pytest.approx(alone(base, row, row.answer), rel=0.02)
            assert values[WRONG - 1] == pytest.approx(alone(base, row, row.wrong), rel=0.02)


def test_the_reference_is_the_model_without_its_adapter(config, dataset, tmp_path):
    base = load_base(config)
    pairs = _with_reference(base, _pairs(dataset.rows, base, 400), tmp_path / "reference.json")
    base.model.eval()
    with torch.no_grad(), base.model.disable_adapter(), torch.autocast("cpu", torch.bfloat16):
        found = log_probabilities(base.model, collate_pairs(pairs[:1], 0))
    assert found[0].tolist() == pytest.approx([pairs[0].right, pairs[0].wrong])


def test_it_starts_at_chance_learns_the_difference_and_resumes_to_the_same_weights(config, dataset, tmp_path):
    points = []
    whole = fit_preferences(config, Order(), dataset, tmp_path / "whole", points.append)
    assert whole.state == "finished"
    assert points[0].loss == pytest.approx(math.log(2), abs=0.01)
    assert points[-1].loss < points[0].loss - 0.05
    half = fit_preferences(config, Order(), dataset, tmp_path / "half", lambda _: None, lambda: "pause")
    assert (half.state, half.steps) == ("paused", 1)
    rest = fit_preferences(config, Order(), dataset, tmp_path / "half", lambda _: None)
    weights = [(fitted.adapter / "adapter_model.safetensors").read_bytes() for fitted in (whole, rest)]
    assert weights[0] == weights[1]


def test_it_goes_on_from_an_adapter(config, dataset, tmp_path):
    first = fit_preferences(config, Order(), dataset, tmp_path / "first", lambda _: None)
    points = []
    other = dataclasses.replace(config, rank=16)  # the adapter's own rank counts
    order = Order(adapter=str(first.adapter))
    second = fit_preferences(other, order, dataset, tmp_path / "second", points.append)
    assert '"r": 4' in (second.adapter / "adapter_config.json").read_text()
    assert points[0].loss == pytest.approx(math.log(2), abs=0.01)
