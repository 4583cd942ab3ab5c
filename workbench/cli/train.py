"""`train`: fine-tune a model as a configuration says, here and now; Ctrl-C pauses, `--resume` goes on."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import time
from pathlib import Path
from typing import Any

from workbench.cli.evaluate import positive
from workbench.errors import UsageError
from workbench.evaluate.runs.facts import described, duration
from workbench.store import trainings
from workbench.store.trainings import Metric, Training
from workbench.text import t
from workbench.train.config import TrainConfig, read_config
from workbench.train.data import read_dataset
from workbench.train.estimate import estimate
from workbench.train.runs.order import BASELINES, QUESTIONS, Order, read_order
from workbench.train.runs.outcome import Outcome, read_outcome, short_name, verdict
from workbench.train.runs.process import attend
from workbench.train.runs.start import config_of, find_training, placed, require_same, resume, start

OK, FAILED = 0, 1
_LINE_SECONDS, _REDRAW_SECONDS = 10.0, 0.5
_WAIT_SECONDS = 3.0


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("train", help=t("train.run_help"))
    parser.add_argument("--config", type=Path, metavar="FILE", help=t("train.run_help_config"))
    parser.add_argument("--resume", metavar="RUN", help=t("train.run_help_resume"))
    parser.add_argument("--name", default="", metavar="NAME", help=t("train.run_help_name"))
    add_comparing(parser)
    parser.add_argument("--estimate", action="store_true", help=t("train.run_help_estimate"))
    parser.add_argument("--json", action="store_true", help=t("cli.help_json"))
    parser.set_defaults(handler=train)


def add_comparing(parser: argparse.ArgumentParser) -> None:
    """Flags of everything that ends in a comparison."""
    parser.add_argument("--compare", type=_questions, default=QUESTIONS, metavar="N", help=t("train.run_help_compare"))
    choices = ("base", "default", "both")
    parser.add_argument("--against", choices=choices, default="both", help=t("train.run_help_against"))


def _questions(text: str) -> int:
    """argparse type: a count, or 0 for none."""
    return 0 if text == "0" else positive(text)


def order_of(arguments: argparse.Namespace) -> Order:
    against = BASELINES if arguments.against == "both" else (arguments.against,)
    return Order(against, arguments.compare)


def train(arguments: argparse.Namespace) -> int:
    """Exit code 0 when the training finished, 1 when it was paused, stopped or failed."""
    if arguments.estimate:
        return _estimate(arguments)
    training = _begin(arguments)
    print(t("train.run_began", name=training.name, run=training.id), file=sys.stderr, flush=True)
    return follow(training, arguments.json)


def _begin(arguments: argparse.Namespace) -> Training:
    if arguments.resume:
        training = find_training(arguments.resume)
        if arguments.config is not None:
            require_same(training, read_config(arguments.config))
        return resume(training)
    return start(_config(arguments), order_of(arguments))


def _config(arguments: argparse.Namespace) -> TrainConfig:
    if arguments.config is None:
        raise UsageError(t("train.run_no_config"))
    config = read_config(arguments.config)
    return dataclasses.replace(config, name=arguments.name.strip()) if arguments.name.strip() else config


def follow(training: Training, as_json: bool) -> int:
    """Work on it, or watch it, until it ends; print what came of it. An exit code."""
    progress = Progress()
    ended = attend(training.id, progress.tell)
    progress.end()
    if ended is None:
        print(t("train.run_gone"), file=sys.stderr)
        return FAILED
    outcome = read_outcome(ended.result)
    _tell_end(ended, outcome)
    print(json.dumps(to_json(ended), ensure_ascii=False) if as_json else ended.id)
    return OK if ended.state == "finished" else FAILED


def _tell_end(training: Training, outcome: Outcome) -> None:
    if outcome.too_long:
        print(t("train.run_too_long", count=f"{outcome.too_long:,}", block=config_of(training).block), file=sys.stderr)
    for one in outcome.compared:
        print(t("train.run_ex", name=short_name(one.model), figure=described(one.ex_before)), file=sys.stderr)
        print(t("train.run_ex", name=short_name(training.model), figure=described(one.ex_after)), file=sys.stderr)
        print(verdict(one), file=sys.stderr)
    for note in outcome.skipped:
        print(note, file=sys.stderr)
    if training.message:
        print(training.message, file=sys.stderr)
    if training.state == "finished" and training.model:
        print(t("train.run_model", model=training.model), file=sys.stderr)
    if training.state != "finished":
        print(t("train.run_resume_how", run=training.id), file=sys.stderr)


def to_json(training: Training) -> dict[str, Any]:
    """The keys of `train --json`."""
    points = trainings.metrics(training.id)
    losses = [point.loss for point in points if point.loss is not None]
    outcome = read_outcome(training.result)
    return {
        "run_id": training.id,
        "name": training.name,
        "kind": training.kind,
        "state": training.state,
        "message": training.message,
        "base": training.base,
        "steps": training.steps_done,
        "steps_total": training.steps_total,
        "tokens": training.tokens,
        "rows": outcome.rows,
        "too_long": outcome.too_long,
        "loss": losses[-1] if losses else None,
        "first_loss": losses[0] if losses else None,
        "seconds": round(training.seconds, 1),
        "peak_memory_mb": round(training.peak_memory),
        "folder": training.folder,
        "adapter": outcome.adapter or None,
        "model": training.model or None,
        "metrics": [_point(point) for point in points],
        "comparisons": [{**one.to_json(), "verdict": verdict(one)} for one in outcome.compared],
        "skipped": list(outcome.skipped),
    }


def _point(point: Metric) -> dict[str, Any]:
    return {name: getattr(point, name) for name in Metric.__dataclass_fields__ if getattr(point, name) is not None}


def _estimate(arguments: argparse.Namespace) -> int:
    """What it will take, without starting it."""
    training = find_training(arguments.resume) if arguments.resume else None
    config = placed(_config(arguments)) if training is None else config_of(training)
    order = order_of(arguments) if training is None else read_order(training.options)
    found = estimate(config, read_dataset(Path(config.data)), order)
    if arguments.json:
        print(json.dumps(dataclasses.asdict(found)))
        return OK
    times = {"low": duration(found.seconds_low), "high": duration(found.seconds_high)}
    amounts = {"memory": f"{found.memory_mb / 1000:.1f}", "disk": f"{found.disk_mb / 1000:.1f}"}
    print(t("train.run_estimated", steps=f"{found.steps:,}", tokens=f"{found.tokens:,}", **times, **amounts))
    return OK


class Progress:
    """How it goes, on stderr: one line redrawn on a terminal, a line every ten seconds elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._told_at, self._told, self._key = 0.0, "", ""
        self._since = time.monotonic()

    def tell(self, training: Training) -> None:
        key, now = f"{training.state} {training.phase}", time.monotonic()
        if training.state == "queued" and now - self._since < _WAIT_SECONDS:
            return  # a moment until it is claimed, not another training
        if key == self._key and now - self._told_at < (_REDRAW_SECONDS if self._terminal else _LINE_SECONDS):
            return
        self._key, self._told_at = key, now
        text = progress_text(training)
        if not text or text == self._told:
            return
        self._told = text
        if self._terminal:
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._terminal and self._told:
            print(file=sys.stderr)


def progress_text(training: Training) -> str:
    """`학습 12/150단계 · 손실 0.412 · 1초에 85토큰 · 3.1 GB · 남은 시간 약 17분`."""
    if training.state in ("pausing", "stopping"):
        return t(f"train.run_{training.state}")
    if training.state == "queued":
        return t("train.run_waiting")
    if training.phase != "fit":
        return t(f"train.run_phase_{training.phase}") if training.phase else ""
    points = [point for point in trainings.metrics(training.id) if point.loss is not None]
    if not points:
        return t("train.run_phase_fit")
    last = points[-1]
    parts = [t("train.run_progress", done=last.step, total=training.steps_total, loss=f"{last.loss:.3f}")]
    if last.tokens_per_second:
        parts.append(t("train.run_speed", tokens=f"{last.tokens_per_second:,.0f}"))
    if last.memory_mb:
        parts.append(t("train.run_memory", memory=f"{last.memory_mb / 1000:.1f}"))
    if last.seconds and points[0].seconds is not None and last.step > points[0].step:
        pace = (last.seconds - points[0].seconds) / (last.step - points[0].step)
        parts.append(t("runs.remaining", time=duration(pace * (training.steps_total - last.step))))
    return " · ".join(parts)
