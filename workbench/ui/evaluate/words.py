"""Names, colours and figures as both evaluation pages show them."""

from __future__ import annotations

from workbench.evaluate.runs import titles
from workbench.evaluate.score import CATEGORIES, OUTCOMES
from workbench.text import t
from workbench.ui.badges import Colour

OUTCOME_COLOURS: dict[str, Colour] = {
    "correct": "green",
    "wrong": "red",
    "invalid_sql": "orange",
    "refused": "orange",
    "timeout": "orange",
    "generation_error": "gray",
    "gold_broken": "gray",
    "grader_error": "gray",
}
OUTCOME_ICONS = {
    "correct": ":material/check_circle:",
    "wrong": ":material/cancel:",
    "invalid_sql": ":material/code_off:",
    "refused": ":material/block:",
    "timeout": ":material/timer_off:",
    "generation_error": ":material/cloud_off:",
    "gold_broken": ":material/flag:",
    "grader_error": ":material/bug_report:",
}


def outcome(code: str) -> str:
    return t(f"runs.outcome_{code}") if code in OUTCOMES else t("evaluate_page.not_graded")


def category(code: str) -> str:
    return t(f"category.{code}") if code in CATEGORIES else t("evaluate_page.no_category")


def feature(code: str) -> str:
    """A name the catalog does not know is shown as it is: sets may bring their own."""
    if not code:
        return t("evaluate_page.feature_plain")
    return titles.feature(code)


def difficulty(code: str) -> str:
    if not code:
        return t("evaluate_page.no_difficulty")
    return titles.difficulty(code)


def difficulty_order(code: str) -> tuple[int, str]:
    return (titles.DIFFICULTIES.index(code) if code in titles.DIFFICULTIES else len(titles.DIFFICULTIES), code)


def percent(share: float) -> str:
    """`61.3%`; whole numbers without the zero."""
    return f"{round(share * 100, 1):g}%"


def hundredths(share: float | None) -> float | None:
    """For a column of numbers with the format `%.1f%%`."""
    return None if share is None else 100 * share


def share(k: int, n: int) -> str:
    return percent(k / n) if n else "–"


def interval(low: float, high: float) -> str:
    return f"{100 * low:.1f}~{100 * high:.1f}%"


def duration(seconds: float) -> str:
    """`45초`, `3분`, `2시간 5분`."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return t("runs.time_seconds", seconds=whole)
    if whole < 3600:
        return t("runs.time_minutes", minutes=round(whole / 60))
    return t("runs.time_hours", hours=whole // 3600, minutes=whole % 3600 // 60)


def dollars(cost: float | None) -> str:
    """Dollars to the cent, small amounts to what can be told apart; `–` where no price is known."""
    if cost is None:
        return "–"
    return f"${cost:,.2f}" if cost >= 0.1 or cost == 0 else f"${cost:.4f}"


def moment(at: str | None) -> str:
    """An ISO time as the clock in Seoul shows it, to the minute."""
    return titles.moment(at) or "–"
