"""How large a base is, and what training it takes of memory and disk. Laws of power through two measured models."""

from __future__ import annotations

import math
import re
from pathlib import Path

from workbench import settings
from workbench.llm import catalog
from workbench.train.config import TrainConfig

_BILLIONS = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)b(?![a-z])", re.IGNORECASE)
_UNKNOWN = 7e9
"""A hub id that does not tell its size: most of the models that people name here are of this size."""
_SMALL = 0.494e9
_LORA_PER_RANK = 0.55e6
"""Trained weights per rank over all linear layers of the 0.5B; the power of two thirds makes them 1.15 million for the
1.5B, which is right."""
_ACTIVATION = 2.2e6
"""Bytes a token of a sequence keeps for the backward pass in the 0.5B, bf16, no checkpointing."""
_RUNTIME = 0.9e9
"""torch, transformers and the dataset, before any weight is there."""
_KEPT = 3
"""Checkpoints on disk at most: two are kept while the third is written."""


def parameters(base: str) -> float:
    """Weights of a base: by its files where it is here, else by its name."""
    model = catalog.find_base(base)
    if model is None and Path(base).is_dir():
        size = sum(file.stat().st_size for file in Path(base).glob("*.safetensors"))
        if size:
            return size / 2
    found = _BILLIONS.search(model.name if model is not None else Path(base).name)
    return float(found[1]) * 1e9 if found else _UNKNOWN


def is_cuda(config: TrainConfig) -> bool:
    """Whether it will train on a GPU; asked of the driver, because torch takes three seconds to import."""
    return config.device == "cuda" or (config.device == "" and Path("/proc/driver/nvidia/version").exists())


def lora_weights(config: TrainConfig) -> float:
    share = len(config.targets) / 7
    return config.rank * _LORA_PER_RANK * share * math.pow(parameters(config.base) / _SMALL, 2 / 3)


def memory_bytes(config: TrainConfig) -> float:
    """At the peak: of the GPU on CUDA, else of the process."""
    weights, on_gpu = parameters(config.base), is_cuda(config)
    four_bit = on_gpu if config.four_bit is None else config.four_bit
    checkpointing = on_gpu if config.checkpointing is None else config.checkpointing
    at_once = config.batch if on_gpu else 1
    activations = _ACTIVATION * config.block * at_once * math.pow(weights / _SMALL, 2 / 3) / (6 if checkpointing else 1)
    return _RUNTIME + weights * (0.7 if four_bit else 2) + lora_weights(config) * 16 + activations


def disk_bytes(config: TrainConfig) -> float:
    """Checkpoints (weights and two moments in float32), the adapter twice, its export, and the unpacked base."""
    need = lora_weights(config) * (12 * _KEPT + 4 * 2 + 1)
    model = catalog.find_base(config.base)
    if model is not None and not (settings.cache_dir() / "unpacked" / model.sha256[:12]).is_dir():
        need += model.bytes * 4
    return need + 10e6
