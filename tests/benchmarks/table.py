"""The README's table, made from results.json."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.benchmarks.measured import GOALS, Goal
from tests.benchmarks.results import newest

START, END = "<!-- bench:start -->", "<!-- bench:end -->"
_HEAD = (
    "| 무엇을 쟀나 / What | 목표 / Target | 측정 / Measured | 중앙값 / Medians |",
    "|---|---|---|---|",
)


def render(entries: list[dict[str, Any]]) -> str:
    """Markdown with Korean and English in one table, and below it the machines. Empty without entries."""
    last = newest(entries)
    rows = [_row(goal, last[goal.measurement]) for goal in GOALS if goal.measurement in last]
    if not rows:
        return ""
    machines = dict.fromkeys(_machine(entry) for entry in last.values())
    return "\n".join([*_HEAD, *rows, "", *machines])


def insert(text: str, table: str) -> str:
    """`text` with what stands between the markers replaced. Raises ValueError where they are missing."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"no {START} … {END}")
    return f"{before}{START}\n{table}\n{END}{after}"


def write(readme: Path, table: str) -> None:
    readme.write_text(insert(readme.read_text(encoding="utf-8"), table), encoding="utf-8")


def _row(goal: Goal, entry: dict[str, Any]) -> str:
    value = entry["values"].get(goal.key)
    if value is None:
        return f"| {goal.ko}<br>{goal.en} | {_target(goal)} | - | - |"
    mark = {True: " ✓", False: " ✗", None: ""}[goal.met(value)]
    quick = " (quick)" if entry["quick"] else ""
    raw = [
        f"{ko if ko == en else f'{ko}/{en}'} {_number(entry['figures'][key]['median'])} {entry['figures'][key]['unit']}"
        f" (n={entry['figures'][key]['n']})"
        for ko, en, key in goal.shown
        if key in entry["figures"]
    ]
    shown = "<br>".join(raw) or "-"
    return f"| {goal.ko}<br>{goal.en} | {_target(goal)} | **{_amount(goal, value)}**{mark}{quick} | {shown} |"


def _target(goal: Goal) -> str:
    if goal.target is None:
        return "-"
    return f"{'≥' if goal.at_least else '≤'} {_amount(goal, goal.target)}"


def _amount(goal: Goal, value: float) -> str:
    return f"{_number(value)}{'' if goal.unit == '×' else ' '}{goal.unit}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _machine(entry: dict[str, Any]) -> str:
    facts = entry["machine"]
    return (
        f"{facts['cpu']}, {facts['cores']} cores, {facts['memory_gib']:g} GiB, {facts['date'][:10]}, "
        f"commit {facts['commit']}  "
    )
