"""Loading Hugging Face weights in 4-bit: hub ids, folders, the catalogued GGUF files, and adapters on top."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.errors import ModelError
from workbench.llm import catalog, digest
from workbench.text import t


@dataclass(frozen=True)
class HfSource:
    """`base` is a hub id, a folder, or a catalogued model's name; `adapter` a peft adapter's folder or id, or empty."""

    base: str
    adapter: str = ""


@dataclass(frozen=True)
class Loaded:
    """A model and its tokenizer; whoever generates holds `turn`."""

    model: Any
    tokenizer: Any
    turn: threading.Lock = field(default_factory=threading.Lock)


def load(source: HfSource, name: str) -> Loaded:
    """Raises ModelError. Code that comes with a model is never run (`trust_remote_code` stays off)."""
    try:
        import accelerate  # noqa: F401
        import bitsandbytes  # noqa: F401
        import torch
        import transformers
    except ImportError as error:
        raise ModelError(t("llm.hf_libraries", library=error.name or "transformers")) from error
    where, extra = _files(source.base)
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(where, **extra)
        model = transformers.AutoModelForCausalLM.from_pretrained(
            where, quantization_config=_four_bit(), device_map="auto", dtype=torch.bfloat16, **extra
        )
    except Exception as error:
        raise ModelError(_why(error, name)) from error
    if source.adapter:
        model = _with_adapter(model, source.adapter, name)
    model.eval()
    return Loaded(model, tokenizer)


def _files(base: str) -> tuple[str, dict[str, Any]]:
    catalogued = catalog.find(base)
    if catalogued is not None:
        digest.require_verified(catalogued)
        return str(catalogued.path.parent), {"gguf_file": catalogued.file, "local_files_only": True}
    return base, {"local_files_only": True} if Path(base).is_dir() else {}


def _four_bit() -> Any:
    import torch
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )


def _with_adapter(model: Any, adapter: str, name: str) -> Any:
    try:
        from peft import PeftModel

        return PeftModel.from_pretrained(model, adapter, is_trainable=False)
    except Exception as error:
        raise ModelError(t("llm.hf_adapter", adapter=adapter, name=name)) from error


def _why(error: Exception, name: str) -> str:
    if out_of_memory(error):
        return t("llm.hf_no_memory", name=name)
    if isinstance(error, OSError):  # transformers wraps "no such id", "no access" and "no network" alike
        return t("llm.hf_missing", name=name)
    return t("llm.hf_failed", name=name, reason=type(error).__name__)


def out_of_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or "out of memory" in str(error).lower()
