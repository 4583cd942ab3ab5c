"""What a model is trained on: prompts exactly as 질문하기 renders them, and the answer to write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.evaluate.case import EvalCase
from workbench.llm.chat import Message


@dataclass(frozen=True)
class PromptRow:
    """`messages` end with the user's turn; `prefix` is its leading part that all questions on one schema share.

    answer: DuckDB SQL without a closing semicolon. wrong: a rejected answer to the same question (for DPO), or "".
    id: unique in its dataset. source: where it came from (`spider_ko`, `corpus`, `reviews`, …).
    """

    id: str
    db_id: str
    source: str
    question: str
    messages: tuple[Message, ...]
    prefix: str
    answer: str
    wrong: str = ""


@dataclass(frozen=True)
class Dataset:
    """A built dataset. `rows` train; `held_out` are cases over databases that no row touches.

    folder: where it lies (`rows.jsonl`, `raw.jsonl`, `held_out.jsonl`, `report.json`). raw: the rows before cleaning
    (still without anything of an evaluation set or a held-out database), for measuring what cleaning buys.
    digest: sha256 (hex) over rows, raw and held_out; `prompt_digest` of the prompt format the rows were rendered with.
    """

    name: str
    folder: Path
    rows: tuple[PromptRow, ...]
    raw: tuple[PromptRow, ...]
    held_out: tuple[EvalCase, ...]
    digest: str
    prompt_digest: str
