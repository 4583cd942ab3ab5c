"""Prompt rows as token ids: the prompt as inference sends it, the answer, and the token that ends a turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.llm.huggingface import prompt_ids
from workbench.train.row import PromptRow


@dataclass(frozen=True)
class Encoded:
    """`prompt` and `answer` are token ids; the loss is on `answer` only. group: rows of one group share a prefix."""

    group: int
    prompt: tuple[int, ...]
    answer: tuple[int, ...]

    @property
    def length(self) -> int:
        return len(self.prompt) + len(self.answer)


@dataclass(frozen=True)
class Encoding:
    """`too_long` counts the rows that were left out: cut SQL would teach to write cut SQL."""

    rows: tuple[Encoded, ...]
    too_long: int


def encode(rows: Iterable[PromptRow], tokenizer: Any, block: int) -> Encoding:
    """Encode what fits into `block` tokens, in the order given. Groups are numbered in order of appearance."""
    groups: dict[tuple[str, str], int] = {}
    kept: list[Encoded] = []
    too_long = 0
    end = end_of_turn(tokenizer)
    for row in rows:
        head = row.messages[0].content if len(row.messages) > 1 else ""
        group = groups.setdefault((head, row.prefix), len(groups))
        prompt = prompt_ids(tokenizer, row.messages)
        answer = tokenizer(row.answer, add_special_tokens=False)["input_ids"]
        encoded = Encoded(group, tuple(prompt), (*answer, end))
        if encoded.length > block:
            too_long += 1
        else:
            kept.append(encoded)
    return Encoding(tuple(kept), too_long)


def end_of_turn(tokenizer: Any) -> int:
    """The id that ends an answer: what chat models generate last, else the end of text."""
    vocabulary: dict[str, int] = tokenizer.get_vocab()
    for name in ("<|im_end|>", "<|eot_id|>", "<end_of_turn>"):
        if name in vocabulary:
            return vocabulary[name]
    end = tokenizer.eos_token_id
    assert end is not None  # every causal LM's tokenizer has one: it is how generation ends
    return int(end)


def common_prefix(rows: Sequence[tuple[int, ...]]) -> int:
    """Leading ids that all have in common; at most one less than the shortest, so that every row keeps a tail."""
    if not rows:
        return 0
    shortest = min(len(row) for row in rows) - 1
    first, last = min(rows), max(rows)  # in sorted order the outermost two share no more than any two
    length = 0
    while length < shortest and first[length] == last[length]:
        length += 1
    return max(0, length)
