"""Answers of evaluation runs, one row a case, and the filters that find them again.

A row appears when the case has been answered (`scored` False), is filled in by grading (`scored` True) and by the
judge. 100,000 rows are filtered and counted through the covering index `result_facets`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from workbench.store import file

Dimension = Literal["run", "outcome", "category", "feature", "difficulty", "db_id", "judge", "human", "trust"]


@dataclass(frozen=True)
class Result:
    """One answer. `outcome` is one of evaluate.score.OUTCOMES, None until it is graded.

    status: of the generation (`sql.diagnostic.Status`). sql: DuckDB SQL, None where nothing was offered. valid: the
    SQL parses and binds. evidence, checks, notes: JSON lists. judge: yes, no, unreadable, failed, gated or None (not
    asked). human: from `store.reviews`. raw: what the model wrote. difference: JSON of evaluate.score.ResultDifference,
    empty where the results do not differ. seconds: of the generation; cost: dollars, None if unknown.
    """

    run: str
    case_id: str
    position: int
    question: str
    db_id: str
    gold: str
    sql: str | None = None
    outcome: str | None = None
    forgiving: bool = False
    em_string: bool = False
    em_set: bool = False
    valid: bool = False
    category: str | None = None
    evidence: str = "[]"
    features: tuple[str, ...] = ()
    difficulty: str | None = None
    status: str = ""
    message: str = ""
    checks: str = "[]"
    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None
    judge: str | None = None
    judge_reason: str = ""
    human: str | None = None
    notes: str = "[]"
    scored: bool = False
    raw: str = ""
    difference: str = ""
    gold_sql: str = ""
    """Gold as it was run: transpiled, repaired, clock pinned."""
    ran_sql: str = ""
    """The answer as it was run, likewise."""
    attempts: int = 0
    """Times that grading it was begun and not ended: the process died with it."""
    trust: str = ""
    findings: str = ""
    """trust: high, medium, low as on 질문하기, "" without an answer; findings against it: `code:count` with blanks."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filters:
    """What to show; everything given must hold, an empty tuple or None asks for nothing.
    features: the gold has all of them. text: in question, gold, SQL, message or id, letter case ignored. disputed:
    grading and judge disagree (see DISPUTED). human: right, wrong or none. changed_from: cases whose answer was right
    in that run and is not in this one, or the other way round. unscored: also answers that are not
    graded yet; with scored False only those.
    """

    run: str | None = None
    outcomes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    db_ids: tuple[str, ...] = ()
    text: str = ""
    disputed: bool | None = None
    human: str | None = None
    tag: str | None = None
    changed_from: str | None = None
    judges: tuple[str, ...] = ()
    unscored: bool = False
    scored: bool = True


@dataclass(frozen=True)
class Tally:
    """How far a run is. failed: cases that a retry would do again. cost: dollars, None where a price is not known."""

    generated: int
    scored: int
    failed: int
    judged: int
    cost: float | None


@dataclass(frozen=True)
class Sums:
    """Over the answers of one outcome."""

    count: int
    forgiving: int
    em_string: int
    em_set: int
    valid: int
    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True)
class Brief:
    """What a comparison of two runs needs of an answer."""

    case_id: str
    db_id: str
    question: str
    gold: str
    outcome: str | None


@dataclass(frozen=True)
class Key:
    """Names one answer."""

    run: str
    case_id: str


@dataclass(frozen=True)
class Neighbours:
    """`number` of `total` in the filtered list (from 1; 0 when the answer is not in it), with those beside it."""

    before: Key | None
    after: Key | None
    number: int
    total: int


_STORED = tuple(name for name in Result.__dataclass_fields__ if name not in ("human", "tags"))
_FLAGS = ("forgiving", "em_string", "em_set", "valid", "scored")
UNSCORED = "scored = 0, outcome = NULL, category = NULL, attempts = 0"
"""As an answer is before it is graded."""
DISPUTED = (
    "(r.judge IN ('yes', 'no') AND r.outcome IN ('correct', 'wrong') AND (r.judge = 'yes') <> (r.outcome = 'correct'))"
)


def add(results: Iterable[Result]) -> None:
    """Keep answers; one that is there already is replaced. Raises StoreError."""
    with file.transaction() as connection:
        connection.executemany(
            f"INSERT OR REPLACE INTO result ({', '.join(_STORED)}) VALUES ({', '.join('?' * len(_STORED))})",
            [[_plain(getattr(result, name)) for name in _STORED] for result in results],
        )


def update(key: Key, **values: Any) -> None:
    """Set columns of one answer. Raises StoreError; KeyError for a column there is not."""
    if unknown := set(values) - set(_STORED):
        raise KeyError(", ".join(unknown))
    assignments = ", ".join(f"{name} = ?" for name in values)
    with file.transaction() as connection:
        connection.execute(
            f"UPDATE result SET {assignments} WHERE run = ? AND case_id = ?",
            [*map(_plain, values.values()), key.run, key.case_id],
        )


def unscore(run: str) -> None:
    """All answers of a run are to be graded again. Raises StoreError."""
    with file.transaction() as connection:
        connection.execute(f"UPDATE result SET {UNSCORED} WHERE run = ?", (run,))


def find(run: str, case_id: str) -> Result | None:
    """One answer. Raises StoreError."""
    found = _read("WHERE r.run = ? AND r.case_id = ?", [run, case_id])
    return found[0] if found else None


def select(filters: Filters, limit: int | None = 100, offset: int = 0) -> tuple[Result, ...]:
    """Answers in the order of their set, run by run; limit None: all. Raises StoreError."""
    condition, values = _where(filters)
    page = [-1 if limit is None else limit, offset]
    return _read(f"{condition} ORDER BY r.run, r.position LIMIT ? OFFSET ?", [*values, *page])


def keys(filters: Filters) -> tuple[Key, ...]:
    """The same list as `select`, names only (for actions on a whole selection). Raises StoreError."""
    condition, values = _where(filters)
    with file.transaction() as connection:
        rows = connection.execute(
            f"SELECT r.run, r.case_id FROM {_FROM} {condition} ORDER BY r.run, r.position", values
        )
        return tuple(Key(row["run"], row["case_id"]) for row in rows)


def count(filters: Filters) -> int:
    """How many there are. Raises StoreError."""
    condition, values = _where(filters)
    with file.transaction() as connection:
        return int(connection.execute(f"SELECT count(*) FROM {_FROM} {condition}", values).fetchone()[0])


def counts_by(filters: Filters, *dimensions: Dimension) -> dict[tuple[str, ...], int]:
    """Answers per combination of dimensions; what is not set counts as ''. A case counts once for each feature it has.

    Raises StoreError.
    """
    condition, values = _where(filters)
    columns = [_DIMENSIONS[dimension] for dimension in dimensions]
    listed = ", ".join(columns)
    with file.transaction() as connection:
        rows = connection.execute(
            f"SELECT {listed}, count(*) FROM {_FROM} {condition} GROUP BY {listed}", values
        ).fetchall()
    found: dict[tuple[str, ...], int] = {}
    for row in rows:
        for key in _spread(tuple(row)[:-1], dimensions):
            found[key] = found.get(key, 0) + row[-1]
    return found


def _spread(key: tuple[Any, ...], dimensions: tuple[Dimension, ...]) -> list[tuple[str, ...]]:
    """Features are stored as one text, so that there are few groups to count; here they part again."""
    keys: list[tuple[str, ...]] = [()]
    for value, dimension in zip(key, dimensions, strict=True):
        parts = str(value or "").split() or [""] if dimension == "feature" else [str(value or "")]
        keys = [(*head, part) for head in keys for part in parts]
    return keys


def sums(filters: Filters) -> dict[str, Sums]:
    """Per outcome. Raises StoreError."""
    condition, values = _where(filters)
    columns = ", ".join(f"sum(r.{name})" for name in Sums.__dataclass_fields__ if name != "count")
    with file.transaction() as connection:
        rows = connection.execute(
            f"SELECT r.outcome, count(*), {columns} FROM {_FROM} {condition} GROUP BY r.outcome", values
        ).fetchall()
    return {str(row[0]): Sums(*tuple(row)[1:]) for row in rows}


def tally(run: str) -> Tally:
    """Asked every second while a run is worked on. Raises StoreError."""
    with file.transaction() as connection:
        row = connection.execute(
            "SELECT count(*), total(scored), total(outcome IN ('generation_error', 'grader_error')),"
            " count(judge), total(cost), count(*) - count(cost) FROM result WHERE run = ?",
            (run,),
        ).fetchone()
        paid, unknown = connection.execute(
            "SELECT total(cost), count(*) - count(cost) FROM verdict WHERE run = ? AND answer <> 'gated'", (run,)
        ).fetchone()
    # One price that is not known makes the sum unknown: a part of the bill would pass for all of it.
    cost = row[4] + paid if not row[5] and not unknown else None
    return Tally(row[0], int(row[1]), int(row[2]), row[3], cost)


def briefs(run: str) -> tuple[Brief, ...]:
    """All answers of a run in the order of its set. Raises StoreError."""
    columns = ", ".join(Brief.__dataclass_fields__)
    with file.transaction() as connection:
        rows = connection.execute(f"SELECT {columns} FROM result WHERE run = ? ORDER BY position", (run,)).fetchall()
    return tuple(Brief(*row) for row in rows)


def neighbours(filters: Filters, run: str, case_id: str) -> Neighbours:
    """What comes before and after one answer in the filtered list, by its place also where it is not in it.

    So whoever walks through what nobody has judged yet comes to the next one, though the last verdict took the answer
    out of the list. Raises StoreError.
    """
    condition, values = _where(filters)
    joined = f"{condition} AND" if condition else "WHERE"
    with file.transaction() as connection:
        row = connection.execute("SELECT position FROM result WHERE run = ? AND case_id = ?", (run, case_id)).fetchone()
        place = (run, row["position"] if row else -1)

        def beside(sign: str, order: str) -> Key | None:
            found = connection.execute(
                f"SELECT r.run, r.case_id FROM {_FROM} {joined} (r.run, r.position) {sign} (?, ?)"
                f" ORDER BY r.run {order}, r.position {order} LIMIT 1",
                [*values, *place],
            ).fetchone()
            return Key(*found) if found else None

        total, earlier, listed = connection.execute(
            f"SELECT count(*), total((r.run, r.position) < (?, ?)), total((r.run, r.position) = (?, ?))"
            f" FROM {_FROM} {condition}",
            [*place, *place, *values],
        ).fetchone()
        return Neighbours(beside("<", "DESC"), beside(">", "ASC"), int(earlier) + 1 if listed else 0, total)


def of_case(set_digest: str, case_id: str) -> tuple[Result, ...]:
    """All runs' answers to one case, the newest run first. Raises StoreError.

    Runs over a part of the set, or asked again about a few of its cases, have other digests: there the same id with
    the same question over the same database is the same case.
    """
    return _read(
        "JOIN run ON run.id = r.run LEFT JOIN eval_case c ON c.set_digest = ? AND c.id = r.case_id"
        " WHERE r.case_id = ? AND (run.set_digest = ? OR (r.question = c.question AND r.db_id = c.db_id))"
        " ORDER BY run.created_at DESC, run.rowid DESC",
        [set_digest, case_id, set_digest],
    )


_FROM = "result r"
_HUMAN = "(SELECT verdict FROM review v WHERE v.run = r.run AND v.case_id = r.case_id)"
_TAGS = "(SELECT group_concat(tag, char(10)) FROM tag g WHERE g.run = r.run AND g.case_id = r.case_id)"
_DIMENSIONS: dict[Dimension, str] = {
    "run": "r.run",
    "outcome": "r.outcome",
    "category": "r.category",
    "feature": "r.features",
    "difficulty": "r.difficulty",
    "db_id": "r.db_id",
    "judge": "r.judge",
    "human": _HUMAN,
    "trust": "r.trust",
}


def _where(filters: Filters) -> tuple[str, list[Any]]:
    wanted = {(False, True): ["r.scored"], (True, False): ["NOT r.scored"]}
    conditions: list[str] = list(wanted.get((filters.unscored, filters.scored), ()))
    values: list[Any] = []

    def need(condition: str, *given: Any) -> None:
        conditions.append(condition)
        values.extend(given)

    if filters.run is not None:
        need("r.run = ?", filters.run)
    for column, chosen in (
        ("outcome", filters.outcomes),
        ("category", filters.categories),
        ("difficulty", filters.difficulties),
        ("db_id", filters.db_ids),
        ("judge", filters.judges),
    ):
        if chosen:
            need(f"r.{column} IN ({', '.join('?' * len(chosen))})", *chosen)
    for feature in filters.features:
        need("instr(' ' || r.features || ' ', ?)", f" {feature} ")
    if filters.text.strip():
        # instr, not LIKE: the reader's % and _ are plain characters.
        within = "run = ?" if filters.run is not None else "? IS NULL"
        need(
            f"(r.run, r.case_id) IN (SELECT run, case_id FROM result_words WHERE {within} AND instr(words, lower(?)))",
            filters.run,
            filters.text.strip(),
        )
    if filters.disputed is not None:
        need(f"coalesce({DISPUTED}, 0) = ?", int(filters.disputed))
    if filters.human is not None:
        need(f"coalesce({_HUMAN}, 'none') = ?", filters.human)
    if filters.tag is not None:
        need("EXISTS (SELECT 1 FROM tag g WHERE g.run = r.run AND g.case_id = r.case_id AND g.tag = ?)", filters.tag)
    if filters.changed_from is not None:
        need(
            "EXISTS (SELECT 1 FROM result o WHERE o.run = ? AND o.case_id = r.case_id AND o.scored"
            " AND (o.outcome = 'correct') <> (r.outcome = 'correct'))",
            filters.changed_from,
        )
    return ("WHERE " + " AND ".join(conditions) if conditions else ""), values


def _read(tail: str, values: list[Any]) -> tuple[Result, ...]:
    columns = ", ".join(f"r.{name}" for name in _STORED)
    with file.transaction() as connection:
        rows = connection.execute(
            f"SELECT {columns}, {_HUMAN} AS human, {_TAGS} AS tags FROM {_FROM} {tail}", values
        ).fetchall()
    return tuple(_to_result(dict(row)) for row in rows)


def _to_result(row: dict[str, Any]) -> Result:
    row.update({name: bool(row[name]) for name in _FLAGS})
    row["features"] = tuple(row["features"].split())
    row["tags"] = tuple(sorted(row["tags"].split("\n"))) if row["tags"] else ()
    return Result(**row)


def _plain(value: Any) -> Any:
    """Models and files may hold lone surrogates, which no UTF-8 file takes."""
    if isinstance(value, tuple):
        value = " ".join(value)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
