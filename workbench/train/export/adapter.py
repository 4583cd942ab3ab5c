"""A trained adapter under a name that every part of the product can open: its GGUF file and its manifest."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

from workbench.errors import ModelError, UsageError
from workbench.llm import adapters, catalog, digest
from workbench.llm.adapters import Adapter
from workbench.llm.catalog import CatalogModel
from workbench.text import t
from workbench.train.export import manifest
from workbench.train.export.gguf_lora import LoraFile, Precision, write_gguf_lora

FILE = "adapter.gguf"
_UNPACKED = re.compile(r"unpacked/([0-9a-f]{12})/?$")


def export_adapter(
    adapter: Path,
    base: str,
    name: str,
    facts: dict[str, Any],
    *,
    precision: Precision = "q8_0",
    replace: bool = False,
    folder: Path | None = None,
) -> Adapter:
    """Make the peft adapter in folder `adapter` known as `name`, for a base of the catalog.

    base: a catalogued model's name; empty: what the adapter says it was trained on. facts: what else the manifest
    tells (data, training, config, metrics, licence, prompt). replace: an adapter of this name may go. folder: of all
    adapters; None: this user's own. The new one stands whole or not at all. Raises UsageError for a name that cannot
    be taken, ModelError where adapter or base are not fit.
    """
    home = folder or adapters.own_folder()
    _require_free(name, home, replace)
    model = base_for(adapter, base)
    digest.require_verified(model)
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f".{name}.{os.getpid()}"
    try:
        (fresh / name).mkdir(parents=True)
        written = write_gguf_lora(adapter, model.path, fresh / name / FILE, precision)
        manifest.write(fresh / name, {**_facts(model, written, precision), **facts})
        made = adapters.read(fresh / name)
        digest.require_adapter(catalog.with_adapter(model, made))
        if (home / name).exists():
            (home / name).rename(fresh / "old")
        (fresh / name).rename(home / name)
    except OSError as error:
        raise ModelError(t("adapter.not_written", folder=home, reason=error.strerror or str(error))) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return adapters.read(home / name)


def base_for(adapter: Path, base: str) -> CatalogModel:
    """The catalog's model that an adapter goes on. Raises ModelError where it was trained on another, or on none."""
    trained_on = _trained_on(adapter)
    if not base and trained_on is None:
        raise ModelError(t("adapter.base_unknown", names=", ".join(one.name for one in catalog.bases())))
    model = catalog.base_of(catalog.get(base)) if base else trained_on
    assert model is not None
    if trained_on is not None and trained_on.sha256 != model.sha256:
        raise ModelError(t("adapter.other_base", base=model.name, trained=trained_on.name))
    return model


def _trained_on(adapter: Path) -> CatalogModel | None:
    """peft writes down where the base lay; ours lie in folders named by their file's sha256."""
    try:
        where = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))["base_model_name_or_path"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(t("adapter.not_an_adapter", folder=adapter)) from error
    found = _UNPACKED.search(str(where))
    return next((model for model in catalog.bases() if found and model.sha256.startswith(found[1])), None)


def _require_free(name: str, home: Path, replace: bool) -> None:
    if not adapters.NAME.fullmatch(name):
        raise UsageError(t("adapter.bad_name", name=name))
    if any(model.name == name for model in catalog.bases()):
        raise UsageError(t("adapter.name_of_base", name=name))
    other = next((one for one in adapters.every() if one.name == name and one.folder.parent != home), None)
    if other is not None:
        raise UsageError(t("adapter.name_taken", name=name, folder=other.folder))
    if (home / name).exists() and not replace:
        raise UsageError(t("adapter.name_taken", name=name, folder=home / name))


def _facts(base: CatalogModel, written: LoraFile, precision: Precision) -> dict[str, Any]:
    return {
        "base": {"name": base.name, "sha256": base.sha256, "licence": base.licence},
        "adapter": {
            "file": FILE,
            "bytes": written.bytes,
            "sha256": digest.sha256(written.path),
            "rank": written.rank,
            "alpha": written.alpha,
            "precision": precision,
            "matrices": written.matrices,
        },
    }
