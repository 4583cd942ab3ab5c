"""OpenAI-compatible servers the user added. The key itself is never kept: only the name of the variable holding it."""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass
from urllib.parse import urlsplit

from workbench.errors import StoreError, UsageError
from workbench.store import file
from workbench.text import t

_NAME = re.compile(r"[\w.\-가-힣 ]{1,60}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")


@dataclass(frozen=True)
class SavedEndpoint:
    """`key_variable` is the name of an environment variable, or empty when the server asks for no key."""

    name: str
    base_url: str
    model: str
    key_variable: str = ""


def save(endpoint: SavedEndpoint) -> None:
    """Keep an endpoint, replacing one of the same name. Raises UsageError (filled in wrongly) or StoreError."""
    validate(endpoint)
    with file.transaction() as connection:
        connection.execute("INSERT OR REPLACE INTO endpoint VALUES (?, ?, ?, ?)", astuple(endpoint))


def validate(endpoint: SavedEndpoint) -> None:
    """Raises UsageError that says which field is wrong."""
    if not _NAME.fullmatch(endpoint.name):
        raise UsageError(t("store.endpoint_name"))
    parts = urlsplit(endpoint.base_url)
    # A key in the address would be stored and shown: user:password@host or ?api_key=….
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or "@" in parts.netloc:
        raise UsageError(t("store.endpoint_url"))
    if not endpoint.model.strip() or len(endpoint.model) > 200:
        raise UsageError(t("store.endpoint_model"))
    if endpoint.key_variable and not _looks_like_variable(endpoint.key_variable):
        raise UsageError(t("store.endpoint_key"))


def _looks_like_variable(text: str) -> bool:
    # Keys that happen to be identifiers (`gsk_…`, hf_…) are long and mix cases with digits; variables do not.
    mixed = any(c.islower() for c in text) and any(c.isupper() for c in text) and any(c.isdigit() for c in text)
    return bool(_VARIABLE.fullmatch(text)) and not (mixed and len(text) > 24)


def every() -> tuple[SavedEndpoint, ...]:
    """All endpoints by name. Raises StoreError."""
    with file.transaction() as connection:
        rows = connection.execute("SELECT name, base_url, model, key_variable FROM endpoint ORDER BY name").fetchall()
    return tuple(SavedEndpoint(**dict(row)) for row in rows)


def find(name: str) -> SavedEndpoint | None:
    """The endpoint of that name; None also when the store cannot be read, so that a CLI job can go on without it."""
    try:
        return next((e for e in every() if e.name == name), None)
    except StoreError:
        return None


def remove(name: str) -> None:
    """Forget one endpoint. Raises StoreError."""
    with file.transaction() as connection:
        connection.execute("DELETE FROM endpoint WHERE name = ?", (name,))
