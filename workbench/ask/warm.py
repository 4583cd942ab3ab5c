"""Read the schema into the model's prompt cache before the first question comes.

Reading is what costs on a CPU: 79 tokens/s, so a 2,000-token schema is 25 s, and the asker types for about 15 of them.
"""

from __future__ import annotations

import contextvars
import logging
import threading
from dataclasses import dataclass
from typing import Literal

from workbench.ask.prompting import fits_whole
from workbench.ask.workspace import Workspace
from workbench.errors import WorkbenchError
from workbench.llm.chat import Progress
from workbench.llm.select import open_model
from workbench.prompt.format import render
from workbench.prompt.schema_text import prompt_schema
from workbench.text import t

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class WarmState:
    """`detail` is ready to show."""

    state: Literal["none", "warming", "ready", "failed"]
    detail: str = ""
    fraction: float | None = None
    """How much of the schema is read, 0..1; None where nobody knows."""


_states: dict[tuple[str, str], WarmState] = {}
_lock = threading.Lock()


def warm(workspace: Workspace, model_name: str | None = None) -> None:
    """Start reading in a background thread; asking again for the same schema and model does nothing."""
    key = (workspace.schema.fingerprint, model_name or "")
    with _lock:
        known = _states.get(key)
        if known is not None and known.state in ("warming", "ready"):
            return
        _states[key] = WarmState("warming", t("ask.warming"))
    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(_read, workspace, model_name, key), name="warm", daemon=True).start()


def warm_state(workspace: Workspace, model_name: str | None = None) -> WarmState:
    """How far the reading is."""
    return _states.get((workspace.schema.fingerprint, model_name or ""), WarmState("none"))


def _read(workspace: Workspace, model_name: str | None, key: tuple[str, str]) -> None:
    try:
        model = open_model(model_name)

        def progress(now: Progress) -> None:
            fraction = now.done / now.total if now.stage == "reading" and now.total else None
            _states[key] = WarmState("warming", t("ask.warming"), fraction)

        if fits_whole(workspace.schema, model):
            prompt = render(prompt_schema(workspace.schema), "")
            model.warm(prompt.messages, prompt.prefix, progress)
        _states[key] = WarmState("ready", t("ask.warm"))
    except WorkbenchError as error:
        _states[key] = WarmState("failed", error.message)
    except Exception:
        _log.exception("warming failed")
        _states[key] = WarmState("failed", t("ask.unexpected"))
