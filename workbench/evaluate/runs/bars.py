"""Shares as bars with their intervals, drawn as SVG: a page that must work without a script cannot use Plotly."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH, _ROW, _BAR, _NUMBERS = 920, 34, 16, 190
_MOST_LABEL, _LETTER = 260, 7.2
_LABEL_COLUMNS = 34


@dataclass(frozen=True)
class Bar:
    """`value`, `low` and `high` are shares; value None draws no bar. `note` stands behind the percentage."""

    label: str
    value: float | None
    low: float
    high: float
    note: str


def bars(shown: Sequence[Bar]) -> str:
    """An `<svg>` element: a row a bar, whiskers from low to high, the same scale from 0 to 100 % for all."""
    left = min(max((_columns(_cut(bar.label)) for bar in shown), default=0) * _LETTER + 16, _MOST_LABEL)
    span = _WIDTH - left - _NUMBERS
    height = len(shown) * _ROW + 8
    rows = "".join(_row(bar, left, span, 4 + at * _ROW) for at, bar in enumerate(shown))
    grid = "".join(
        f'<line x1="{left + span * part / 4:.1f}" y1="0" x2="{left + span * part / 4:.1f}" y2="{height}"'
        ' stroke="#e6e8ee"/>'
        for part in range(5)
    )
    return f'<svg role="img" viewBox="0 0 {_WIDTH} {height}" width="100%">{grid}{rows}</svg>'


def _row(bar: Bar, left: float, span: float, top: float) -> str:
    middle = top + _ROW / 2
    parts = [f'<text x="0" y="{middle + 4:.1f}"><title>{_safe(bar.label)}</title>{_safe(_cut(bar.label))}</text>']
    percent = "–"
    if bar.value is not None:
        low, high = left + span * bar.low, left + span * bar.high
        percent = f"{bar.value:.1%}"
        parts += [
            f'<rect x="{left:.1f}" y="{middle - _BAR / 2:.1f}" width="{span * bar.value:.1f}" height="{_BAR}" rx="2"'
            ' fill="#7aa5d8"/>',
            f'<path d="M{low:.1f} {middle:.1f}H{high:.1f}M{low:.1f} {middle - 5:.1f}v10M{high:.1f} {middle - 5:.1f}v10"'
            ' stroke="#23416b" stroke-width="1.5" fill="none"/>',
        ]
    parts.append(
        f'<text x="{left + span + 14:.1f}" y="{middle + 4:.1f}" font-weight="600">{percent}'
        f'<tspan dx="8" font-weight="400" fill="#5b6270">{_safe(bar.note)}</tspan></text>'
    )
    return "".join(parts)


def _safe(text: str) -> str:
    """Without control characters too, which no XML takes."""
    return html.escape("".join(ch if ch.isprintable() else " " for ch in text))


def _cut(text: str) -> str:
    while _columns(text) > _LABEL_COLUMNS:
        text = text[:-2].rstrip("…") + "…"
    return text


def _columns(text: str) -> int:
    """A Hangul syllable is two columns wide."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)
