"""One self-contained HTML page about a run: no script, nothing fetched, every foreign text escaped."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping

from workbench.evaluate.runs import titles
from workbench.evaluate.runs.bars import Bar, bars
from workbench.evaluate.runs.facts import SHARES, facts_of
from workbench.evaluate.runs.summary import Figure, ex_by, summarize
from workbench.store import results
from workbench.store.results import Filters, Result
from workbench.store.runs import Run
from workbench.text import language, t

_MOST_CASES = 1_000
"""Cases written out: 1,000 make a page of 3 MB that a browser opens at once."""
_MOST_BARS = 30
_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.6 "Pretendard", "Noto Sans KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif;
  color: #1f2430; background: #fff; margin: 0 auto; max-width: 960px; padding: 32px 20px 64px; word-break: keep-all; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 40px 0 12px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid #e6e8ee; vertical-align: top;
  overflow-wrap: anywhere; }
th { color: #5b6270; font-weight: 600; } td.number { text-align: right; white-space: nowrap; }
.quiet { color: #5b6270; font-size: 14px; }
pre { background: #f6f7f9; border-radius: 6px; padding: 10px 12px; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 13px/1.5 "D2Coding", "Consolas", "Menlo", monospace; margin: 4px 0 12px; }
details { border-bottom: 1px solid #e6e8ee; padding: 8px 0; } summary { cursor: pointer; }
.tag { border-radius: 4px; padding: 1px 7px; font-size: 12.5px; background: #eef0f4; color: #333a48; }
svg text { font: 13px "Pretendard", "Noto Sans KR", "Malgun Gothic", sans-serif; fill: #1f2430; }
@media print { details { break-inside: avoid; } }
"""


def report(run: Run) -> str:
    """The page's text. Raises StoreError."""
    summary = summarize(run)
    graded = Filters(run=run.id)
    parts = [
        f"<h1>{_safe(t('runs.report_title', name=run.name))}</h1>",
        f"<p class=quiet>{_safe(t('runs.report_about', n=summary.n, total=run.total, set=run.set_name))}</p>",
        _picture([_bar(t(f"runs.figure_{name}"), getattr(summary, name)) for name in SHARES]),
        f"<p class=quiet>{_safe(t('runs.report_interval'))}</p>",
        _section("runs.report_outcomes", _outcomes(summary.outcomes)),
        _section("runs.report_difficulty", _picture(_slices(ex_by(graded, "difficulty"), "difficulty"))),
        _section("runs.report_features", _picture(_slices(ex_by(graded, "feature"), "feature"))),
        _section("runs.report_databases", _picture(_slices(ex_by(graded, "db_id"), "db_id"))),
        _section("runs.report_categories", _categories(graded)),
        _section("runs.report_facts", _table(facts_of(run))),
        _failures(run),
    ]
    head = f'<meta charset="utf-8"><title>{_safe(run.name)}</title><style>{_STYLE}</style>'
    # Belt and braces: even a text that got out of its place could load and run nothing.
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    body = "\n".join(part for part in parts if part)
    top = f'<!doctype html>\n<html lang="{language()}"><head>{policy}{view}{head}</head>'
    return f"{top}\n<body>\n{body}\n</body></html>\n"


def _safe(text: object) -> str:
    return html.escape(str(text))


def _section(title: str, content: str) -> str:
    return f"<h2>{_safe(t(title))}</h2>\n{content}" if content else ""


def _bar(label: str, part: Figure) -> Bar:
    return Bar(label, part.value, part.low, part.high, t("runs.bar", k=part.k, n=part.n))


def _slices(shares: dict[str, Figure], dimension: str) -> list[Bar]:
    """The most frequent values, difficulties from easy to hard; none where there is nothing to tell apart."""
    named = [(value, part) for value, part in shares.items() if value][:_MOST_BARS]
    if dimension == "difficulty":
        named.sort(key=lambda item: (_place(item[0]), item[0]))
    return [_bar(_slice_name(dimension, value), part) for value, part in named] if len(named) > 1 else []


def _place(difficulty: str) -> int:
    known = titles.DIFFICULTIES
    return known.index(difficulty) if difficulty in known else len(known)


def _slice_name(dimension: str, value: str) -> str:
    """In the reader's words where the program chose the value."""
    named = {"difficulty": titles.difficulty, "feature": titles.feature}.get(dimension)
    return named(value) if named is not None else value


def _picture(shown: list[Bar]) -> str:
    return bars(shown) if shown else ""


def _outcomes(outcomes: Mapping[str, int]) -> str:
    return _table([(t(f"runs.outcome_{name}"), f"{count:,}") for name, count in outcomes.items() if count])


def _categories(filters: Filters) -> str:
    counts = results.counts_by(filters, "category")
    named = sorted(((code, count) for (code,), count in counts.items() if code), key=lambda item: -item[1])
    return _table([(t(f"category.{code}"), f"{count:,}") for code, count in named])


def _table(rows: list[tuple[str, str]]) -> str:
    lines = [f"<tr><th>{_safe(name)}</th><td>{_safe(value)}</td></tr>" for name, value in rows]
    return f"<table>{''.join(lines)}</table>" if lines else ""


def _failures(run: Run) -> str:
    outcomes = ("wrong", "invalid_sql", "refused", "timeout", "generation_error", "gold_broken", "grader_error")
    wanted = Filters(run=run.id, outcomes=outcomes)
    total = results.count(wanted)
    if not total:
        return ""
    shown = results.select(wanted, _MOST_CASES)
    more = f"<p class=quiet>{_safe(t('runs.report_more', count=total - len(shown)))}</p>" if total > len(shown) else ""
    title = f"<h2>{_safe(t('runs.report_failures', count=total))}</h2>"
    return "\n".join([title, *map(_case, shown), more])


def _case(result: Result) -> str:
    label = t(f"category.{result.category}") if result.category else t(f"runs.outcome_{result.outcome}")
    lines = [*json.loads(result.evidence), *json.loads(result.notes)]
    if result.message and result.message not in lines:
        lines.insert(0, result.message)
    evidence = "".join(f"<li>{_safe(line)}</li>" for line in lines)
    asked = f"{_safe(result.case_id)} · {_safe(result.question)}"
    parts = [
        f"<details><summary><span class=tag>{_safe(label)}</span> {asked}</summary>",
        f"<ul>{evidence}</ul>" if evidence else "",
        f"<div class=quiet>{_safe(t('runs.column_gold'))}</div><pre>{_safe(result.gold)}</pre>",
        f"<div class=quiet>{_safe(t('runs.column_sql'))}</div><pre>{_safe(result.sql or '')}</pre>"
        if result.sql
        else "",
    ]
    if result.judge in ("yes", "no"):
        words = t(f"runs.judge_{result.judge}", reason=result.judge_reason)
        parts.append(f"<div class=quiet>{_safe(words)}</div>")
    return "".join([*parts, "</details>"])
