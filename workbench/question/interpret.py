"""Step one of an answer: what the question's dates and amounts mean, said to the asker and to the model."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from workbench.question.amounts import read_amounts
from workbench.question.dates.calendar import ONE_DAY
from workbench.question.dates.read import read_dates
from workbench.question.interpreted import Amount, DateSpan, Interpreted
from workbench.text import t

_COMPARED = re.compile(r"\s*(?:동기|동월|동일|같은\s*기간)?\s*(?:대비|보다|에\s*비해|과\s*비교|와\s*비교)")
"""전월 대비: a period to compare with, in every row; a filter on it would throw the present period away."""


def interpret(question: str, today: dt.date) -> Interpreted:
    """Resolve dates against `today` (a calendar day in Korea) and amounts to numbers; never raises.

    Offsets are characters of the NFC text that comes back as `.question`. Dates and amounts do not overlap; `최근 30일`
    ends with today (see `dates.relative.last_n`).
    """
    text = unicodedata.normalize("NFC", question)
    dates = read_dates(text, today)
    taken = tuple((span.start, span.end) for span in dates)
    return Interpreted(text, today, dates, read_amounts(text, taken))


def describe_interpretation(interpreted: Interpreted) -> tuple[str, ...]:
    """One line a phrase for the asker, in order of appearance: `지난달 → 2026-10-01 ~ 2026-10-31`."""
    lines = [(span.start, _date_line(span)) for span in interpreted.dates]
    lines += [(amount.start, _amount_line(amount)) for amount in interpreted.amounts]
    return tuple(dict.fromkeys(line for _, line in sorted(lines)))


def prompt_lines(interpreted: Interpreted, date_column: str = "") -> tuple[str, ...]:
    """The same for the model, language and form never changing: half-open bounds are right for DATE and TIMESTAMP.

    date_column: the column that the dates are about, as SQL, where that is known. A stand-in name is not used: the
    1.5B copied `d >= DATE …` into its answers.
    """
    wanted = [span for span in interpreted.dates if not _COMPARED.match(interpreted.question, span.end)]
    lines = [(span.start, f"{_flat(span.text)}: {_date_bounds(span, date_column)}") for span in wanted]
    lines += [(amount.start, f"{_flat(amount.text)}: {_amount_bounds(amount)}") for amount in interpreted.amounts]
    return tuple(dict.fromkeys(line for _, line in sorted(lines)))


def _date_line(span: DateSpan) -> str:
    text = _flat(span.text)
    if span.role == "after":
        return t("question.date_after", text=text, first=span.first.isoformat())
    if span.role == "before":
        return t("question.date_before", text=text, last=span.last.isoformat())
    if span.first == span.last:
        return t("question.date_day", text=text, first=span.first.isoformat())
    return t("question.date_range", text=text, first=span.first.isoformat(), last=span.last.isoformat())


def _amount_line(amount: Amount) -> str:
    value = f"{_plain_number(amount.value, ',')}{amount.unit}"
    if amount.below is None:
        return t("question.amount", text=_flat(amount.text), value=value)
    below = f"{_plain_number(amount.below, ',')}{amount.unit}"
    return t("question.amount_range", text=_flat(amount.text), value=value, below=below)


def _date_bounds(span: DateSpan, column: str) -> str:
    first, end = f"DATE '{span.first.isoformat()}'", f"DATE '{_day_after(span.last).isoformat()}'"
    lower = f"{column} >= {first}" if column else f"from {first}"
    upper = f"{column} < {end}" if column else f"before {end}"
    if span.role == "after":
        return lower
    return upper if span.role == "before" else f"{lower} AND {upper}" if column else f"{lower} and {upper}"


def _day_after(day: dt.date) -> dt.date:
    return day if day == dt.date.max else day + ONE_DAY


def _amount_bounds(amount: Amount) -> str:
    value = _plain_number(amount.value)
    if amount.below is None:
        return f"{value}%" if amount.unit == "%" else value
    return f"from {value} to less than {_plain_number(amount.below)}"


def _plain_number(value: float, group: str = "") -> str:
    """No exponent, no trailing zeros: 1.5억 is 150000000."""
    return f"{value:{group}.0f}" if value == int(value) else f"{value:{group}.6f}".rstrip("0")


def _flat(text: str) -> str:
    return " ".join(text.split())
