"""`sweep`: a grid of trainings, taken up again where it stopped, as a table."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from workbench.cli.train import Progress
from workbench.evaluate.runs.facts import described, duration
from workbench.store import trainings
from workbench.store.sweeps import Sweep
from workbench.store.whole import save
from workbench.text import t
from workbench.train.runs.process import attend
from workbench.train.sweep.curves import Curve, curves_of
from workbench.train.sweep.grid import read_grid
from workbench.train.sweep.start import begin, trainings_of
from workbench.train.sweep.table import Row, rows_of, to_csv

OK, FAILED = 0, 1


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("sweep", help=t("train.sweep_help"))
    parser.add_argument("--config", type=Path, required=True, metavar="FILE", help=t("train.sweep_help_config"))
    parser.add_argument("--csv", type=Path, metavar="FILE", help=t("train.sweep_help_csv"))
    parser.add_argument("--json", action="store_true", help=t("cli.help_json"))
    parser.set_defaults(handler=sweep)


def sweep(arguments: argparse.Namespace) -> int:
    """Exit code 0 when every point finished, 1 otherwise."""
    grid = read_grid(arguments.config)
    begun = begin(grid)
    print(t("train.sweep_began", name=begun.name, count=len(grid.points)), file=sys.stderr, flush=True)
    is_whole = _work(begun)
    rows = rows_of(begun)
    curves = curves_of(rows)
    if arguments.csv is not None:
        save(arguments.csv, [to_csv(rows).encode("utf-8-sig")])
    if arguments.json:
        print(json.dumps(_to_json(begun, rows, curves), ensure_ascii=False))
    else:
        _print(rows, curves)
    if not is_whole:
        print(t("train.sweep_how", path=arguments.config), file=sys.stderr)
    return OK if is_whole else FAILED


def _work(begun: Sweep) -> bool:
    """One point after the other; whether all finished. After Ctrl-C the rest wait for the next call."""
    every = trainings_of(begun)
    for number, training in enumerate(every, start=1):
        if training.state == "finished":
            continue
        print(t("train.sweep_point", number=number, count=len(every), name=training.name), file=sys.stderr, flush=True)
        progress = Progress()
        ended = attend(training.id, progress.tell)
        progress.end()
        if ended is not None and ended.message:
            print(ended.message, file=sys.stderr)
        if ended is not None and ended.state in ("paused", "stopped"):
            for waiting in every:
                trainings.ask_for(waiting.id, "pause")
            break
    return all(training.state == "finished" for training in trainings_of(begun))


def _to_json(begun: Sweep, rows: tuple[Row, ...], curves: tuple[Curve, ...]) -> dict[str, Any]:
    return {
        "sweep_id": begun.id,
        "name": begun.name,
        "points": [row.to_json() for row in rows],
        "curves": [curve.to_json() for curve in curves],
    }


def _print(rows: tuple[Row, ...], curves: tuple[Curve, ...]) -> None:
    axes = list(rows[0].values) if rows else []
    print("\t".join([*axes, *t("train.sweep_header").split("|")]))
    for row in rows:
        one = row.compared
        before, after = (described(one.ex_before), described(one.ex_after)) if one else ("-", "-")
        cells: list[Any] = [*(row.values[axis] for axis in axes), t(f"runs.state_{row.training.state}"), before, after]
        cells += [f"{one.p:.3f}" if one else "-", duration(row.training.seconds)]
        cells += [f"{row.training.peak_memory / 1000:.1f} GB", "-" if row.cost is None else f"${row.cost:,.4f}"]
        print("\t".join(map(str, cells)))
    for curve in curves:
        print(curve.sentence)
