"""Real training of a tiny model: it learns, it stops when told, and a resumed run ends in the same weights."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from workbench.errors import ModelError, UsageError
from workbench.train.config import TrainConfig
from workbench.train.fit.checkpoints import newest
from workbench.train.fit.point import Asked, Fitted, Point
from workbench.train.fit.run import fit
from workbench.train.row import Dataset

Make = Callable[..., TrainConfig]
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::UserWarning")


def _weights(fitted: Fitted) -> dict[str, torch.Tensor]:
    return load_file(fitted.adapter / "adapter_model.safetensors")


def _fit(config: TrainConfig, dataset: Dataset, folder: Path, **more: Any) -> tuple[Fitted, list[Point]]:
    points: list[Point] = []
    return fit(config, dataset, folder, points.append, **more), points


def _same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[key], other[key]) for key in one)


def test_the_loss_falls(config: Make, dataset: Dataset, tmp_path: Path) -> None:
    fitted, points = _fit(config(max_steps=40, learning_rate=2e-2, warmup=0), dataset, tmp_path / "run")
    assert fitted.state == "finished"
    assert [point.step for point in points] == list(range(1, 41))
    assert points[-1].loss < points[0].loss - 0.3
    assert points[-1].tokens > points[0].tokens > 0


def test_four_bit_weights_are_trained_on_a_cpu_too(config: Make, dataset: Dataset, tmp_path: Path) -> None:
    """Qwen2's attention has biases, on which bitsandbytes' backward was seen to fail on CPUs."""
    recipe = config(four_bit=True, max_steps=40, learning_rate=2e-2, warmup=0)
    _, points = _fit(recipe, dataset, tmp_path / "run")
    assert points[-1].loss < points[0].loss - 0.3


@pytest.mark.parametrize("dropout", [0.0, 0.2])
def test_a_paused_and_resumed_run_ends_in_the_same_weights(
    config: Make, dataset: Dataset, tmp_path: Path, dropout: float
) -> None:
    recipe = config(dropout=dropout)
    whole, _ = _fit(recipe, dataset, tmp_path / "whole")
    seen: list[Point] = []

    def wish() -> str:
        return "pause" if len(seen) >= 2 else ""

    halted = fit(recipe, dataset, tmp_path / "halved", seen.append, wish)  # type: ignore[arg-type]
    assert halted.state == "paused"
    assert 0 < halted.steps < whole.steps
    resumed, points = _fit(recipe, dataset, tmp_path / "halved")
    assert resumed.state == "finished"
    assert points[0].step == halted.steps + 1
    assert _same(_weights(whole), _weights(resumed))


def test_a_run_killed_while_it_saved_goes_on_from_the_checkpoint_before(
    config: Make, dataset: Dataset, tmp_path: Path
) -> None:
    whole, _ = _fit(config(), dataset, tmp_path / "whole")
    torn = tmp_path / "torn"
    shutil.copytree(tmp_path / "whole", torn)
    shutil.rmtree(torn / "adapter")
    (torn / "checkpoint-6" / "trainer_state.json").write_text('{"global_')
    again, points = _fit(config(), dataset, torn)
    assert [point.step for point in points] == [5, 6]
    assert _same(_weights(whole), _weights(again))


def test_stop_ends_in_the_middle_of_a_step(config: Make, dataset: Dataset, tmp_path: Path) -> None:
    fitted, points = _fit(config(), dataset, tmp_path / "run", wish=lambda: "stop")
    assert fitted.state == "stopped"
    assert len(points) <= 1
    assert not fitted.adapter.exists()


def test_a_loss_that_is_no_number_is_told_with_what_to_change(
    config: Make, dataset: Dataset, base: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(base, broken)
    weights = load_file(broken / "model.safetensors")
    weights["model.norm.weight"].fill_(float("inf"))
    save_file(weights, broken / "model.safetensors", {"format": "pt"})
    with pytest.raises(ModelError, match="학습률"):
        _fit(config(base=str(broken)), dataset, tmp_path / "run")


def test_the_best_weights_are_kept_and_training_ends_when_ex_stops_rising(
    config: Make, dataset: Dataset, tmp_path: Path
) -> None:
    rights = {2: 1, 4: 3, 6: 2, 8: 3, 10: 3}
    asked: list[Asked] = []

    def ask(model: Any, tokenizer: Any, step: int) -> Asked:
        torch.rand(3)  # whatever asking draws must not change the training
        return Asked(step, rights[step], 4)

    recipe = config(max_steps=20, evaluate_every=2, patience=2)
    fitted, _ = _fit(recipe, dataset, tmp_path / "run", ask=ask, on_asked=asked.append)
    assert [one.right for one in asked] == [1, 3, 2, 3]
    assert (fitted.steps, fitted.best_step) == (8, 4)
    plain, _ = _fit(config(max_steps=20), dataset, tmp_path / "plain", wish=lambda: "")
    assert plain.steps == 20
    assert not _same(_weights(fitted), _weights(plain))


def test_asking_does_not_change_what_is_learnt(config: Make, dataset: Dataset, tmp_path: Path) -> None:
    def ask(model: Any, tokenizer: Any, step: int) -> Asked:
        torch.rand(3)
        return Asked(step, step, 10)

    quiet, _ = _fit(config(dropout=0.3), dataset, tmp_path / "quiet")
    asked, _ = _fit(config(dropout=0.3, evaluate_every=2), dataset, tmp_path / "asked", ask=ask)
    assert _same(_weights(quiet), _weights(asked))


def test_rows_longer_than_the_block_are_counted_and_none_left_is_an_error(
    config: Make, dataset: Dataset, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="24"):
        _fit(config(block=40), dataset, tmp_path / "run")


def test_layers_that_the_base_lacks_are_named(config: Make, dataset: Dataset, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no_such_layer"):
        _fit(config(targets=["no_such_layer"]), dataset, tmp_path / "run")


def test_shares_of_one_seed_contain_each_other(config: Make, dataset: Dataset) -> None:
    from workbench.train.share import chosen_rows

    small = chosen_rows(dataset, config(share=0.25))
    large = chosen_rows(dataset, config(share=0.5))
    assert (len(small), len(large)) == (6, 12)
    assert set(small) < set(large) < set(dataset.rows)
    assert set(small) != set(chosen_rows(dataset, config(share=0.25, seed=7)))


def test_only_whole_checkpoints_count(tmp_path: Path) -> None:
    for step, text in ((2, '{"global_step": 2}'), (10, '{"global_step": 10}'), (12, "{"), (14, '{"global_step": 9}')):
        (tmp_path / f"checkpoint-{step}").mkdir()
        (tmp_path / f"checkpoint-{step}" / "trainer_state.json").write_text(text)
    found = newest(tmp_path)
    assert found is not None
    assert found.name == "checkpoint-10"
    assert not (tmp_path / "checkpoint-12").exists()
    assert newest(tmp_path / "nothing") is None
