"""Packing loses nothing, mixes nothing, and learns what sequences on their own would."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoModelForCausalLM

from workbench.train.fit.collate import IGNORED, collate
from workbench.train.fit.encode import Encoded, common_prefix
from workbench.train.fit.pack import TAILS, Pack, pack

BLOCK = 120
_ids = st.lists(st.integers(0, 5), min_size=1, max_size=20).map(tuple)


@st.composite
def _rows(draw: st.DrawFn) -> list[Encoded]:
    rows: list[Encoded] = []
    for group, prefix in enumerate(draw(st.lists(_ids, min_size=1, max_size=4))):
        for tail in draw(st.lists(_ids, min_size=1, max_size=12)):
            rows.append(Encoded(group, (*prefix, *tail), draw(_ids)))
    return rows


def _unpacked(one: Pack) -> list[tuple[int, ...]]:
    """The sequences a pack stands for."""
    prefix = [id for id, segment in zip(one.ids, one.segment, strict=True) if segment == 0]
    tails = [
        [id for id, segment in zip(one.ids, one.segment, strict=True) if segment == number]
        for number in range(1, one.examples + 1)
    ]
    return [(*prefix, *tail) for tail in tails]


@given(_rows(), st.integers(0, 3), st.booleans())
def test_every_row_is_in_exactly_one_pack(rows: list[Encoded], seed: int, sharing: bool) -> None:
    packs = pack(rows, BLOCK, seed, sharing)
    found = Counter(sequence for one in packs for sequence in _unpacked(one))
    assert found == Counter((*row.prompt, *row.answer) for row in rows)
    assert sum(one.examples for one in packs) == len(rows)


@given(_rows(), st.integers(0, 3))
def test_packs_stay_within_the_block_and_one_group(rows: list[Encoded], seed: int) -> None:
    for one in pack(rows, BLOCK, seed):
        assert len(one.ids) <= BLOCK
        assert len(one.ids) == len(one.segment) == len(one.position) == len(one.target)
        tails = sum(segment > 0 for segment in one.segment)
        assert one.examples <= TAILS or tails - 40 <= one.segment.count(0)


@given(_rows(), st.integers(0, 3), st.booleans())
def test_targets_are_the_answers_and_nothing_else(rows: list[Encoded], seed: int, sharing: bool) -> None:
    packs = pack(rows, BLOCK, seed, sharing)
    learnt = Counter(target for one in packs for target in one.target if target != IGNORED)
    assert learnt == Counter(id for row in rows for id in row.answer)


@given(_rows())
def test_positions_go_on_from_the_prefix_in_every_tail(rows: list[Encoded]) -> None:
    for one in pack(rows, BLOCK, 0):
        shared = one.segment.count(0)
        for number in range(1, one.examples + 1):
            own = [place for place, segment in zip(one.position, one.segment, strict=True) if segment == number]
            assert own == list(range(shared, shared + len(own)))


@given(st.lists(_ids, min_size=1, max_size=6))
def test_a_common_prefix_leaves_every_row_a_tail(rows: list[tuple[int, ...]]) -> None:
    length = common_prefix(rows)
    assert all(row[:length] == rows[0][:length] and len(row) > length for row in rows)
    longer = length + 1
    assert any(row[:longer] != rows[0][:longer] or len(row) <= longer for row in rows)


def test_the_same_seed_packs_the_same(  # a resumed run must meet the same sequences
) -> None:
    rows = [Encoded(0, (1, 2, number), (3,)) for number in range(50)]
    assert pack(rows, BLOCK, 1) == pack(rows, BLOCK, 1) != pack(rows, BLOCK, 2)


@pytest.fixture(scope="module")
def model(base: Path) -> torch.nn.Module:
    loaded: torch.nn.Module = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    return loaded


def _gradients(model: torch.nn.Module, packs: tuple[Pack, ...]) -> tuple[float, list[torch.Tensor]]:
    model.zero_grad()
    total = 0.0
    for one in packs:
        batch = collate([one], 0)
        logits = model(**{key: batch[key] for key in ("input_ids", "position_ids", "attention_mask", "logits_to_keep")})
        loss = torch.nn.functional.cross_entropy(
            logits.logits.flatten(0, 1), batch["shift_labels"].flatten(), ignore_index=IGNORED, reduction="sum"
        )
        loss.backward()
        total += float(loss.detach())
    return total, [parameter.grad.clone() for parameter in model.parameters() if parameter.grad is not None]


def test_packed_gradients_are_those_of_the_sequences_on_their_own(model: torch.nn.Module) -> None:
    prefix = tuple(range(40, 75))
    rows = [Encoded(0, (*prefix, 70 + number, 80, 90 + number), (100 + number, 120, 258)) for number in range(7)]
    packed = pack(rows, BLOCK, 0)
    alone = pack(rows, BLOCK, 0, sharing=False)
    assert len(packed) == 1
    assert len(alone) == 7
    loss, gradients = _gradients(model, packed)
    loss_alone, gradients_alone = _gradients(model, alone)
    assert loss == pytest.approx(loss_alone, rel=1e-5)
    for one, other in zip(gradients, gradients_alone, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-5)


def test_padding_changes_nothing(model: torch.nn.Module) -> None:
    short, long = Encoded(0, (1, 2, 3), (4, 5)), Encoded(1, tuple(range(30)), (6, 7, 8))
    packs = pack([short, long], BLOCK, 0)
    together = collate(packs, 0)
    with torch.no_grad():
        both = model(
            **{key: together[key] for key in ("input_ids", "position_ids", "attention_mask", "logits_to_keep")}
        ).logits
        for row, one in enumerate(packs):
            alone = collate([one], 0)
            kept = alone["logits_to_keep"]
            logits = model(
                **{key: alone[key] for key in ("input_ids", "position_ids", "attention_mask", "logits_to_keep")}
            ).logits
            where = torch.isin(together["logits_to_keep"], kept)
            torch.testing.assert_close(both[row, where], logits[0], rtol=1e-3, atol=1e-4)
            assert together["labels"][row, where].tolist() == alone["labels"][0].tolist()
