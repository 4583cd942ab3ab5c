"""`models export` and `models record`: from a trained adapter to a named model, and what is known of how good it is."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workbench.cli.evaluate import positive
from workbench.errors import UsageError
from workbench.evaluate.judge.run_rows import find_run
from workbench.llm import adapters, catalog
from workbench.llm.adapters import Adapter
from workbench.store import trainings
from workbench.store.trainings import Training
from workbench.text import t
from workbench.train.export import manifest
from workbench.train.export.adapter import export_adapter
from workbench.train.export.equality import Equality, check_equality
from workbench.train.export.facts import facts_of
from workbench.train.export.merged import write_merged
from workbench.train.export.runs import compared

OK, FAILED = 0, 1
_PROMPTS = 50


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = actions.add_parser("export", help=t("adapter.help_export"))
    source = one.add_mutually_exclusive_group(required=True)
    source.add_argument("--run", metavar="ID", help=t("adapter.help_run"))
    source.add_argument("--adapter", type=Path, metavar="DIR", help=t("adapter.help_adapter"))
    one.add_argument("--base", default="", metavar="NAME", help=t("adapter.help_base"))
    one.add_argument("--name", default="", metavar="NAME", help=t("adapter.help_name"))
    one.add_argument("--precision", choices=("q8_0", "f16"), default="q8_0", help=t("adapter.help_precision"))
    one.add_argument("--merged", type=Path, metavar="DIR", help=t("adapter.help_merged"))
    one.add_argument("--check", type=positive, nargs="?", const=_PROMPTS, metavar="N", help=t("adapter.help_check"))
    one.add_argument("--data", type=Path, metavar="DIR", help=t("adapter.help_data"))
    one.add_argument("--licence", default="", metavar="TEXT", help=t("adapter.help_licence"))
    one.add_argument("--into", type=Path, metavar="DIR", help=t("adapter.help_into"))
    one.add_argument("--replace", action="store_true", help=t("adapter.help_replace"))
    one.add_argument("--json", action="store_true", help=t("llm.help_json"))
    one.set_defaults(handler=_export)
    one = actions.add_parser("record", help=t("adapter.help_record"))
    one.add_argument("name", help=t("llm.help_name"))
    one.add_argument("--run", required=True, metavar="RUN", help=t("adapter.help_record_run"))
    one.add_argument("--against", metavar="RUN", help=t("adapter.help_record_against"))
    one.add_argument("--json", action="store_true", help=t("llm.help_json"))
    one.set_defaults(handler=_record)


def _export(arguments: argparse.Namespace) -> int:
    training = _training(arguments.run) if arguments.run else None
    folder = Path(training.folder) / "adapter" if training else arguments.adapter
    base = arguments.base or (training.base if training else "")
    if not arguments.name and arguments.merged is None:
        raise UsageError(t("adapter.name_or_merged"))
    if arguments.check and not (arguments.name and (arguments.data or (training and training.data))):
        raise UsageError(t("adapter.check_needs_data"))
    facts: dict[str, Any] = {}
    equality: Equality | None = None
    if arguments.name:
        made = _named(arguments, training, folder, base)
        facts |= {"name": made.name, "folder": str(made.folder), "bytes": made.bytes, "sha256": made.sha256}
        if arguments.check:
            data = arguments.data or Path(training.data if training else "")
            equality = check_equality(folder, made, data, arguments.check, _tell)
            facts["equality"] = asdict(equality)
    if arguments.merged is not None:
        facts["merged"] = str(write_merged(folder, base or _recorded_base(folder), arguments.merged))
    _print(facts, equality, arguments.json)
    return OK if equality is None or equality.holds else FAILED


def _named(arguments: argparse.Namespace, training: Training | None, folder: Path, base: str) -> Adapter:
    facts = facts_of(training) if training else {}
    if arguments.licence:
        facts["licence"] = arguments.licence
    made = export_adapter(
        folder,
        base,
        arguments.name,
        facts,
        precision=arguments.precision,
        replace=arguments.replace,
        folder=arguments.into.resolve() if arguments.into else None,
    )
    if training and catalog.find(made.name) is not None:
        trainings.update(training.id, model=made.name)
    return made


def _training(given: str) -> Training:
    """By id or name. Raises UsageError, StoreError."""
    found = trainings.find(given) or trainings.named(given)
    if found is None:
        raise UsageError(t("adapter.unknown_run", run=given))
    return found


def _recorded_base(folder: Path) -> str:
    """What peft wrote down, for a merged export without `--base`. Raises UsageError."""
    try:
        return str(json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))["base_model_name_or_path"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(t("adapter.not_an_adapter", folder=folder)) from error


def _tell(done: int, total: int) -> None:
    print(t("adapter.checking", done=done, total=total), file=sys.stderr, flush=True)


def _print(facts: dict[str, Any], equality: Equality | None, as_json: bool) -> None:
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
    elif "folder" in facts:
        print(t("adapter.exported", name=facts["name"], folder=facts["folder"], size=f"{facts['bytes'] / 1e6:.1f}"))
    if "merged" in facts and not as_json:
        print(t("adapter.merged", folder=facts["merged"]))
    if equality is not None:
        print(equality.sentence, file=sys.stderr if as_json else sys.stdout)


def _record(arguments: argparse.Namespace) -> int:
    """Keep an evaluation run's figure in the adapter's manifest, beside the base's where a run of it is named."""
    adapter = adapters.get(arguments.name)
    run = find_run(arguments.run)
    measured = compared(run, find_run(arguments.against) if arguments.against else None, adapter.name)
    manifest.record(adapter, [measured])
    if arguments.json:
        print(json.dumps(manifest.to_table(measured), ensure_ascii=False))
    else:
        print(t("adapter.recorded", name=adapter.name, set=measured.set))
    return OK
