"""The model files this product knows: facts from `models/catalog.toml`, and which one is the default here."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from workbench import settings
from workbench.errors import ModelError
from workbench.llm import adapters, preferences
from workbench.text import t


@dataclass(frozen=True)
class Parts:
    """A file cut into the wheels of a package registry; `{n}` is the part's number from 1, `{nn}` with two digits."""

    package: str
    version: str
    count: int
    member: str

    def requirement(self, number: int) -> str:
        return f"{self.package.format(n=number)}=={self.version}"

    def member_name(self, number: int) -> str:
        return self.member.format(n=number, nn=f"{number:02d}")


@dataclass(frozen=True)
class CatalogModel:
    """One GGUF file, perhaps with an adapter on top. `context`: tokens it was trained for; sizes are bytes.

    adapter: a GGUF LoRA file, or None; `name` is then the adapter's, all else but `adapter_*` tells of the base.
    """

    name: str
    file: str
    bytes: int
    sha256: str
    licence: str
    hub: str
    context: int
    kv_bytes_per_token: int
    parts: Parts | None = None
    adapter: Path | None = None
    adapter_sha256: str = ""
    adapter_bytes: int = 0

    @property
    def identity(self) -> str:
        """Name of what it computes (12 hex digits): servers and prompt caches of two identities never mix."""
        if not self.adapter_sha256:
            return self.sha256[:12]
        return hashlib.sha256(f"{self.sha256} {self.adapter_sha256}".encode()).hexdigest()[:12]

    @property
    def path(self) -> Path:
        """Where the file lies in the cache once it is fetched and verified."""
        return settings.model_dir() / self.file

    @property
    def installed(self) -> bool:
        return self.path.is_file() and (self.adapter is None or self.adapter.is_file())


@cache
def _read(file: Path) -> tuple[str, tuple[CatalogModel, ...]]:
    facts = tomllib.loads(file.read_text(encoding="utf-8"))
    models = []
    for entry in facts["model"]:
        parts = entry.pop("parts", None)
        models.append(CatalogModel(**entry, parts=Parts(**parts) if parts else None))
    return facts["default"], tuple(models)


def bases() -> tuple[CatalogModel, ...]:
    """The models of the catalog, without adapters."""
    return _read(settings.ROOT / "models" / "catalog.toml")[1]


def models() -> tuple[CatalogModel, ...]:
    """The models of the catalog, then the adapters that fit one of them."""
    known = {model.sha256: model for model in bases()}
    names = {model.name for model in bases()}
    fitting = [one for one in adapters.every() if one.base_sha256 in known and one.name not in names]
    return (*bases(), *(with_adapter(known[one.base_sha256], one) for one in fitting))


def with_adapter(base: CatalogModel, one: adapters.Adapter) -> CatalogModel:
    """`base` with the adapter on top, under the adapter's name."""
    return replace(base, name=one.name, adapter=one.file, adapter_sha256=one.sha256, adapter_bytes=one.bytes)


def base_of(model: CatalogModel) -> CatalogModel:
    """The catalog's model below an adapter; a model without one is its own."""
    return next(base for base in bases() if base.sha256 == model.sha256)


def find_base(name: str) -> CatalogModel | None:
    """The catalog's model called `name` (or whose file is), upper and lower case alike; adapters are not looked at."""
    wanted = name.strip().lower().removesuffix(".gguf")
    return next((model for model in bases() if model.name == wanted), None)


def find(name: str) -> CatalogModel | None:
    """The model or adapter called `name`."""
    return find_base(name) or next((model for model in models() if model.name == name.strip().lower()), None)


def get(name: str) -> CatalogModel:
    """Raises ModelError listing what exists."""
    model = find(name)
    if model is None:
        raise ModelError(t("llm.unknown_catalog_model", name=name, names=", ".join(m.name for m in models())))
    return model


def default_name() -> str:
    """What `open_model(None)` opens: the stored choice, else the catalog's default."""
    return preferences.read().get("default") or _read(settings.ROOT / "models" / "catalog.toml")[0]


def default_model() -> CatalogModel:
    """The default as a catalog model; the catalog's own default where the stored choice is something else."""
    return find(default_name()) or get(_read(settings.ROOT / "models" / "catalog.toml")[0])


def set_default(name: str) -> None:
    """Store the choice for this user (a catalog name or any name `select.open_model` takes)."""
    preferences.update(default=name)
