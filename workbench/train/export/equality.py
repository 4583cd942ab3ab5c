"""Proof that the served model is the trained one: PyTorch with peft against the embedded server with the GGUF LoRA.

Both answer the same prompts greedily. They cannot agree to the last bit (the server multiplies in 8-bit blocks with
the base's 4-bit weights, PyTorch with those weights unpacked), so what counts is what a user sees: the first token,
the SQL, and the rows that it gives.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from workbench.ask.options import today_in_seoul
from workbench.ask.pipeline import STOP
from workbench.errors import ModelError
from workbench.evaluate.case import EvalCase
from workbench.evaluate.grading import ground_or_score, score_pair
from workbench.evaluate.score import Score
from workbench.llm import catalog
from workbench.llm.adapters import Adapter
from workbench.llm.chat import ChatModel, GenerateOptions
from workbench.llm.embedded.model import EmbeddedModel
from workbench.llm.hf_loading import HfSource, load
from workbench.llm.huggingface import HuggingFaceModel, prompt_ids
from workbench.sql.clean import clean
from workbench.text import t
from workbench.train.data.files import read_dataset
from workbench.train.data.prompts import to_rows
from workbench.train.data.sources import Sourced
from workbench.train.export import manifest
from workbench.train.row import PromptRow

FIRST_TOKEN, RESULT = 0.98, 0.95
_ANSWER_TOKENS = 300


@dataclass(frozen=True)
class Differs:
    """A prompt on which the two wrote other SQL. `same_result`: it gives the same rows all the same."""

    id: str
    question: str
    pytorch: str
    embedded: str
    first_token: bool
    same_result: bool


@dataclass(frozen=True)
class Equality:
    """Of `prompts`, on how many the first token, the SQL and its result were the same. `tokens`: the prompt's ids."""

    prompts: int
    tokens: int
    first_token: int
    sql: int
    result: int
    seconds: float
    versions: str
    differences: tuple[Differs, ...]

    @property
    def holds(self) -> bool:
        """Whether the served model may stand for the trained one."""
        return self.first_token >= FIRST_TOKEN * self.prompts and self.result >= RESULT * self.prompts

    @property
    def sentence(self) -> str:
        """Ready to show."""
        key = "adapter.equal" if self.holds else "adapter.not_equal"
        return t(key, prompts=self.prompts, first=self.first_token, sql=self.sql, result=self.result)


@dataclass(frozen=True)
class _Answered:
    """`first`: the text of the first token; `prompt`: the prompt's ids."""

    sql: str
    first: str
    prompt: tuple[int, ...]


def check_equality(
    adapter: Path,
    served: Adapter,
    data: Path,
    prompts: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Equality:
    """Ask `prompts` held-out questions of the dataset in folder `data`, and keep the outcome in the manifest.

    adapter: the peft folder that `served` was exported from. progress: (done, of) prompts. Takes 20 to 50 s a prompt
    with the 1.5B on two cores, most of it PyTorch's. Raises DataError, ModelError.
    """
    model = catalog.get(served.name)
    rows, cases = _questions(data, prompts)
    started = time.monotonic()
    embedded = EmbeddedModel(model)
    pairs = []
    loaded = load(HfSource(catalog.base_of(model).name, str(adapter)), served.name, quantized=False)
    pytorch = HuggingFaceModel(served.name, HfSource(""), loaded)
    for number, row in enumerate(rows):
        progress(number, len(rows))
        ours, theirs = _ask(pytorch, row, _ANSWER_TOKENS), _ask(embedded, row, _ANSWER_TOKENS)
        # Reading the prompt again for one token costs the server nothing and PyTorch 10 s: its text is cut instead.
        first = loaded.tokenizer(ours, add_special_tokens=False)["input_ids"][:1]
        ids = prompt_ids(loaded.tokenizer, row.messages), embedded.prompt_tokens(row.messages)
        pairs.append(
            (
                _Answered(clean(ours).sql, loaded.tokenizer.decode(first), tuple(ids[0])),
                _Answered(clean(theirs).sql, _ask(embedded, row, 1), ids[1]),
            )
        )
    progress(len(rows), len(rows))
    found = _compared(rows, cases, pairs, time.monotonic() - started, _versions())
    manifest.change(served, equality=_table(found))
    return found


def _questions(data: Path, count: int) -> tuple[list[PromptRow], dict[str, EvalCase]]:
    """Held-out questions from all over the dataset, rendered as 질문하기 does."""
    held_out = read_dataset(data).held_out
    wanted = [held_out[at * len(held_out) // count] for at in range(count)] if count < len(held_out) else held_out
    sourced = [Sourced(case, "held_out", case.id) for case in wanted]
    rows = list(to_rows(sourced, today_in_seoul()))
    if not rows:
        raise ModelError(t("adapter.no_held_out", folder=data))
    return rows, {case.id: case for case in wanted}


def _ask(model: ChatModel, row: PromptRow, tokens: int) -> str:
    return model.generate(row.messages, GenerateOptions(max_tokens=tokens, stop=STOP, prefix=row.prefix)).text()


def _versions() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("torch", "transformers", "peft", "xllamacpp"))


def _compared(
    rows: Sequence[PromptRow],
    cases: dict[str, EvalCase],
    pairs: Sequence[tuple[_Answered, _Answered]],
    seconds: float,
    versions: str,
) -> Equality:
    differences = []
    for row, (ours, theirs) in zip(rows, pairs, strict=True):
        first, one, other = ours.first == theirs.first, ours.sql, theirs.sql
        if first and one == other:
            continue
        same = one == other or _same_result(cases[row.id], one, other)
        differences.append(Differs(row.id, row.question, one, other, first, same))
    tokens = sum(ours.prompt == theirs.prompt for ours, theirs in pairs)
    return Equality(
        len(rows),
        tokens,
        len(rows) - sum(not one.first_token for one in differences),
        len(rows) - sum(one.pytorch != one.embedded for one in differences),
        len(rows) - sum(not one.same_result for one in differences),
        round(seconds, 1),
        versions,
        tuple(differences),
    )


def _same_result(case: EvalCase, one: str, other: str) -> bool:
    """Whether both give the same rows, or neither gives any because both fail."""
    with _ground(case) as grade:
        score = grade(one, other)
        if score.outcome == "gold_broken":
            return grade(other, one).outcome == "gold_broken"
        return score.outcome == "correct"


@contextlib.contextmanager
def _ground(case: EvalCase) -> Iterator[Callable[[str, str], Score]]:
    with ground_or_score(case.ddl, case.dialect, case.data_path, [case.gold], case.today) as ground:
        if isinstance(ground, Score):
            closed = ground
            yield lambda gold, pred: closed
        else:
            opened = ground
            yield lambda gold, pred: score_pair(opened, gold, pred, "duckdb")


def _table(found: Equality) -> dict[str, object]:
    table = asdict(found)
    table["differences"] = [asdict(one) for one in found.differences]
    return table
