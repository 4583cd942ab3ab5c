"""`dpo`: preference training on the failures of an evaluation run."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

from workbench import settings
from workbench.cli.train import add_comparing, follow, order_of
from workbench.errors import UsageError
from workbench.evaluate.judge.run_rows import find_run
from workbench.llm import adapters, catalog
from workbench.store import trainings
from workbench.store.runs import Run
from workbench.text import t
from workbench.train.config import TrainConfig, read_config
from workbench.train.data import read_dataset
from workbench.train.dpo.pairs import PairPlan, build_pairs
from workbench.train.runs.order import Order
from workbench.train.runs.outcome import read_outcome
from workbench.train.runs.start import start

_DEFAULTS = TrainConfig(
    learning_rate=2e-5, batch=1, accumulation=8, dropout=0.0, block=2048, save_every=5, weight_decay=0.0
)
"""A step is eight pairs. The rate is a tenth of fine-tuning's: the loss has no floor that would hold it back."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("dpo", help=t("train.dpo_help"))
    parser.add_argument("--run", required=True, metavar="ID", help=t("train.dpo_help_run"))
    parser.add_argument("--config", type=Path, metavar="FILE", help=t("train.dpo_help_config"))
    parser.add_argument("--base", default="", metavar="NAME", help=t("train.dpo_help_base"))
    parser.add_argument("--data", type=Path, metavar="DIR", help=t("train.dpo_help_data"))
    parser.add_argument("--reasoning", action="store_true", help=t("train.dpo_help_reasoning"))
    parser.add_argument("--beta", type=_share, default=0.1, metavar="NUMBER", help=t("train.dpo_help_beta"))
    parser.add_argument("--name", default="", metavar="NAME", help=t("train.run_help_name"))
    add_comparing(parser)
    parser.add_argument("--json", action="store_true", help=t("cli.help_json"))
    parser.set_defaults(handler=dpo)


def _share(text: str) -> float:
    """argparse type: a number above 0, at most 10."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 10:
        raise argparse.ArgumentTypeError(t("train.dpo_bad_beta", value=text))
    return value


def dpo(arguments: argparse.Namespace) -> int:
    """Exit code 0 when the training finished, 1 when it was paused, stopped or failed."""
    run = find_run(arguments.run)
    base, adapter = started_from(run, arguments.base)
    given = read_config(arguments.config) if arguments.config is not None else _DEFAULTS
    held_out = read_dataset(arguments.data) if arguments.data is not None else None
    kind = "reasoning" if arguments.reasoning else "plain"
    folder = settings.state_dir() / "pairs" / f"{run.id}-{kind}{'-' + held_out.digest[:8] if held_out else ''}"
    dataset = build_pairs(run, PairPlan(folder, held_out, arguments.reasoning, given.seed), _tell)
    counts = {"pairs": len(dataset.rows), "held_out": len(dataset.held_out)}
    print(t("train.dpo_built", name=run.name, **counts), file=sys.stderr, flush=True)
    name = arguments.name.strip() or given.name
    config = dataclasses.replace(given, base=base, data=str(folder), name=name)
    order: Order = dataclasses.replace(order_of(arguments), adapter=adapter, beta=arguments.beta, source=run.id)
    training = start(config, order, "dpo")
    print(t("train.run_began", name=training.name, run=training.id), file=sys.stderr, flush=True)
    return follow(training, arguments.json)


def started_from(run: Run, base: str) -> tuple[str, str]:
    """The base's name and the peft folder of the model that `run` measured; a base that is named starts afresh.

    Raises UsageError where that model is not one that can be trained here.
    """
    if base:
        return base, ""
    if run.model.startswith("hf:"):
        place, _, adapter = run.model.removeprefix("hf:").partition("@")
        return place, adapter
    model = catalog.find(run.model)
    if model is None:
        raise UsageError(t("train.dpo_no_base", model=run.model))
    if model.adapter is None:
        return model.name, ""
    made_by = adapters.get(model.name).facts.get("training", {}).get("run")
    training = trainings.find(made_by) if isinstance(made_by, str) else None
    folder = read_outcome(training.result).adapter if training is not None else ""
    if not folder or not Path(folder).is_dir():
        raise UsageError(t("train.dpo_no_adapter", model=run.model))
    return catalog.base_of(model).name, folder


def _tell(done: int, total: int, database: str) -> None:
    print(t("train.data_progress", done=done, total=total, database=database), file=sys.stderr, flush=True)
