"""Which column each date of a question is about: the one that what stands around the date speaks of.

A wrong column costs more than none, for the model follows a hint: one is only named where it leads the others. The
numbers below were set on the shipped corpus (360 dated questions: 242 columns right and 16 wrong; the only DATE column
of what is asked for was right 122 times and wrong 32 times) and checked on spider_ko.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.question.dates import calendar as cal
from workbench.question.interpreted import DateSpan, Interpreted
from workbench.question.linked import DateTarget, TimeForm
from workbench.question.linking.index import SchemaIndex
from workbench.question.linking.said import Near, around, is_ending, is_plain, said_of
from workbench.question.linking.scoring import Scores
from workbench.question.linking.time_columns import is_number
from workbench.schema.labels import label_of
from workbench.schema.model import Column, Table

_LEAST, _LEAD = 0.6, 0.25
_SURE = 1.2
_ASKED = 0.2
_SAID = 0.4
"""From here on the words around the date name the column."""
_MASTER = 0.5
_MOST_DATES = 8
_AS_OF = re.compile(r"\s?(?:기준|현재|시점)")
"""`오늘 기준 유효한 회원`: the day to look from, on no column of its own."""
_BIRTH = re.compile(r"birth|brth|dob|생년|생일|출생|태어", re.IGNORECASE)
"""지난달 VIP 고객의 주문: the one DATE of the customer is a birthday, and never what is meant."""
_RECORDED = re.compile(r"creat|regist|(?:^|_)reg|등록|생성|입력", re.IGNORECASE)
"""When the row came to be; a date that the business speaks of goes before it."""


@dataclass(frozen=True)
class _Candidate:
    table: Table
    column: Column
    form: TimeForm


def date_targets(
    interpreted: Interpreted, scores: Scores, index: SchemaIndex, tables: Iterable[str], asked: Iterable[str]
) -> tuple[DateTarget | None, ...]:
    """One for each date of the question, looking only at `tables`; None where they hold nothing that fits it."""
    kept = set(tables) if interpreted.dates else set()
    every = [
        _Candidate(table, column, form)
        for table in index.schema.tables
        if table.name in kept
        for column, form in index.time_columns.get(table.name, ())
    ]
    targets = [_target(span, interpreted, scores, index, every, set(asked)) for span in interpreted.dates[:_MOST_DATES]]
    return (*targets, *[DateTarget("date") if every else None] * (len(interpreted.dates) - len(targets)))


def _target(
    span: DateSpan,
    interpreted: Interpreted,
    scores: Scores,
    index: SchemaIndex,
    every: Sequence[_Candidate],
    asked: set[str],
) -> DateTarget | None:
    fitting = [one for one in every if _fits(span, one.form)]
    if not fitting:
        return None
    near = around(interpreted.question, span, interpreted.dates)
    tables = _table_points(near, scores, asked, index)
    points = sorted(((_points(one, near, tables, fitting, index), one) for one in fitting), key=lambda pair: -pair[0])
    (best, first), *others = points
    least = _SURE if _AS_OF.match(interpreted.question, span.end) else _LEAST
    if best >= least and not any(other >= best - _LEAD for other, _ in others):
        return DateTarget(first.form, is_number(first.column), first.table.name, first.column.name)
    return DateTarget(first.form, is_number(first.column))


def _fits(span: DateSpan, form: TimeForm) -> bool:
    """`오늘` says nothing of a column of months, `3월` nothing of one of years."""
    if form in ("date", "day", "moment"):
        return True
    first = span.role == "before" or span.first.day == 1
    last = span.role == "after" or (span.last + cal.ONE_DAY).day == 1
    if form == "year":
        first = first and (span.role == "before" or span.first.month == 1)
        last = last and (span.role == "after" or span.last.month == 12)
    return first and last


def _table_points(near: Sequence[Near], scores: Scores, asked: set[str], index: SchemaIndex) -> dict[str, float]:
    """By table: how much the words of the question speak for it, the more the nearer they stand to the date."""
    nearness: dict[str, float] = {}
    for word in scores.words:
        value = max((run.nearness for run in near if run.start <= word.start < run.start + len(run.text)), default=0.0)
        nearness[word.text] = max(nearness.get(word.text, 0.0), value)
    best: dict[str, float] = {}
    for one in scores.scored:
        if one.entry.column is not None:
            best[one.word] = max(best.get(one.word, 0.0), one.score)
    points = dict.fromkeys(asked, _ASKED)
    for one in scores.scored:
        name = index.schema.tables[one.entry.table].name
        near_it = 0.4 + 0.6 * nearness.get(one.word, 0.0)
        if one.entry.column is None:
            value = min(1.0, one.score * 1.2) * near_it
        elif one.score >= max(0.5, best[one.word] - 0.05) and not _is_time(one.entry.column, name, index):
            value = 0.6 * one.score * near_it
        else:
            continue
        points[name] = max(points.get(name, 0.0), value + (_ASKED if name in asked else 0.0))
    return points


def _is_time(column: Column, table: str, index: SchemaIndex) -> bool:
    return any(column is one for one, _ in index.time_columns.get(table, ()))


def _points(
    one: _Candidate, near: Sequence[Near], tables: dict[str, float], every: Sequence[_Candidate], index: SchemaIndex
) -> float:
    said = said_of(one.table, one.column, near)
    points = 1.3 * said + tables.get(one.table.name, 0.0)
    if said >= _SAID:
        return points
    label = f"{one.column.name} {label_of(one.column.comment)}"
    beside = [other for other in every if other.table is one.table and other is not one]
    points -= 0.6 if _BIRTH.search(label) else 0.5 if is_ending(one.column) else 0.0
    if one.table.name in index.masters and not is_plain(one.table, one.column):
        points -= _MASTER  # `올해 고객별 주문` is no matter of when the customer joined
    points -= 0.25 if beside and _RECORDED.search(label) else 0.0
    # 근무일 DATE beside 출근 TIMESTAMP: a question about days means the day.
    return points + (0.25 if one.column.type == "DATE" and any(o.column.type != "DATE" for o in beside) else 0.0)
