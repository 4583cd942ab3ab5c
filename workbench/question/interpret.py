"""Step one of an answer: what the question's dates and amounts mean, said to the asker and to the model."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

from workbench.question.amounts import read_amounts
from workbench.question.dates.bounds import bounds
from workbench.question.dates.read import read_dates
from workbench.question.interpreted import Amount, DateSpan, Interpreted
from workbench.question.linked import DateTarget
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


def prompt_lines(interpreted: Interpreted, targets: Sequence[DateTarget | None] | None = None) -> tuple[str, ...]:
    """The same for the model, language and form never changing.

    targets: for each date what it is compared with; a date without one has no line. None: nothing is known of the
    tables. A stand-in name for a column is not used: the 1.5B copied `d >= DATE …` into its answers.
    """
    if targets is None:
        targets = [DateTarget("date")] * len(interpreted.dates)
    lines = [
        (span.start, f"{_flat(span.text)}: {bounds(span, target)}")
        for span, target in zip(interpreted.dates, targets, strict=True)
        if target is not None and not _COMPARED.match(interpreted.question, span.end)
    ]
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
