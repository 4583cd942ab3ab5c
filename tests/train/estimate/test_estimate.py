from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.llm import catalog
from workbench.llm.chat import Message
from workbench.store import trainings
from workbench.store.trainings import Metric
from workbench.train.config import TrainConfig
from workbench.train.efforts import efforts
from workbench.train.estimate import estimate
from workbench.train.estimate.load import load_of
from workbench.train.estimate.size import disk_bytes, memory_bytes, parameters
from workbench.train.row import PromptRow
from workbench.train.runs.order import Order
from workbench.train.runs.start import start

SMALL, LARGE = "qwen2.5-coder-0.5b-instruct-q4_k_m", "qwen2.5-coder-1.5b-instruct-q4_k_m"
CPU = TrainConfig(base=SMALL, device="cpu")


def rows(count: int, databases: int = 1, prefix: int = 1000) -> list[PromptRow]:
    made = []
    for number in range(count):
        head = f"{number % databases}".rjust(prefix)
        message = Message("user", head + "질문은 이것입니다?" * 5)
        made.append(PromptRow(str(number), "d", "s", "?", (message,), head, "SELECT count(*) FROM 고객 WHERE a = 1"))
    return made


def test_questions_on_one_schema_cost_less_than_on_many():
    shared, apart = load_of(rows(64), CPU), load_of(rows(64, databases=64), CPU)
    assert shared.tokens < apart.tokens / 2
    assert shared.sequences < apart.sequences
    assert load_of(rows(64), dataclasses.replace(CPU, packing=False)).tokens > shared.tokens * 2


def test_steps_and_epochs_make_the_tokens():
    one, two = load_of(rows(640), CPU), load_of(rows(640), dataclasses.replace(CPU, epochs=2.0))
    assert two.steps == 2 * one.steps
    assert two.tokens == pytest.approx(2 * one.tokens, rel=0.01)
    assert load_of(rows(640), dataclasses.replace(CPU, max_steps=3)).steps == 3


@given(
    st.integers(0, 60),
    st.integers(1, 9),
    st.integers(0, 4000),
    st.integers(32, 4096),
    st.integers(1, 64),
    st.booleans(),
)
def test_any_rows_give_some_load(count, databases, prefix, block, batch, packing):
    config = dataclasses.replace(CPU, block=block, batch=batch, packing=packing)
    load = load_of(rows(count, databases, prefix), config)
    assert load.tokens >= 0
    assert (load.steps > 0) == (load.sequences > 0)


def test_sizes_come_from_files_and_names(base):
    assert parameters(SMALL) == 0.5e9
    assert parameters(LARGE) == 1.5e9
    assert parameters("beomi/Yi-Ko-6B") == 6e9
    assert parameters("upstage/SOLAR-10.7B-v1.0") == 10.7e9
    assert parameters("someone/unknown") == 7e9
    assert parameters(str(base)) < 1e6


def test_more_of_everything_takes_more():
    assert memory_bytes(dataclasses.replace(CPU, base=LARGE)) > 2 * memory_bytes(CPU)
    assert memory_bytes(dataclasses.replace(CPU, block=4096)) > memory_bytes(CPU)
    assert memory_bytes(dataclasses.replace(CPU, checkpointing=True)) < memory_bytes(CPU)
    assert disk_bytes(dataclasses.replace(CPU, rank=64)) > disk_bytes(CPU)


def test_it_is_made_of_training_and_comparing(config, dataset):
    found = estimate(config(), dataset, Order(questions=4))
    assert found.seconds_low < found.training + found.comparing + 30
    assert found.seconds_high > found.training + found.comparing
    assert found.steps == 6
    assert not found.measured
    assert estimate(config(), dataset, Order(questions=0)).comparing == 0


def test_what_was_measured_here_counts_more_than_figures_from_elsewhere(config, dataset):
    before = estimate(config(), dataset)
    training = start(config(), Order())
    trainings.measure(training.id, [Metric(step, tokens_per_second=1.0) for step in range(1, 8)])
    after = estimate(config(), dataset)
    assert after.measured
    assert after.training == pytest.approx(after.tokens)
    assert after.training > before.training


def test_sizes_of_effort_grow_and_name_bases_of_the_catalog():
    quick, normal, thorough = efforts()
    assert [effort.name for effort in efforts()] == ["quick", "normal", "thorough"]
    assert all(catalog.find_base(effort.config.base) for effort in efforts())
    assert quick.questions < normal.questions < thorough.questions
    assert quick.config.max_steps < (normal.config.max_steps or 10**9)


def test_quick_ends_within_thirty_minutes_on_two_cores(dataset, monkeypatch):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})
    quick = efforts()[0]
    many = dataclasses.replace(dataset, rows=tuple(rows(4000, databases=100)), held_out=dataset.held_out * 100)
    config = dataclasses.replace(quick.config, device="cpu", data=str(dataset.folder))
    found = estimate(config, many, Order(questions=quick.questions))
    assert found.training + found.comparing < 25 * 60
