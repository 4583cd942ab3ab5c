"""A period as a comparison in SQL, in the form that the column holds its dates in. Half-open where that is right for
DATE and TIMESTAMP both; months and years are whole and compared as such."""

from __future__ import annotations

import datetime as dt

from workbench.question.dates.calendar import ONE_DAY
from workbench.question.interpreted import DateSpan
from workbench.question.linked import DateTarget
from workbench.schema.names import quote

_DATE = DateTarget("date")
_WHOLE = ("month", "dashed_month", "year")


def bounds(span: DateSpan, target: DateTarget = _DATE) -> str:
    """`o.d >= DATE '2024-03-01' AND o.d < DATE '2024-04-01'`, `YM = '202403'`, `opened_year <= 2015`; without a column
    `from DATE '2024-03-01' and before DATE '2024-04-01'`."""
    column = f"{quote(target.table)}.{quote(target.column)}" if target.column else ""
    first, last = _written(span.first, target), _written(span.last, target)
    if span.role == "range" and first == last and target.form not in ("date", "moment"):
        return f"{column} = {first}" if column else first
    lower = f"{column} >= {first}" if column else f"from {first}"
    if target.form in _WHOLE:
        upper = f"{column} <= {last}" if column else f"up to {last}"
    else:
        end = _written(_day_after(span.last), target)
        upper = f"{column} < {end}" if column else f"before {end}"
    if span.role != "range":
        return lower if span.role == "after" else upper
    return f"{lower} AND {upper}" if column else f"{lower} and {upper}"


def _written(day: dt.date, target: DateTarget) -> str:
    if target.form == "date":
        return f"DATE '{day.isoformat()}'"
    iso = day.isoformat()
    lengths = {"day": 10, "moment": 10, "month": 7, "dashed_month": 7, "year": 4}
    text = iso[: lengths[target.form]]
    text = text if target.form == "dashed_month" else text.replace("-", "")
    return text if target.is_number else f"'{text}'"


def _day_after(day: dt.date) -> dt.date:
    return day if day == dt.date.max else day + ONE_DAY
