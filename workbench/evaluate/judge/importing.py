"""Results that people already have: what was answered, what failed, what is there twice and what is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.evaluate.case import BadRow
from workbench.evaluate.judge.record import Record
from workbench.evaluate.judge.results_file import read_records, read_requests

_RANK = {"yes": 0, "no": 0, "unreadable": 1, "failed": 2, "missing": 3}


@dataclass(frozen=True)
class Imported:
    """One record an id, the best of those there are: an answer before a failure, the first of several answers.

    duplicates: lines beyond the first of their id. conflicts: ids with both a yes and a no. missing: ids asked for
    without any line. strangers: lines that answer nothing asked for. broken: lines that could not be read.
    """

    records: tuple[Record, ...]
    missing: tuple[str, ...]
    duplicates: int
    conflicts: tuple[str, ...]
    strangers: int
    broken: tuple[BadRow, ...]

    def counts(self) -> dict[str, int]:
        """The JSON of `judge import`: requests = answered + failed + missing; answered = yes + no + unreadable."""
        answers = Counter(record.answer for record in self.records)
        return {
            "requests": len(self.records) + len(self.missing),
            "answered": answers["yes"] + answers["no"] + answers["unreadable"],
            "yes": answers["yes"],
            "no": answers["no"],
            "unreadable": answers["unreadable"],
            "failed": answers["failed"],
            "duplicates": self.duplicates,
            "missing": answers["missing"] + len(self.missing),
        }


def import_results(path: Path, requests: Path | None = None) -> Imported:
    """Read a results file, against the file of the requests where that is given.

    Raises UsageError when a file cannot be read or holds nothing of this kind.
    """
    records, broken = read_records(path)
    return _gather(records, broken, read_requests(requests) if requests is not None else {})


def against(imported: Imported, asked: Iterable[str]) -> Imported:
    """The same, knowing which ids were asked for: those without a line are missing, in the order asked."""
    known = {record.id for record in imported.records}
    return replace(imported, missing=tuple(id for id in asked if id not in known))


def _gather(records: list[Record], broken: list[BadRow], asked: Mapping[str, str]) -> Imported:
    by_content: dict[str, list[str]] = {}
    for id, content in asked.items():
        by_content.setdefault(content, []).append(id)
    strangers = 0
    grouped: dict[str, list[Record]] = {}
    for record in records:
        answers = _asked_id(record, asked, by_content, grouped) if asked else record.id
        if answers is None:
            strangers += 1
        else:
            grouped.setdefault(answers, []).append(record)
    order = [id for id in asked if id in grouped] if asked else list(grouped)
    return Imported(
        records=tuple(_best(id, grouped[id]) for id in order),
        missing=tuple(id for id in asked if id not in grouped),
        duplicates=sum(len(group) - 1 for group in grouped.values()),
        conflicts=tuple(id for id in order if {"yes", "no"} <= {record.answer for record in grouped[id]}),
        strangers=strangers,
        broken=tuple(broken),
    )


def _asked_id(
    record: Record, asked: Mapping[str, str], by_content: Mapping[str, list[str]], taken: Container[str]
) -> str | None:
    """What this record answers: by name, else by content (the first that has no answer yet). None: nothing asked."""
    if record.id in asked and record.id != record.content:
        return record.id
    same = by_content.get(record.content, [])
    return next((id for id in same if id not in taken), same[0] if same else None)


def _best(id: str, group: list[Record]) -> Record:
    return replace(min(group, key=lambda record: _RANK[record.answer]), id=id)
