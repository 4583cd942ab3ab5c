"""The run's own SQLite file: what is asked, what was sent and when, and every answer the moment it is there.

A result counts once it stands here. The file knows nothing of where it lies, so it can be moved with its results. It is
locked for one process as long as that lives; a kill -9 loses nothing that was committed (a power cut may lose the last
moments: `synchronous = NORMAL`, for an fsync an answer would hold up all the others).
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from workbench.errors import StoreError, UsageError
from workbench.evaluate.client.request import CONTENT_ID, Request
from workbench.evaluate.client.tokens import NOTHING, Usage
from workbench.text import t

_VERSION = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS request (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number INTEGER NOT NULL, line BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS same (content TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempt (
    number INTEGER PRIMARY KEY, position INTEGER NOT NULL, at REAL NOT NULL, tokens REAL NOT NULL,
    ended INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS open_attempt ON attempt (position) WHERE ended = 0;
CREATE TABLE IF NOT EXISTS result (
    position INTEGER PRIMARY KEY, state TEXT NOT NULL, text BLOB NOT NULL,
    prompt INTEGER NOT NULL, completion INTEGER NOT NULL, cost REAL NOT NULL);
"""
_PAGE = 256
_RESULTS = "SELECT position, id, state, text, prompt, completion, cost FROM result JOIN request USING (position)"


@dataclass(frozen=True)
class Stored:
    """A request of the ledger. `position`: place in the file, from 0."""

    position: int
    id: str
    line: str


@dataclass(frozen=True)
class Result:
    """state: "answered", "failed" (for good) or "bad" (no request at all, never sent).

    text: JSON of the response, or of `{"error": …}`. cost: US dollars, 0.0 where no price is known.
    """

    position: int
    id: str
    state: str
    text: str
    usage: Usage
    cost: float


@dataclass(frozen=True)
class Totals:
    """Of all runs of this ledger so far. `cost` in US dollars."""

    total: int
    answered: int
    failed: int
    cost: float
    prompt_tokens: int
    completion_tokens: int

    @property
    def left(self) -> int:
        return self.total - self.answered - self.failed


class Ledger:
    """Use as a context manager. Every method may raise StoreError: disk full, not writable, damaged, in use."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._explained():
            self._db = sqlite3.connect(path, timeout=0.2, isolation_level=None)
        try:
            with self._explained():
                # Held until this process ends, however it ends: two runs of one ledger would pay for everything twice.
                self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
            if (version := self.about("version")) not in (None, str(_VERSION)):
                raise StoreError(t("client.newer_ledger", path=path, version=version))
        except BaseException:
            self._db.close()
            raise

    # What is asked

    def about(self, name: str) -> str | None:
        """One fact of this run: "version" and "url"; None before `register` has ended."""
        with self._explained():
            row = self._db.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def register(self, requests: Iterable[Request], url: str) -> None:
        """Keep all requests, or none when it fails. Raises UsageError for an id that is there twice."""
        with self._transaction():
            for position, request in enumerate(requests):
                self._insert(position, request)
            self._db.executemany("INSERT INTO about VALUES (?, ?)", [("version", str(_VERSION)), ("url", url)])
            self._db.execute("DELETE FROM same")

    def _insert(self, position: int, request: Request) -> None:
        id = self._numbered(request.id) if request.id.startswith(CONTENT_ID) else request.id
        try:
            self._db.execute(
                "INSERT INTO request VALUES (?, ?, ?, ?)", (position, _bytes(id), request.number, _bytes(request.line))
            )
        except sqlite3.IntegrityError as error:
            other = self._db.execute("SELECT number FROM request WHERE id = ?", (_bytes(id),)).fetchone()
            raise UsageError(
                t("client.same_id", id=id, first=other[0] if other else 0, second=request.number)
            ) from error
        if request.problem:
            text = {"error": {"type": "bad_request", "code": None, "message": request.problem, "line": request.number}}
            self._put(position, "bad", _json(text), NOTHING, 0.0)

    def _numbered(self, content: str) -> str:
        """The same line again is another request: its id says which one it is."""
        (times,) = self._db.execute(
            "INSERT INTO same VALUES (?, 1) ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times", (content,)
        ).fetchone()
        return f"{content}-{times}"

    def requests(self) -> Iterator[Stored]:
        """All in order, read a page at a time."""
        yield from self._pages("SELECT position, id, line FROM request WHERE position > ? ORDER BY position LIMIT ?")

    def pending(self) -> Iterator[Stored]:
        """Those without a result, in order; results may be written while this is read."""
        yield from self._pages(
            "SELECT position, id, line FROM request r WHERE position > ?"
            " AND NOT EXISTS (SELECT 1 FROM result s WHERE s.position = r.position) ORDER BY position LIMIT ?"
        )

    def _pages(self, query: str) -> Iterator[Stored]:
        last = -1
        while True:
            with self._explained():
                rows = self._db.execute(query, (last, _PAGE)).fetchall()
            for position, id, line in rows:
                yield Stored(position, _text(id), _text(line))
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    # What was sent

    def sent(self, position: int, tokens: float) -> int:
        """Note an attempt before it goes out; returns its number."""
        with self._explained():
            cursor = self._db.execute(
                "INSERT INTO attempt (position, at, tokens) VALUES (?, ?, ?)", (position, time.time(), tokens)
            )
        return int(cursor.lastrowid or 0)

    def ended(self, attempt: int, tokens: float) -> None:
        """The attempt brought an answer or a failure, and took so many tokens."""
        with self._explained():
            self._db.execute("UPDATE attempt SET ended = 1, tokens = ? WHERE number = ?", (tokens, attempt))

    def recent(self, seconds: float) -> list[tuple[float, float]]:
        """(age in seconds, tokens) of attempts of the last `seconds`, oldest first. A clock set back makes them new."""
        now = time.time()
        with self._explained():
            rows = self._db.execute(
                "SELECT at, tokens FROM attempt WHERE at > ? ORDER BY number", (now - seconds,)
            ).fetchall()
        return [(max(0.0, now - at), tokens) for at, tokens in rows]

    def reopen(self) -> int:
        """Make failed requests pending again; returns how many were under way when the last process ended.

        Only those may be paid for twice: no answer had come for them.
        """
        with self._transaction():
            self._db.execute("DELETE FROM result WHERE state = 'failed'")
            (count,) = self._db.execute(
                "SELECT count(DISTINCT position) FROM attempt a WHERE ended = 0"
                " AND NOT EXISTS (SELECT 1 FROM result r WHERE r.position = a.position)"
            ).fetchone()
            self._db.execute("UPDATE attempt SET ended = 1 WHERE ended = 0")
        return int(count)

    # What came back

    def finish(self, result: Result, attempt: int) -> None:
        """Keep a result; from here on its request is never sent again."""
        with self._transaction():
            self._put(result.position, result.state, _bytes(result.text), result.usage, result.cost)
            if result.usage.total:
                self._db.execute(
                    "UPDATE attempt SET ended = 1, tokens = ? WHERE number = ?", (result.usage.total, attempt)
                )
            else:
                self._db.execute("UPDATE attempt SET ended = 1 WHERE number = ?", (attempt,))

    def _put(self, position: int, state: str, text: bytes, usage: Usage, cost: float) -> None:
        self._db.execute(
            "INSERT INTO result VALUES (?, ?, ?, ?, ?, ?)",
            (position, state, text, usage.prompt, usage.completion, cost),
        )

    def results(self) -> Iterator[Result]:
        """All there are, in the order of the requests, a page at a time."""
        last = -1
        while True:
            with self._explained():
                rows = self._db.execute(
                    f"{_RESULTS} WHERE position > ? ORDER BY position LIMIT ?", (last, _PAGE)
                ).fetchall()
            for position, id, state, text, prompt, completion, cost in rows:
                yield Result(
                    position, _text(id), state, _text(text), Usage(prompt, completion, prompt + completion), cost
                )
            if len(rows) < _PAGE:
                return
            last = rows[-1][0]

    def lines(self) -> Iterator[tuple[bytes, bytes]]:
        """Request and result as JSON, of all that have a result, in order."""
        with self._explained():
            yield from self._db.execute("SELECT line, text FROM request JOIN result USING (position) ORDER BY position")

    def bad(self) -> list[tuple[int, str]]:
        """Line number and message of what is no request."""
        with self._explained():
            rows = self._db.execute(
                "SELECT number, text FROM request JOIN result USING (position) WHERE state = 'bad' ORDER BY position"
            ).fetchall()
        return [(number, str(json.loads(text)["error"]["message"])) for number, text in rows]

    def totals(self) -> Totals:
        with self._explained():
            (total,) = self._db.execute("SELECT count(*) FROM request").fetchone()
            answered, done, cost, prompt, completion = self._db.execute(
                "SELECT count(*) FILTER (WHERE state = 'answered'), count(*), total(cost),"
                " coalesce(sum(prompt), 0), coalesce(sum(completion), 0) FROM result"
            ).fetchone()
        return Totals(total, answered, done - answered, cost, prompt, completion)

    # Opening, closing, faults

    def close(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explained():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "") or ""
            if name.startswith("SQLITE_FULL") or "IOERR_WRITE" in name:
                key = "client.disk_full"
            elif name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                key = "client.ledger_in_use"
            elif name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
                key = "client.ledger_damaged"
            else:
                key = "client.ledger_unwritable"
            raise StoreError(t(key, path=self.path)) from error


def _bytes(text: str) -> bytes:
    """A lone surrogate, legal as an escape in JSON, is kept as the escape that it came in as."""
    return text.encode("utf-8", "backslashreplace")


def _text(stored: bytes) -> str:
    return stored.decode("utf-8")


def _json(item: object) -> bytes:
    return _bytes(json.dumps(item, ensure_ascii=False))
