"""Base and adapter as one model in safetensors, for vLLM, Ollama's converter and whoever loads no adapters."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from workbench.errors import ModelError, UsageError
from workbench.llm.hf_loading import where_from, why, with_adapter
from workbench.text import t

_BYTES_PER_WEIGHT = 2
"""bf16, which the bases were trained in and are unpacked to."""


def write_merged(adapter: Path, base: str, target: Path) -> Path:
    """Write the merged model with its tokenizer to the new folder `target`, whole or not at all.

    base: a catalogued model's name, a hub id or a folder. Raises UsageError where `target` exists, ModelError.
    """
    if target.exists():
        raise UsageError(t("adapter.folder_exists", folder=target))
    import torch
    import transformers

    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        where, extra = where_from(base)
        tokenizer = transformers.AutoTokenizer.from_pretrained(where, **extra)
        dense = transformers.AutoModelForCausalLM.from_pretrained(where, dtype=torch.bfloat16, **extra)
        _require_room(target.parent, dense.num_parameters() * _BYTES_PER_WEIGHT)
        merged = with_adapter(dense, str(adapter), base).merge_and_unload(safe_merge=True)
        tokenizer.save_pretrained(fresh)
        merged.save_pretrained(fresh)
        fresh.rename(target)
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(why(error, base)) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


def _require_room(folder: Path, need: int) -> None:
    if (free := shutil.disk_usage(folder).free) < need:
        amounts = {"need": f"{need / 1e9:.1f}", "free": f"{free / 1e9:.1f}"}
        raise ModelError(t("adapter.disk_full", folder=folder, **amounts))
