"""`docs/lint.md` from the rules themselves: `python -m workbench.sql.lint.docs` writes it, a test keeps it current."""

from __future__ import annotations

from workbench.settings import ROOT
from workbench.sql.lint.rules import LINT_RULES, Rule
from workbench.text import t, use_language

PATH = ROOT / "docs" / "lint.md"
_SEVERITIES = ("error", "warning", "info")


def to_markdown() -> str:
    """The page: Korean first, the English title and reason under each rule."""
    lines = ["<!-- python -m workbench.sql.lint.docs -->", "", "# 점검 규칙 · Lint rules", ""]
    with use_language("ko"):
        lines += [t("lint.docs-intro"), ""]
    for severity in _SEVERITIES:
        rules = [rule for rule in LINT_RULES.values() if rule.severity == severity]
        with use_language("ko"):
            lines += [f"## {t(f'lint.docs-{severity}')} ({len(rules)})", ""]
        for rule in rules:
            lines += _section(rule)
    return "\n".join(lines)


def _section(rule: Rule) -> list[str]:
    with use_language("ko"):
        title, why, bad, good = rule.title, rule.why, t("lint.docs-bad"), t("lint.docs-good")
    with use_language("en"):
        english = f"*{rule.title}. {rule.why}*"
    lines = [f"### `{rule.code}` {title}", "", why, "", english, ""]
    if rule.bad.strip():
        lines += ["```sql", f"-- {bad}", rule.bad, "", f"-- {good}", rule.good, "```", ""]
    return lines


if __name__ == "__main__":
    PATH.write_text(to_markdown(), encoding="utf-8")
