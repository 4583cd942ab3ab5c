"""Rubrics: files that say what a judge is asked, named by the hash of their text.

`v1` is the judge prompt of the published Korean exercise (onlybooks/llm chapter 6, example 6.4), kept to the letter:
one system message, nothing fenced, no temperature. `v2` is ours. A rubric may also be a file of the user's own.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import UsageError
from workbench.evaluate.score import CATEGORIES
from workbench.text import t

_FOLDER = Path(__file__).parent / "rubrics"
DEFAULT = "v1"
FIELDS = ("ddl", "question", "gt_sql", "gen_sql", "gt_result", "gen_result", "categories")
_FIELD = re.compile(r"\{(" + "|".join(FIELDS) + r")\}")
_NEEDED = ("question", "gt_sql", "gen_sql")
_MAX_CHARS = 100_000


@dataclass(frozen=True)
class Rubric:
    """`digest` is sha256 (hex) of the file's text. `verbatim`: fields are put in as they are, without fences."""

    name: str
    system: str
    user: str
    digest: str
    verbatim: bool

    @property
    def version(self) -> str:
        """Short enough for an id; 48 bits."""
        return self.digest[:12]

    @property
    def shows_results(self) -> bool:
        return "{gt_result}" in self.user + self.system or "{gen_result}" in self.user + self.system


def rubric_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.md")))


def load_rubric(name: str = DEFAULT) -> Rubric:
    """A shipped rubric by its name, else the file of that path.

    Raises UsageError: neither exists, or the file lacks `[system]`/`[user]` or a field without which nothing can be
    judged.
    """
    shipped = name in rubric_names()
    path = _FOLDER / f"{name}.md" if shipped else Path(name)
    try:
        text = path.read_bytes()[: _MAX_CHARS * 4].decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError, ValueError):
        raise UsageError(t("judge.no_rubric", name=name, names=", ".join(rubric_names()))) from None
    system, user = _parts(text)
    if missing := [field for field in _NEEDED if f"{{{field}}}" not in system + user]:
        fields = ", ".join(f"{{{field}}}" for field in missing)
        raise UsageError(t("judge.rubric_lacks", name=name, fields=fields))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Rubric(name if shipped else path.stem, system, user, digest, verbatim=shipped and name == "v1")


def _parts(text: str) -> tuple[str, str]:
    """The two parts; a text without marks is the user's message. Only the line end before a mark is not theirs."""
    head, mark, user = text.partition("[user]\n")
    if not mark and not text.startswith("[system]\n"):
        return "", text
    system = head.removeprefix("[system]\n")
    return (system.removesuffix("\n") if mark else system), user


def fill(template: str, values: dict[str, str]) -> str:
    """All fields in one pass, so that a value which contains `{gt_sql}` stays as it is."""
    values = {"categories": ", ".join(code for code in CATEGORIES if code not in _NOT_FOR_JUDGES), **values}
    return _FIELD.sub(lambda match: values.get(match[1], ""), template)


_NOT_FOR_JUDGES = ("unknown_name", "syntax", "timeout", "refused", "no_answer")
"""Never reach a judge: such SQL does not bind, or there is none."""
