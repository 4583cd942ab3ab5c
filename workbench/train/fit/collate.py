"""Packs to tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from workbench.train.fit.pack import Pack

IGNORED = -100


def collate(packs: Sequence[Pack], padding: int) -> dict[str, Any]:
    """A batch for a causal LM: `input_ids`, `position_ids` (B, L), `attention_mask` (B, 1, L, L, True = may see).

    `labels` and `shift_labels` (B, K) are the targets at the K positions `logits_to_keep`, IGNORED where a row has
    none: the head is only computed where something is learnt (15 % of a 1.5B model's work is its head).
    """
    length = max(len(pack.ids) for pack in packs)
    ids = torch.full((len(packs), length), padding, dtype=torch.long)
    positions = torch.zeros((len(packs), length), dtype=torch.long)
    targets = torch.full((len(packs), length), IGNORED, dtype=torch.long)
    mask = torch.zeros((len(packs), 1, length, length), dtype=torch.bool)
    for row, pack in enumerate(packs):
        size = len(pack.ids)
        ids[row, :size] = torch.tensor(pack.ids)
        positions[row, :size] = torch.tensor(pack.position)
        targets[row, :size] = torch.tensor(pack.target)
        mask[row, 0, :size, :size] = _sees(pack)
        mask[row, 0, range(size, length), range(size, length)] = True  # a row that sees nothing turns into NaN
    kept = (targets != IGNORED).any(dim=0).nonzero().squeeze(1)
    learnt = targets[:, kept]
    return {
        "input_ids": ids,
        "position_ids": positions,
        "attention_mask": mask,
        "logits_to_keep": kept,
        "labels": learnt,
        "shift_labels": learnt,
    }


def _sees(pack: Pack) -> torch.Tensor:
    """(L, L): a token sees what came before it in the prefix and in its own tail."""
    segment = torch.tensor(pack.segment)
    same = (segment[:, None] == segment[None, :]) | (segment[None, :] == 0)
    return same.tril()
