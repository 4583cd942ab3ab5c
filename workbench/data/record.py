"""What is kept beside a built database, as JSON: its schema as loaded, its kind and its notes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, cast

from workbench.data.notes import Note
from workbench.schema.model import Column, ForeignKey, Problem, Schema, Table

Rows = Literal["real", "example", "empty"]


@dataclass(frozen=True)
class Record:
    schema: Schema
    rows: Rows
    notes: tuple[Note, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "schema": schema_to_json(self.schema),
            "rows": self.rows,
            "notes": [[note.key, dict(note.values)] for note in self.notes],
        }


def record_from_json(data: dict[str, Any]) -> Record:
    """Raises KeyError or TypeError when `data` was not written by this version."""
    rows = cast(Rows, data["rows"])
    return Record(schema_from_json(data["schema"]), rows, tuple(Note(key, values) for key, values in data["notes"]))


def schema_to_json(schema: Schema) -> dict[str, Any]:
    return {
        "dialect": schema.dialect,
        "tables": [asdict(table) for table in schema.tables],
        "problems": [asdict(problem) for problem in schema.problems],
    }


def schema_from_json(data: dict[str, Any]) -> Schema:
    return Schema(
        tuple(_table(table) for table in data["tables"]),
        data["dialect"],
        tuple(Problem(**problem) for problem in data["problems"]),
    )


def _table(data: dict[str, Any]) -> Table:
    return Table(
        **{
            **data,
            "columns": tuple(Column(**{**c, "choices": tuple(c["choices"])}) for c in data["columns"]),
            "primary_key": tuple(data["primary_key"]),
            "unique_keys": tuple(tuple(key) for key in data["unique_keys"]),
            "foreign_keys": tuple(
                ForeignKey(**{**f, "columns": tuple(f["columns"]), "ref_columns": tuple(f["ref_columns"])})
                for f in data["foreign_keys"]
            ),
        }
    )
