"""The base model ready to be trained: weights in bf16 or NF4, LoRA on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from workbench.errors import ModelError
from workbench.llm.hf_loading import four_bit, out_of_memory, where_from, why
from workbench.text import t
from workbench.train.config import TrainConfig


@dataclass(frozen=True)
class Base:
    """`model` is a peft model whose only trainable weights are the adapter's."""

    model: Any
    tokenizer: Any
    device: str


def load_base(config: TrainConfig) -> Base:
    """Raises ModelError: base missing, unreachable, too large, without the layers named in `targets`."""
    import transformers
    from peft import LoraConfig, get_peft_model

    transformers.utils.logging.disable_progress_bar()
    device = config.device or ("cuda" if torch.cuda.is_available() else "cpu")
    if device == "cuda" and not torch.cuda.is_available():
        raise ModelError(t("train.fit_no_cuda"))
    quantized = device == "cuda" if config.four_bit is None else config.four_bit
    try:
        where, extra = where_from(config.base)
        tokenizer = transformers.AutoTokenizer.from_pretrained(where, **extra)
        model = transformers.AutoModelForCausalLM.from_pretrained(
            where,
            quantization_config=four_bit() if quantized else None,
            device_map=device,
            dtype=torch.bfloat16,
            **extra,
        )
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(why(error, config.base)) from error
    lora = LoraConfig(
        r=config.rank,
        lora_alpha=config.alpha,
        lora_dropout=config.dropout,
        target_modules=list(config.targets),
        task_type="CAUSAL_LM",
    )
    transformers.set_seed(config.seed)  # the adapter's first weights are drawn here
    try:
        model = get_peft_model(model, lora)
    except ValueError as error:
        raise ModelError(t("train.fit_no_targets", targets=", ".join(config.targets), base=config.base)) from error
    except RuntimeError as error:
        if out_of_memory(error):
            raise ModelError(t("llm.hf_no_memory", name=config.base)) from error
        raise
    model.config.use_cache = False
    return Base(model, tokenizer, device)


def saves_memory(config: TrainConfig, device: str) -> bool:
    """Whether activations are computed again in the backward pass: a third more time for a fraction of the memory."""
    return device == "cuda" if config.checkpointing is None else config.checkpointing
