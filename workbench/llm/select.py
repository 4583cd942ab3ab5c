"""Names of models to models ready to answer."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from workbench.errors import ModelError, StoreError
from workbench.llm import catalog
from workbench.llm.chat import ChatModel
from workbench.store import endpoints
from workbench.text import t

OPENAI_EXAMPLE = "openai:gpt-4o-mini"
OPENAI_KEY = "OPENAI_API_KEY"


def open_model(name: str | None = None) -> ChatModel:
    """The model called `name`; None or empty: the default.

    Names: a catalogued model, `openai:MODEL`, `endpoint:NAME` (or just a saved endpoint's name),
    `hf:ID_OR_FOLDER[@ADAPTER]`. API keys are taken from the environment, where Streamlit puts its secrets too. Opening
    is cheap: servers start and weights load at first use. Raises ModelError; for an unknown name it lists what exists.
    """
    wanted = (name or "").strip() or catalog.default_name()
    kind, _, rest = wanted.partition(":")
    if kind in ("openai", "endpoint", "hf") and not rest.strip():
        raise ModelError(t("llm.empty_model_part", name=wanted))
    if kind == "hf":
        return _hugging_face(wanted, rest.strip())
    if (model := catalog.find(wanted)) is not None:
        from workbench.llm.embedded.model import EmbeddedModel

        return EmbeddedModel(model)
    place = served(wanted)
    assert place is not None
    from workbench.llm.remote import RemoteModel

    return RemoteModel(place.name, place.base_url, place.model, place.key, place.label)


def model_names() -> tuple[str, ...]:
    """Names that can be opened now: installed files, saved endpoints, and OpenAI where there is a key."""
    names = [model.name for model in catalog.models() if model.installed]
    names += [f"endpoint:{endpoint.name}" for endpoint in _endpoints()]
    if _key(OPENAI_KEY):
        names.append(OPENAI_EXAMPLE)
    if (default := catalog.default_name()) not in names:
        names.insert(0, default)
    return tuple(names)


def _known_names() -> list[str]:
    saved = [f"endpoint:{endpoint.name}" for endpoint in _endpoints()]
    return [*(model.name for model in catalog.models()), *saved, OPENAI_EXAMPLE, "hf:ID"]


def _endpoints() -> tuple[endpoints.SavedEndpoint, ...]:
    try:
        return endpoints.every()
    except StoreError:
        return ()


@dataclass(frozen=True)
class Served:
    """A model behind an OpenAI-compatible address. `key` is used, never stored or logged; `label` is for messages."""

    name: str
    base_url: str
    model: str
    key: str = field(repr=False)
    label: str


def served(name: str) -> Served | None:
    """Where requests to the model called `name` go; None for a model on this machine.

    Raises ModelError for an unknown name, and where the key is missing.
    """
    kind, _, rest = name.strip().partition(":")
    if kind == "hf" or catalog.find(name) is not None:
        return None
    if kind == "openai":
        key = _key(OPENAI_KEY)
        if not key:
            raise ModelError(t("llm.no_key", variable=OPENAI_KEY))
        from workbench.llm.remote import OPENAI_URL

        return Served(name, os.environ.get("OPENAI_BASE_URL") or OPENAI_URL, rest.strip(), key, "OpenAI")
    endpoint = endpoints.find(rest.strip() if kind == "endpoint" else name.strip())
    if endpoint is None:
        raise ModelError(t("llm.unknown_model", name=name, names=", ".join(_known_names())))
    key = _key(endpoint.key_variable) if endpoint.key_variable else ""
    if endpoint.key_variable and not key:
        raise ModelError(t("llm.no_key", variable=endpoint.key_variable))
    return Served(f"endpoint:{endpoint.name}", endpoint.base_url, endpoint.model, key, endpoint.name)


def _hugging_face(name: str, reference: str) -> ChatModel:
    from workbench.llm.huggingface import HuggingFaceModel, source_of

    return HuggingFaceModel(name, source_of(reference))


def _key(variable: str) -> str:
    return os.environ.get(variable, "").strip()


def spoken_name(name: str) -> str:
    """A model's name without the mark that says where it runs (`endpoint:`, `hf:`), as its user called it."""
    return name.removeprefix("endpoint:").removeprefix("hf:")
