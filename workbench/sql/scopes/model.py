"""One SELECT, what it reads, and the columns those sources offer."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

from workbench.schema.model import Column, Table


@dataclass(frozen=True, eq=False)
class Output:
    """One column that a source offers. `name` is empty where DuckDB makes the name up (`count_star()`)."""

    name: str
    table: Table | None = None
    column: Column | None = None
    """Schema column it passes on unchanged, with its `table`."""
    expression: exp.Expr | None = None
    """What computes it inside its own query, where no schema column does."""
    frame: Frame | None = None
    """Where `expression` stands."""
    nullable: bool = True


@dataclass(eq=False)
class Source:
    """One item of FROM or JOIN. `outputs` is None where its columns cannot be known."""

    name: str
    node: exp.Expr
    outputs: tuple[Output, ...] | None
    table: Table | None = None
    join: exp.Join | None = None
    """The JOIN that brought it; None for the first item of FROM."""
    missing: bool = False
    """A table name that neither the schema nor a CTE explains."""
    optional: bool = False
    """NULL rows may stand in for it (right side of LEFT, left side of RIGHT, both of FULL)."""
    inner: tuple[Frame, ...] = ()
    """The frames of its own query, first one first, where it is a subquery or CTE."""

    @property
    def opaque(self) -> bool:
        return self.outputs is None or any(not output.name for output in self.outputs)

    def find(self, name: str) -> Output | None:
        wanted = name.casefold()
        return next((o for o in self.outputs or () if o.name.casefold() == wanted), None)


@dataclass(eq=False)
class Frame:
    """One SELECT."""

    node: exp.Select
    parent: Frame | None
    sources: list[Source] = field(default_factory=list)
    columns: list[exp.Column] = field(default_factory=list)
    """Columns written in this SELECT itself, not in queries inside it."""
    aliases: dict[str, exp.Expr] = field(default_factory=dict)
    """Names given with AS in the select list, case-folded, to their expressions."""
    merged: set[str] = field(default_factory=set)
    """Names that USING or NATURAL made one, case-folded."""
    outputs: tuple[Output, ...] | None = None
    lateral: bool = False
    """Stands in FROM, so its parent's sources are its neighbours rather than an outer query's."""
    sees: int | None = None
    """How many of its parent's sources it can name: those before it, where it stands in FROM; None for all."""
    reading: bool = False
    """Its FROM is being walked."""
    murky: bool = False
    """Holds a form that this walk does not follow (PIVOT): rules about what is unused stay silent."""

    def source(self, name: str, first: int | None = None) -> Source | None:
        """The source of that name, among the `first` ones."""
        wanted = name.casefold()
        return next((s for s in self.sources[:first] if s.name.casefold() == wanted), None)
