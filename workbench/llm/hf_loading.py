"""Loading Hugging Face weights in 4-bit: hub ids, folders, the catalogued GGUF files, and adapters on top."""

from __future__ import annotations

import contextlib
import io
import shutil
import threading
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock

from workbench import settings
from workbench.errors import ModelError
from workbench.llm import catalog, digest
from workbench.llm.catalog import CatalogModel
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


def load(source: HfSource, name: str, quantized: bool = True) -> Loaded:
    """The model in 4-bit, or in bf16 as it is trained. Raises ModelError.

    Code that comes with a model is never run (`trust_remote_code` stays off).
    """
    try:
        import accelerate  # noqa: F401
        import bitsandbytes  # noqa: F401
        import torch
        import transformers
    except ImportError as error:
        raise ModelError(t("llm.hf_libraries", library=error.name or "transformers")) from error
    transformers.utils.logging.disable_progress_bar()
    try:
        where, extra = where_from(source.base)
        tokenizer = transformers.AutoTokenizer.from_pretrained(where, **extra)
        model = transformers.AutoModelForCausalLM.from_pretrained(
            where,
            quantization_config=four_bit() if quantized else None,
            device_map="auto",
            dtype=torch.bfloat16,
            **extra,
        )
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(why(error, name)) from error
    if source.adapter:
        model = with_adapter(model, source.adapter, name)
    model.eval()
    return Loaded(model, tokenizer)


def where_from(base: str) -> tuple[str, dict[str, Any]]:
    """What `from_pretrained` is to be given for a catalogued model's name, a hub id or a folder. Raises ModelError."""
    catalogued = catalog.find_base(base)
    if catalogued is not None:
        return str(_unpacked(catalogued)), {"local_files_only": True}
    return base, {"local_files_only": True} if Path(base).is_dir() else {}


def _unpacked(model: CatalogModel) -> Path:
    """A folder with the GGUF file's weights in bf16, made once: transformers refuses to quantize while reading GGUF."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    digest.require_verified(model)
    folder = settings.cache_dir() / "unpacked" / model.sha256[:12]
    folder.parent.mkdir(exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if folder.is_dir():
            return folder
        need = model.bytes * 4  # 4.8 bits a weight become 16
        if (free := shutil.disk_usage(folder.parent).free) < need:
            amounts = {"need": f"{need / 1e9:.1f}", "free": f"{free / 1e9:.1f}"}
            raise ModelError(t("llm.disk_full", folder=str(folder.parent), **amounts))
        half = folder.with_suffix(".new")
        shutil.rmtree(half, ignore_errors=True)
        source = {"gguf_file": model.file, "local_files_only": True}
        with contextlib.redirect_stderr(io.StringIO()):  # a bar of 339 tensors that no switch turns off
            AutoTokenizer.from_pretrained(model.path.parent, **source).save_pretrained(half)
            dense = AutoModelForCausalLM.from_pretrained(
                model.path.parent, dtype=torch.bfloat16, quantization_config=GgufConfig(dequantize=True), **source
            )
            dense.save_pretrained(half)
        half.rename(folder)
    return folder


def four_bit() -> Any:
    import torch
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )


def with_adapter(model: Any, adapter: str, name: str) -> Any:
    """`model` with a peft adapter on top. Raises ModelError."""
    try:
        from peft import PeftModel

        with warnings.catch_warnings():  # peft asks transformers for something by its old name
            warnings.filterwarnings("ignore", "`is_gradient_checkpointing`", FutureWarning)
            return PeftModel.from_pretrained(model, adapter, is_trainable=False)
    except Exception as error:
        raise ModelError(t("llm.hf_adapter", adapter=adapter, name=name)) from error


def why(error: Exception, name: str) -> str:
    if out_of_memory(error):
        return t("llm.hf_no_memory", name=name)
    if isinstance(error, OSError):  # transformers wraps "no such id", "no access" and "no network" alike
        return t("llm.hf_missing", name=name)
    return t("llm.hf_failed", name=name, reason=type(error).__name__)


def out_of_memory(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or "out of memory" in str(error).lower()
