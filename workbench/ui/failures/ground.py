"""What a stored case stands on: its schema as read, and the folder of its rows."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from workbench.errors import SchemaError
from workbench.schema.graph import with_inferred_keys
from workbench.schema.model import Schema
from workbench.sql.pasted import read_pasted
from workbench.store import sets
from workbench.store.sets import StoredCase


@lru_cache(maxsize=64)
def stored_case(set_digest: str, case_id: str) -> StoredCase | None:
    """The case as it was copied into the store, which never changes it. Raises StoreError."""
    return sets.case_of(set_digest, case_id)


def case_schema(case: StoredCase) -> Schema | None:
    """Tables of a case; None where none can be read."""
    return _schema(case.ddl, case.dialect)


@lru_cache(maxsize=16)
def _schema(ddl: str, dialect: str | None) -> Schema | None:
    try:
        return with_inferred_keys(read_pasted(ddl, dialect))
    except SchemaError:
        return None


def data_path(case: StoredCase) -> Path | None:
    """The folder of the case's rows, where it still is."""
    path = Path(case.data_path) if case.data_path else None
    return path if path is not None and path.is_dir() else None
