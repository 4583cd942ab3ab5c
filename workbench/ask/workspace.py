"""A database made ready for questions: its values indexed, its sandbox warm."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.data.database import Database
from workbench.data.values import ValueIndex, column_values
from workbench.sandbox.pool import Sandbox, open_sandbox
from workbench.schema.graph import with_inferred_keys
from workbench.schema.model import Schema


@dataclass(frozen=True)
class Workspace:
    """`schema` is the database's with inferred foreign keys added; `values` is None where rows were generated.

    Generated rows are made up: their values must neither reach the prompt nor count as evidence for a filter.
    """

    database: Database
    schema: Schema
    values: ValueIndex | None
    sandbox: Sandbox


def open_workspace(database: Database) -> Workspace:
    """Index values and start the sandbox. Raises DataError or SandboxError."""
    values = column_values(database) if database.has_known_values else None
    return Workspace(database, with_inferred_keys(database.schema), values, open_sandbox(database.path))


def close_workspace(workspace: Workspace) -> None:
    """Let go of the sandbox's children (a batch walks over many databases)."""
    workspace.sandbox.close()
