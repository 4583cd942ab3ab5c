"""`score`: one answer against one gold, or a file of pairs, without a model and without a store."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import logging
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbench.ask.cases import CaseId, ResultFile, read_lines, resolve_path
from workbench.cli.ask import iso_date
from workbench.cli.source import read_ddl_file
from workbench.errors import DataError, UsageError, WorkbenchError
from workbench.evaluate.categories import categorize
from workbench.evaluate.grading import Ground, ground_or_score, score_pair
from workbench.evaluate.score import Category, Score
from workbench.schema.dialects import canonical
from workbench.text import t

_log = logging.getLogger(__name__)

LANES = 2
"""Pairs graded at once: one waits for the sandbox while the other compares (see tests/benchmarks)."""


@dataclass(frozen=True)
class _Where:
    """What pairs must have in common to be graded on the same databases."""

    ddl: str
    data: Path | None
    dialect: str | None
    today: dt.date | None

    def opened(self, golds: list[str]) -> AbstractContextManager[Ground | Score]:
        return ground_or_score(self.ddl, self.dialect, self.data, golds, self.today)


@dataclass(frozen=True)
class _Pair:
    """A line of the file; `where` is the Score it gets where its databases cannot even be named."""

    id: CaseId
    gold: str
    pred: str | None
    where: _Where | Score


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("score", help=t("score.help"))
    parser.add_argument("--gold", metavar="SQL", help=t("score.help_gold"))
    parser.add_argument("--pred", metavar="SQL", help=t("score.help_pred"))
    parser.add_argument("--ddl", type=Path, metavar="FILE", help=t("cli.help_ddl"))
    parser.add_argument("--data", type=Path, metavar="DIR", help=t("cli.help_data"))
    parser.add_argument("--dialect", metavar="D", help=t("score.help_dialect"))
    parser.add_argument("--today", type=iso_date, metavar="YYYY-MM-DD", help=t("cli.help_today"))
    parser.add_argument("--pairs", type=Path, metavar="IN.jsonl", help=t("score.help_pairs"))
    parser.add_argument("--out", type=Path, metavar="OUT.jsonl", help=t("score.help_out"))
    parser.add_argument("--json", action="store_true", help=t("cli.help_json"))
    parser.set_defaults(handler=score)


def score(arguments: argparse.Namespace) -> int:
    """Exit code 0 when everything was graded, whatever the grades; 1 when a line or the grader failed."""
    single = [name for name in ("gold", "pred", "ddl", "data") if getattr(arguments, name) is not None]
    if arguments.pairs is not None:
        if single:
            raise UsageError(t("cli.usage_both", what="--pairs", value=f"--{single[0]}"))
        if arguments.out is None:
            raise UsageError(t("score.pairs_need_out"))
        return _score_file(arguments)
    missing = [f"--{name}" for name in ("gold", "pred", "ddl") if getattr(arguments, name) is None]
    if missing:
        raise UsageError(t("cli.usage_required", what=", ".join(missing), value=""))
    return _score_one(arguments)


def _score_one(arguments: argparse.Namespace) -> int:
    if arguments.data is not None and not arguments.data.is_dir():
        raise UsageError(t("cli.no_folder", path=arguments.data))
    dialect = canonical(arguments.dialect) if arguments.dialect else None
    where = _Where(read_ddl_file(arguments.ddl), arguments.data, dialect, arguments.today)
    with where.opened([arguments.gold]) as ground:
        item = _graded(ground, arguments.gold, arguments.pred)
    if arguments.out is not None:
        with ResultFile(arguments.out, resume=False) as out:
            out.write({"id": None, **item})
    if arguments.json:
        print(json.dumps(item, ensure_ascii=False, allow_nan=False))
    elif arguments.out is None:
        _show(item)
    return 0 if item["outcome"] != "grader_error" else 1


def _score_file(arguments: argparse.Namespace) -> int:
    items, bad = read_lines(arguments.pairs, "gold")
    pairs = [_to_pair(item, arguments) for item in items]
    failures = len(bad)
    with ResultFile(arguments.out, resume=False) as out:
        for line in bad:
            print(t("cli.bad_line", number=line.number, message=line.message), file=sys.stderr)
            if line.id is not None:
                out.write({"id": line.id, **_to_json(Score("gold_broken", message=line.message), None)})
        for count, (pair, item) in enumerate(_graded_in_order(pairs), start=1):
            out.write({"id": pair.id, **item})
            failures += item["outcome"] == "grader_error"
            if count % 100 == 0 or count == len(pairs):
                print(t("cli.counted", count=count, total=len(pairs)), file=sys.stderr)
    return 0 if failures == 0 else 1


def _to_pair(item: dict[str, Any], arguments: argparse.Namespace) -> _Pair:
    pred = item.get("pred")
    return _Pair(item["id"], item["gold"], pred if isinstance(pred, str) else None, _where(item, arguments))


def _where(item: dict[str, Any], arguments: argparse.Namespace) -> _Where | Score:
    folder = arguments.pairs.parent
    data = item.get("data_path")
    try:
        ddl = item.get("ddl")
        if not isinstance(ddl, str):
            if not isinstance(item.get("ddl_path"), str):
                return Score("grader_error", message=t("cli.no_field", field="ddl"))
            ddl = read_ddl_file(resolve_path(folder, item["ddl_path"]))
        path = resolve_path(folder, data) if isinstance(data, str) and data else None
        if path is not None and not path.is_dir():
            raise DataError(t("cli.no_folder", path=path))
        today = dt.date.fromisoformat(item["today"]) if item.get("today") else arguments.today
        dialect = item.get("dialect") or arguments.dialect
        return _Where(ddl, path, canonical(dialect) if dialect else None, today)
    except WorkbenchError as error:
        return Score("grader_error", message=error.message)
    except (TypeError, ValueError, AttributeError):
        return Score("grader_error", message=t("score.bad_line", today=item.get("today"), dialect=item.get("dialect")))


def _graded_in_order(pairs: list[_Pair]) -> Iterator[tuple[_Pair, dict[str, Any]]]:
    """Every pair with its result, in the order of the file; graded by schema, each schema opened once."""
    groups: dict[_Where, list[int]] = {}
    done: dict[int, dict[str, Any]] = {}
    for number, pair in enumerate(pairs):
        if isinstance(pair.where, Score):
            done[number] = _to_json(pair.where, None)
        else:
            groups.setdefault(pair.where, []).append(number)
    written = 0
    for where, numbers in groups.items():
        for number, item in _graded_group(where, [pairs[n] for n in numbers], numbers):
            done[number] = item
            while written in done:
                yield pairs[written], done.pop(written)
                written += 1
    while written in done:
        yield pairs[written], done.pop(written)
        written += 1


def _graded_group(where: _Where, pairs: list[_Pair], numbers: list[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    with where.opened([pair.gold for pair in pairs]) as ground, ThreadPoolExecutor(LANES, "score") as pool:
        found = pool.map(lambda pair: _graded(ground, pair.gold, pair.pred), pairs)
        yield from zip(numbers, found, strict=True)


def _graded(ground: Ground | Score, gold: str, pred: str | None) -> dict[str, Any]:
    if isinstance(ground, Score):
        return _to_json(ground, None)
    return _to_json(score_pair(ground, gold, pred), ground)


def _to_json(found: Score, ground: Ground | None) -> dict[str, Any]:
    category = _category(found, ground) if found.outcome != "correct" and ground is not None else None
    evidence = list(category.evidence) if category is not None else [found.message] if found.message else []
    return {
        "outcome": found.outcome,
        "forgiving": found.forgiving,
        "em_set": found.em_set,
        "category": category.code if category is not None else None,
        "evidence": evidence,
        "em_string": found.em_string,
        "message": found.message,
        "notes": list(found.notes),
        "gold_sql": found.gold_sql,
        "sql": found.sql,
        "difference": asdict(found.difference) if found.difference is not None else None,
        "seconds": round(found.seconds, 4),
    }


def _category(found: Score, ground: Ground) -> Category | None:
    """Why it is not correct. What is only told beside the outcome must not cost it."""
    try:
        return categorize(found, ground.schema)
    except Exception:
        _log.exception("no category")
        return None


def _show(item: dict[str, Any]) -> None:
    print(t(f"score.outcome_{item['outcome']}"))
    lines = dict.fromkeys([item["message"], *item["evidence"], *item["notes"]])
    for line in lines:
        if line:
            print(f"- {line}")
