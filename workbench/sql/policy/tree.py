"""Walks DuckDB's own tree of a query, knows every part it meets, and collects what the query touches."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("syntax.toml")
_EVERYWHERE = {"alias", "query_location", "query_location_length", "type", "class"}
_LITERALS = {"BOOLEAN", "INTEGER", "NULL_LITERAL", "NUMERIC", "STRING"}
_DEPTH = 200
"""Expressions inside one another; the deepest honest query of the tests has 10."""

Node = dict[str, Any]
Scope = frozenset[str]


class Unknown(Exception):
    """A part that is not in syntax.toml, or used in a way that is not. `what` names it, `node` is where."""

    def __init__(self, what: str, node: Node) -> None:
        super().__init__(what)
        self.what, self.node = what, node


class TooDeep(Exception):
    """More nested than anybody writes."""


@dataclass(frozen=True)
class Touched:
    """A name in the query: `path` as written, unquoted (`("main", "orders")`), and its character span, or None."""

    path: tuple[str, ...]
    start: int | None
    length: int

    @property
    def name(self) -> str:
        return self.path[-1].casefold()


@dataclass
class Reading:
    """What a query touches, by DuckDB's reading."""

    tables: list[Touched] = field(default_factory=list)
    """Without names of common table expressions."""
    functions: list[Touched] = field(default_factory=list)
    table_functions: list[Touched] = field(default_factory=list)
    columns: list[Touched] = field(default_factory=list)
    """Unqualified column references: DuckDB reads some of them as functions (`current_user`)."""
    aliases: set[str] = field(default_factory=set)
    """Every name given in the query, case-folded."""
    queries: int = 0
    mentioned: set[str] = field(default_factory=set)
    """Names of tables and common table expressions alike, case-folded."""


@cache
def _syntax() -> dict[str, dict[str, frozenset[str]]]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {section: {kind: frozenset(names) for kind, names in kinds.items()} for section, kinds in data.items()}


@cache
def _bare() -> frozenset[frozenset[str]]:
    return frozenset(_syntax()["bare"].values())


def read(ast: Node) -> Reading:
    """Walk the whole tree. Raises Unknown at the first part that is not known, TooDeep."""
    reading = Reading()
    stack: list[tuple[Any, Scope, int]] = [(ast, frozenset(), 0)]
    while stack:
        node, scope, depth = stack.pop()
        if isinstance(node, list):
            stack += [(item, scope, depth) for item in node]
        elif isinstance(node, dict):
            if depth > _DEPTH:
                raise TooDeep
            deeper = depth + ("type" in node)
            _note(node, scope, reading)
            stack += [(child, inner, deeper) for child, inner in _children(node, scope)]
    if not reading.queries:
        raise Unknown("?", ast)
    return reading


def _children(node: Node, scope: Scope) -> Iterator[tuple[Any, Scope]]:
    """Parts of a node with the common table expressions visible in each.

    An expression sees the ones before it and not itself; only the right side of a recursive one sees itself. A name
    that is not visible is a real table: `WITH sqlite_master AS (FROM sqlite_master) …` reads the catalog.
    """
    shared = node.get("cte_map")
    if shared is not None:
        for item in shared["map"]:
            yield item, scope
            scope = scope | {item["key"].casefold()}
    for key, value in node.items():
        if key == "cte_map" or not isinstance(value, (dict, list)):
            continue
        if key == "right" and node.get("type") == "RECURSIVE_CTE_NODE":
            yield value, scope | {node["cte_name"].casefold()}
        else:
            yield value, scope


def _note(node: Node, scope: Scope, reading: Reading) -> None:
    """Check one node against what is known and write down what it touches."""
    kind = _known(node)
    for key in ("alias", "key"):
        if isinstance(node.get(key), str) and node[key]:
            reading.aliases.add(node[key].casefold())
    for key in ("column_name_alias", "aliases", "unpivot_names"):
        reading.aliases |= {name.casefold() for name in node.get(key) or () if isinstance(name, str)}
    if kind == "query":
        reading.queries += 1
    elif kind == "BASE_TABLE":
        _note_table(node, scope, reading)
    elif kind in ("FUNCTION", "WINDOW"):
        if node.get("export_state"):
            raise Unknown("EXPORT_STATE", node)
        reading.functions.append(_touched(node))
    elif kind == "TABLE_FUNCTION":
        reading.table_functions.append(_touched(node["function"], node))
    elif kind == "COLUMN_REF" and len(node["column_names"]) == 1:
        reading.columns.append(Touched((node["column_names"][0],), node.get("query_location"), _length(node)))
    elif kind == "SHOW_REF":
        _note_show(node, reading)
    elif kind == "TYPE" and (node["catalog"] or node["schema"]):
        raise Unknown("TYPE", node)
    elif kind == "literal" and node["kind"] not in _LITERALS:
        raise Unknown(str(node["kind"]), node)


def _known(node: Node) -> str:
    """The kind of a node that is in syntax.toml with all its fields. Raises Unknown."""
    kind = node.get("type")
    if "class" in node:
        return _known_expression(node)
    if not isinstance(kind, str):
        if frozenset(node) not in _bare():
            raise Unknown("?", node)
        return "literal" if "kind" in node else ""
    for section in ("query", "source", "modifier"):
        fields = _syntax()[section].get(kind)
        if fields is not None and set(node) <= fields | _EVERYWHERE:
            return "query" if section == "query" else kind
    raise Unknown(kind, node)


def _known_expression(node: Node) -> str:
    kind = str(node["class"])
    fields = _syntax()["expression"].get(kind)
    if fields is None or not set(node) <= fields | _EVERYWHERE:
        raise Unknown(str(node.get("type", kind)), node)
    if node.get("type") not in _syntax()["type"][kind]:
        raise Unknown(str(node.get("type")), node)
    return kind


def _note_table(node: Node, scope: Scope, reading: Reading) -> None:
    if node["at_clause"] is not None:
        raise Unknown("AT", node)
    table = _touched(node)
    reading.mentioned.add(table.name)
    if len(table.path) > 1 or table.name not in scope:
        reading.tables.append(table)


def _note_show(node: Node, reading: Reading) -> None:
    """`DESCRIBE t`, `SUMMARIZE t` and `SHOW t` look at one table or query; `SHOW TABLES` and its kin at the catalog."""
    if node["query"] is None:
        if node["show_type"] not in ("DESCRIBE", "SUMMARY", "SHOW"):
            raise Unknown("SHOW", node)
        reading.tables.append(_touched(node))
        reading.mentioned.add(reading.tables[-1].name)


def _touched(node: Node, place: Node | None = None) -> Touched:
    """The name in `qualified_name`, which must say the same as the older fields beside it."""
    path = tuple(part for part in node["qualified_name"]["path"] if part)
    plain = node.get("function_name", node.get("table_name"))
    if not path or (path[-1] != plain and node.get("type") != "SHOW_REF"):
        raise Unknown("qualified_name", node)
    place = place or node
    return Touched(path, place.get("query_location"), _length(place))


def _length(node: Node) -> int:
    return int(node.get("query_location_length") or 0)
