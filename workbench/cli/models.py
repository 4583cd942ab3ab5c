"""`models pull|list|verify|use|rollback|bench|export|record|serve`: the models on this machine."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from workbench.cli import model_export, model_serve
from workbench.errors import ModelError
from workbench.llm import adapters, catalog, choice, digest, speed
from workbench.llm.catalog import CatalogModel
from workbench.llm.fetch import FetchProgress, pull
from workbench.llm.select import open_model
from workbench.prompt.format import load_format
from workbench.text import t
from workbench.train.export import manifest

OK, FAILED = 0, 1
_REDRAW_SECONDS = 0.2
_LINE_SECONDS = 5.0


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("models", help=t("llm.help_models"))
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("pull", help=t("llm.help_pull"))
    one.add_argument("name", nargs="?", help=t("llm.help_name"))
    one.add_argument("--from", dest="source", type=Path, metavar="FILE", help=t("llm.help_from"))
    one.set_defaults(handler=_pull)
    one = actions.add_parser("list", help=t("llm.help_list"))
    one.add_argument("--json", action="store_true", help=t("llm.help_json"))
    one.set_defaults(handler=_list)
    one = actions.add_parser("verify", help=t("llm.help_verify"))
    one.add_argument("name", nargs="?", help=t("llm.help_name"))
    one.add_argument("--json", action="store_true", help=t("llm.help_json"))
    one.set_defaults(handler=_verify)
    for action, handler in (("default", _use), ("use", _use), ("bench", _bench)):
        one = actions.add_parser(action, help=t("llm.help_bench" if action == "bench" else "llm.help_default"))
        one.add_argument("name", help=t("llm.help_name"))
        if action != "bench":
            one.add_argument("--json", action="store_true", help=t("llm.help_json"))
        one.set_defaults(handler=handler)
    one = actions.add_parser("rollback", help=t("adapter.help_rollback"))
    one.add_argument("--json", action="store_true", help=t("llm.help_json"))
    one.set_defaults(handler=_roll_back)
    model_export.register(actions)
    model_serve.register(actions)


def _pull(arguments: argparse.Namespace) -> int:
    bar = _Bar()
    try:
        path = pull(arguments.name, arguments.source, bar.show)
    finally:
        bar.end()
    print(t("llm.pulled", name=path.stem, path=path), file=sys.stderr)
    return OK


def _list(arguments: argparse.Namespace) -> int:
    rows = [_facts(model) for model in catalog.models()]
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False))
        return OK
    print(t("llm.list_header"))
    for row in rows:
        mark = f" ({t('llm.list_default')})" if row["default"] else ""
        fast = t("llm.list_speed", **row["speed"]) if row["speed"] else "-"
        state = t(f"llm.state_{row['state']}")
        print(f"{row['name']}{mark}\t{row['bytes'] / 1e6:,.0f} MB\t{row['licence']}\t{state}\t{fast}")
        if "base" in row:
            print(f"  {t('adapter.on_base', base=row['base'])}")
            for one in manifest.measured(adapters.get(row["name"])):
                print(f"  {one.sentence}")
    return OK


def _facts(model: CatalogModel) -> dict[str, Any]:
    fast = speed.known(model.name)
    return {
        "name": model.name,
        "default": model.name == catalog.default_name(),
        "bytes": model.adapter_bytes or model.bytes,
        "sha256": model.adapter_sha256 or model.sha256,
        "licence": model.licence,
        "state": digest.with_adapter(model, digest.known_state(model).state),
        "path": str(model.adapter or model.path),
        **(_adapter_facts(model) if model.adapter else {}),
        "speed": {"read": round(fast.read, 1), "write": round(fast.write, 1)} if fast else None,
    }


def _adapter_facts(model: CatalogModel) -> dict[str, Any]:
    """What an adapter has besides: its base, and every accuracy that its manifest knows."""
    adapter = adapters.get(model.name)
    metrics = [manifest.to_table(one) for one in manifest.measured(adapter)]
    return {
        "base": catalog.base_of(model).name,
        "shipped": adapter.shipped,
        "metrics": metrics,
        "prompt_changed": manifest.prompt_changed(adapter, load_format().digest),
    }


def _verify(arguments: argparse.Namespace) -> int:
    """0 when every named (or installed) file is the catalogued one."""
    if arguments.name:
        chosen: tuple[CatalogModel, ...] = (catalog.get(arguments.name),)
    else:
        chosen = tuple(model for model in catalog.models() if model.installed) or (catalog.default_model(),)
    files = {model.sha256: digest.verify(model).state for model in {one.sha256: one for one in chosen}.values()}
    states = {model.name: digest.with_adapter(model, files[model.sha256]) for model in chosen}
    if arguments.json:
        print(json.dumps([{"name": name, "state": state} for name, state in states.items()], ensure_ascii=False))
    for model in chosen:
        print(_verdict(model, files[model.sha256]), file=sys.stderr)
    return OK if all(state == "verified" for state in states.values()) else FAILED


def _verdict(model: CatalogModel, file: digest.State) -> str:
    """What was found, in words. file: the state of its GGUF file, without the adapter."""
    if file == "verified":
        try:
            digest.require_adapter(model)
        except ModelError as error:
            return error.message
    messages = {"verified": "llm.verified_ok", "missing": "llm.not_installed", "damaged": "llm.damaged"}
    return t(messages[file], name=model.name)


def _use(arguments: argparse.Namespace) -> int:
    choice.use(arguments.name)
    return _say_default(arguments.json)


def _roll_back(arguments: argparse.Namespace) -> int:
    choice.roll_back()
    return _say_default(arguments.json)


def _say_default(as_json: bool) -> int:
    name = catalog.default_name()
    if as_json:
        print(json.dumps({"default": name, "before": choice.previous()}, ensure_ascii=False))
    print(t("llm.default_set", name=name), file=sys.stderr)
    return OK


def _bench(arguments: argparse.Namespace) -> int:
    model = open_model(arguments.name)
    try:
        found = speed.measure(model)
    finally:
        model.close()
    print(t("llm.bench_result", name=model.name, read=found.read, write=found.write, load=found.load_seconds))
    return OK


class _Bar:
    """Progress on stderr: one line redrawn on a terminal, a line every few seconds elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._shown_at = 0.0
        self._stage = ""

    def show(self, progress: FetchProgress) -> None:
        now = time.monotonic()
        pause = _REDRAW_SECONDS if self._terminal else _LINE_SECONDS
        if progress.stage == self._stage and now - self._shown_at < pause:
            return
        self._shown_at, self._stage = now, progress.stage
        share = progress.done / progress.total if progress.total else 0.0
        amount = f"{progress.done / 1e6:,.0f}/{progress.total / 1e6:,.0f} MB"
        text = f"{t(f'llm.stage_{progress.stage}')} {share:4.0%} ({amount})"
        print(
            f"\r\x1b[K{text}" if self._terminal else text,
            end="" if self._terminal else "\n",
            file=sys.stderr,
            flush=True,
        )

    def end(self) -> None:
        if self._terminal and self._stage:
            print(file=sys.stderr)
