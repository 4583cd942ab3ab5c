"""Exact match, twice: the same text, and the same parts (Spider's exact set match).

`em_set` follows taoyds/spider's evaluation.py as it is run by default: SELECT, WHERE, GROUP BY and HAVING are compared
as sets, ORDER BY as a list, LIMIT by being there; values are ignored (DISABLE_VALUE), and so is DISTINCT
(DISABLE_DISTINCT); a foreign key and the column it references are one column; conditions are compared one by one with
the set of AND and OR between them; subqueries and set operations part by part. What Spider's grammar lacks is added: a
CTE counts as the subquery it names, the kind of a join and its conditions belong to FROM, any other expression is
compared as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.schema.model import Schema
from workbench.sql.lexer import Token, significant, tokens, unquoted
from workbench.sql.parsing import parse
from workbench.sql.transpile.inward import parse as parse_any

_NOISE = frozenset({"AS", "ASC", "INNER", "OUTER"})
"""Words without which a text means the same."""
_FAULTS = (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError)


def em_string(gold: str, pred: str) -> bool:
    """The same text but for white space, comments, case (outside of strings), quotes of names, and noise words."""
    return bool(pred.strip()) and _words(gold) == _words(pred)


def _words(sql: str) -> list[str]:
    found = significant(tokens(sql))
    while found and found[-1].text == ";":
        found.pop()
    return [_word(token) for token in found if not token.is_word(*_NOISE)]


def _word(token: Token) -> str:
    if token.kind == "string":
        return token.text
    if token.kind == "quoted":
        return unquoted(token.text).casefold()
    return {"!=": "<>", "==": "="}.get(token.text, token.text.casefold())


def em_set(gold: str, pred: str, schema: Schema) -> bool:
    """Spider's exact set match. False where either text cannot be read; never raises."""
    try:
        trees = [_tree(sql, schema) for sql in (gold, pred)]
        if any(tree is None for tree in trees):
            return False
        roots = _Keys(schema)
        return _Query(trees[0], schema, roots, {}).shape() == _Query(trees[1], schema, roots, {}).shape()
    except _FAULTS:
        return False


def _tree(sql: str, schema: Schema) -> exp.Expr | None:
    parsed = parse(sql.strip().rstrip(";"))
    if len(parsed.statements) == 1:
        return parsed.statements[0]
    return (
        parse_any(sql, schema.dialect) if parsed.problem and parsed.problem.kind in ("syntax", "open-quote") else None
    )


class _Keys:
    """Columns that a foreign key makes one."""

    def __init__(self, schema: Schema) -> None:
        self._next: dict[str, str] = {}
        for table in schema.tables:
            for key in table.foreign_keys:
                for mine, theirs in zip(key.columns, key.ref_columns, strict=False):
                    one, other = self.root(_full(table.name, mine)), self.root(_full(key.table, theirs))
                    if one != other:
                        self._next[max(one, other)] = min(one, other)

    def root(self, name: str) -> str:
        while name in self._next:
            name = self._next[name]
        return name


def _full(table: str, column: str) -> str:
    return f"{table}.{column}".casefold()


@dataclass
class _Query:
    """A query with the CTEs it can see (name → shape)."""

    tree: exp.Expr | None
    schema: Schema
    keys: _Keys
    ctes: dict[str, Any]

    def shape(self) -> tuple[Any, ...]:
        tree = self.tree
        while isinstance(tree, exp.Subquery) and not any(tree.args.get(k) for k in ("order", "limit", "joins")):
            tree = tree.this
        with_ = tree.args.get("with_") if tree is not None else None
        for item in with_.expressions if with_ is not None else ():
            self.ctes = {**self.ctes, item.alias.casefold(): self._inner(item.this)}
        if isinstance(tree, exp.SetOperation):
            kind = (type(tree).__name__, tree.args.get("distinct") is False)
            sides = (self._inner(tree.left), self._inner(tree.right))
            return ("set", kind, *sides, self._order(tree, {}), tree.args.get("limit") is not None)
        if not isinstance(tree, exp.Select):
            raise ValueError("no query")
        return self._select(tree)

    def _inner(self, tree: exp.Expr) -> tuple[Any, ...]:
        return _Query(tree, self.schema, self.keys, self.ctes).shape()

    def _select(self, tree: exp.Select) -> tuple[Any, ...]:
        tables = self._tables(tree)
        aliases = {item.alias.casefold(): item.this for item in tree.expressions if isinstance(item, exp.Alias)}
        group = tree.args.get("group")
        named = [
            _resolved(item, aliases, tree.expressions) for item in (group.expressions if group is not None else ())
        ]
        having = tree.args.get("having")
        return (
            "select",
            _sorted(self._text(item.unalias(), tree, tables) for item in tree.expressions),
            self._from(tree, tables),
            self._conditions(tree.args.get("where"), tree, tables),
            _sorted(self._text(item, tree, tables).rpartition(".")[2] for item in named),
            bool(group is not None and group.args.get("all")),
            self._conditions(having, tree, tables, aliases),
            self._conditions(tree.args.get("qualify"), tree, tables, aliases),
            self._order(tree, tables, aliases),
            tree.args.get("limit") is not None,
        )

    def _tables(self, tree: exp.Select) -> dict[str, str]:
        """Alias or name → the table's name; empty for what is no table of the schema."""
        found: dict[str, str] = {}
        for node in _sources(tree):
            is_table = isinstance(node, exp.Table) and node.name.casefold() not in self.ctes
            found[node.alias_or_name.casefold()] = node.name.casefold() if is_table else ""
        return found

    def _from(self, tree: exp.Select, tables: dict[str, str]) -> tuple[Any, ...]:
        names, conditions = [], []
        for node in _sources(tree):
            if isinstance(node, exp.Table):
                names.append(repr(self.ctes.get(node.name.casefold(), node.name.casefold())))
            elif isinstance(node, exp.Subquery):
                names.append(repr(self._inner(node)))
            else:
                names.append(node.sql("duckdb").casefold())
        kinds = []
        for join in tree.args.get("joins") or ():
            kinds.append(join.side.upper() or join.kind.upper().replace("INNER", ""))
            conditions += list(self._conditions(join.args.get("on"), tree, tables)[0])
            for column in join.args.get("using") or ():
                name = self._column(exp.column(column.name), tables)
                conditions.append(f"{name} = {name}")
        return _sorted(names), _sorted(kinds), _sorted(conditions)

    def _conditions(
        self,
        clause: exp.Expr | None,
        tree: exp.Select,
        tables: dict[str, str],
        aliases: dict[str, exp.Expr] | None = None,
    ) -> tuple[Any, ...]:
        """Each condition as text, sorted, and which of AND and OR stand between them."""
        if clause is None:
            return (), ()
        root = clause.this if isinstance(clause, exp.Where | exp.Having | exp.Qualify) else clause
        found: list[str] = []
        words: set[str] = set()
        stack = [root]
        while stack:
            node = stack.pop().unnest()
            if isinstance(node, exp.And | exp.Or):
                words.add(type(node).__name__)
                stack += [node.left, node.right]
            else:
                found.append(self._condition(_substituted(node, aliases or {}), tree, tables))
        return _sorted(found), _sorted(words)

    def _condition(self, node: exp.Expr, tree: exp.Select, tables: dict[str, str]) -> str:
        """One condition, its values masked and a comparison turned to have its column on the left."""
        if isinstance(node, exp.Not):
            return "not " + self._condition(node.this.unnest(), tree, tables)
        if isinstance(node, exp.In | exp.Between):
            query = node.args.get("query") if isinstance(node, exp.In) else None
            inner = repr(self._inner(query)) if query is not None else "?"
            return f"{self._text(node.this, tree, tables)} {type(node).__name__} {inner}"
        if isinstance(node, exp.Binary) and isinstance(node, exp.Predicate):
            left, right = self._side(node.left, tree, tables), self._side(node.right, tree, tables)
            kind: type[exp.Expr] = type(node)
            symmetric = isinstance(node, exp.EQ | exp.NEQ)
            if left == "?" or (symmetric and right != "?" and left > right):
                left, right, kind = right, left, _TURNED.get(kind, kind)
            return f"{left} {kind.__name__} {right}"
        return self._text(node, tree, tables)

    def _side(self, node: exp.Expr, tree: exp.Select, tables: dict[str, str]) -> str:
        bare = isinstance(node.unnest(), exp.Null | exp.Boolean)
        if not bare and node.find(exp.Column, exp.Query, exp.AggFunc, exp.Star) is None:
            return "?"
        return self._text(node.unnest(), tree, tables)

    def _order(
        self, tree: exp.Expr, tables: dict[str, str], aliases: dict[str, exp.Expr] | None = None
    ) -> tuple[Any, ...]:
        order = tree.args.get("order")
        outputs = tree.expressions if isinstance(tree, exp.Select) else ()
        return tuple(
            (self._text(_resolved(item.this, aliases or {}, outputs), tree, tables), bool(item.args.get("desc")))
            for item in (order.expressions if order is not None else ())
        )

    def _text(self, node: exp.Expr, tree: exp.Expr, tables: dict[str, str]) -> str:
        """An expression as text: columns by their full name, subqueries by their shape, without DISTINCT."""
        if isinstance(node, exp.Query):
            return repr(self._inner(node))
        holder = exp.Paren(this=node.copy())
        for query in list(holder.find_all(exp.Subquery, exp.Exists)):
            if query.find_ancestor(exp.Subquery, exp.Exists) is None:
                query.replace(exp.Literal.string(repr(self._inner(query.this))))
        for column in list(holder.find_all(exp.Column)):
            column.replace(exp.to_identifier(self._column(column, tables), quoted=False))
        for distinct in list(holder.find_all(exp.Distinct)):
            if len(distinct.expressions) == 1:
                distinct.replace(distinct.expressions[0])
        return _lower(holder.this.sql("duckdb"))

    def _column(self, column: exp.Column, tables: dict[str, str]) -> str:
        if isinstance(column.this, exp.Star):
            return "*"
        table = tables.get(column.table.casefold(), column.table.casefold())
        if not column.table:
            holders = [t for t in tables.values() if (known := self.schema.table(t)) and known.column(column.name)]
            table = holders[0] if holders else ""
        name = _full(table, column.name) if table else column.name.casefold()
        return self.keys.root(name)


_TURNED: dict[type[exp.Expr], type[exp.Expr]] = {exp.GT: exp.LT, exp.LT: exp.GT, exp.GTE: exp.LTE, exp.LTE: exp.GTE}


def _sources(tree: exp.Select) -> Iterator[exp.Expr]:
    first = tree.args.get("from_")
    if first is not None:
        yield first.this
    for join in tree.args.get("joins") or ():
        yield join.this


def _resolved(item: exp.Expr, aliases: dict[str, exp.Expr], outputs: Sequence[exp.Expr]) -> exp.Expr:
    """What a number or an alias in GROUP BY and ORDER BY stands for."""
    if (
        isinstance(item, exp.Literal)
        and not item.is_string
        and item.name.isdigit()
        and 0 < int(item.name) <= len(outputs)
    ):
        return outputs[int(item.name) - 1].unalias()
    return _substituted(item, aliases)


def _substituted(node: exp.Expr, aliases: dict[str, exp.Expr]) -> exp.Expr:
    holder = exp.Paren(this=node.copy())
    for column in list(holder.find_all(exp.Column)):
        meant = aliases.get(column.name.casefold()) if not column.table else None
        if meant is not None:
            column.replace(meant.copy())
    return holder.this  # type: ignore[no-any-return]


def _sorted(found: Any) -> tuple[Any, ...]:
    return tuple(sorted(found))


def _lower(text: str) -> str:
    """Lower case outside of strings."""
    return "".join(t.text if t.kind == "string" else t.text.casefold() for t in tokens(text))
