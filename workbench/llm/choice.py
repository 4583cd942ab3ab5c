"""Which model answers by default, and the way back to the one before."""

from __future__ import annotations

from workbench.errors import ModelError
from workbench.llm import catalog, digest, preferences
from workbench.llm.select import open_model
from workbench.text import t

_REMEMBERED = 20


def use(name: str) -> None:
    """Make `name` the default and remember what it was before.

    Raises ModelError for an unknown name, and for an adapter whose file is not what its manifest says.
    """
    open_model(name).close()
    if (model := catalog.find(name)) is not None:
        digest.require_adapter(model)
        name = model.name
    before = catalog.default_name()
    if before != name:
        preferences.update(previous=[*_previous(), before][-_REMEMBERED:])
    catalog.set_default(name)


def roll_back() -> str:
    """Make the default what it was before the last choice; one that is gone by now is passed over.

    Returns its name. Raises ModelError where there is none to go back to.
    """
    previous = _previous()
    while previous:
        name = previous.pop()
        preferences.update(previous=previous)
        try:
            open_model(name).close()
        except ModelError:
            continue
        if name != catalog.default_name():
            catalog.set_default(name)
            return name
    raise ModelError(t("adapter.no_way_back"))


def previous() -> str:
    """What `roll_back` would try first; empty where it cannot go back."""
    return next(reversed(_previous()), "")


def _previous() -> list[str]:
    stored = preferences.read().get("previous")
    return [name for name in stored if isinstance(name, str)] if isinstance(stored, list) else []
