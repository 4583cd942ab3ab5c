"""`models serve`: a model on an OpenAI-compatible address of this machine, until Ctrl+C."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import sys
import time

from workbench.cli.serve import port_number, require_free
from workbench.errors import ModelError
from workbench.llm import catalog
from workbench.llm.catalog import CatalogModel
from workbench.llm.embedded.serving import serving
from workbench.llm.select import served
from workbench.text import t

OK = 0
KEY_VARIABLE = "WORKBENCH_SERVE_KEY"
_HOST = "127.0.0.1"
_LOOK_SECONDS = 0.5


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = actions.add_parser("serve", help=t("adapter.help_serve"))
    one.add_argument("name", nargs="?", help=t("llm.help_name"))
    one.add_argument("--port", type=port_number, default=8790, help=t("adapter.help_port"))
    one.add_argument("--json", action="store_true", help=t("llm.help_json"))
    one.set_defaults(handler=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    """Serve in the foreground. A model that a server has already is only named. Raises UsageError, ModelError."""
    name = arguments.name or catalog.default_name()
    if name.startswith("hf:"):
        raise ModelError(t("adapter.serve_hf", name=name))
    model = catalog.find(name)
    if model is None:
        place = served(name)
        assert place is not None
        _say(arguments.json, {"url": place.base_url, "model": place.model}, t("adapter.served_there", name=name))
        return OK
    require_free(_HOST, arguments.port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended by `kill` as by Ctrl+C
    return _stay(model, arguments.port, arguments.json)


def _stay(model: CatalogModel, port: int, as_json: bool) -> int:
    given = os.environ.get(KEY_VARIABLE, "").strip()
    key = given or secrets.token_urlsafe(24)
    print(t("adapter.serve_loading", name=model.name), file=sys.stderr, flush=True)
    try:
        with serving(model, port, key, lambda: None) as (address, process):
            facts = {"url": f"http://{_HOST}:{address.port}/v1", "model": model.name}
            if given:
                note = t("adapter.serve_key_given", variable=KEY_VARIABLE)
            else:
                facts["key"], note = key, t("adapter.serve_key_made", variable=KEY_VARIABLE)
            _say(as_json, facts, note)
            while process.is_running():
                time.sleep(_LOOK_SECONDS)
    except KeyboardInterrupt:
        return OK
    raise ModelError(t("adapter.serve_ended", name=model.name))


def _say(as_json: bool, facts: dict[str, str], note: str) -> None:
    """Facts on standard output (the key too: whoever reads it asked for it), what they mean on standard error."""
    if as_json:
        print(json.dumps(facts, ensure_ascii=False), flush=True)
    else:
        for name, value in facts.items():
            print(f"{name}: {value}", flush=True)
    print(note, file=sys.stderr, flush=True)
