"""A peft LoRA folder as one GGUF file that llama.cpp loads on top of the base model's GGUF file.

The format is llama.cpp's own (`general.type` = adapter, `adapter.type` = lora, `adapter.lora.alpha`, a pair
`<base tensor>.lora_a` / `.lora_b` for each changed matrix; read from its loader, src/llama-adapter.cpp). Its converter
needs a checkout of llama.cpp and the base's config.json; this writer reads names and shapes from the base GGUF itself,
so a wrong base is found here and not when somebody asks a question.

llama.cpp computes y += (alpha / rank) · B(A x). peft's A is (rank, in) and B is (out, rank), which is how the file
wants them: nothing is transposed. Where the base's rows were reordered when its GGUF was made (q and k of the Llama
family, for another layout of the rotary embedding) B's rows are reordered alike.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workbench.errors import ModelError
from workbench.text import t

Precision = Literal["f16", "q8_0"]

PERMUTED = {"llama": True, "qwen2": False, "qwen3": False}
"""llama.cpp architectures that this writer was written for, and whether q and k are reordered in their files. Llama,
Mistral, Yi, SOLAR and Code Llama are all "llama"."""
_Q8_BLOCK = 32
_HEAD = "base_model.model."


@dataclass(frozen=True)
class BaseFile:
    """What the writer must know of the base GGUF. `shapes`: (out, in) of each two-dimensional tensor by its name."""

    architecture: str
    blocks: int
    heads: int
    heads_kv: int
    shapes: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class LoraFile:
    """A written file: `matrices` that it changes, `rank` the largest among them, `bytes` of the file."""

    path: Path
    matrices: int
    rank: int
    alpha: float
    bytes: int


@dataclass(frozen=True)
class _Pair:
    """One module's matrices as float32 arrays: `a` (rank, in), `b` (out, rank), times `scale`."""

    module: str
    a: Any
    b: Any
    scale: float

    @property
    def rank(self) -> int:
        return int(self.a.shape[0])


def read_base(path: Path) -> BaseFile:
    """Architecture and tensor shapes of a GGUF model. Raises ModelError where it cannot be read or is not supported."""
    import gguf

    try:
        reader = gguf.GGUFReader(path)
        architecture = str(reader.fields["general.architecture"].contents())

        def number(key: str) -> int:
            return int(reader.fields[f"{architecture}.{key}"].contents())

        blocks, heads = number("block_count"), number("attention.head_count")
        has_own = f"{architecture}.attention.head_count_kv" in reader.fields
        heads_kv = number("attention.head_count_kv") if has_own else heads
        # GGUF counts the dimensions from the innermost.
        shapes = {
            tensor.name: (int(tensor.shape[1]), int(tensor.shape[0]))
            for tensor in reader.tensors
            if len(tensor.shape) == 2
        }
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise ModelError(t("adapter.base_unreadable", path=path)) from error
    if architecture not in PERMUTED:
        raise ModelError(t("adapter.base_unsupported", kind=architecture, known=", ".join(PERMUTED)))
    return BaseFile(architecture, blocks, heads, heads_kv, shapes)


def write_gguf_lora(adapter: Path, base: Path, target: Path, precision: Precision = "q8_0") -> LoraFile:
    """Write the peft adapter in folder `adapter` (adapter_config.json, adapter_model.safetensors) to `target`.

    base: the GGUF file that it will be loaded on. q8_0 serves faster than f16 (see `_padded`) and is half the size from
    rank 32 up; smaller ranks take as much room as 32. Raises ModelError for what GGUF LoRA cannot express (DoRA,
    trained biases, embeddings or whole layers), for weights that are not finite, and where the adapter does not fit
    the base.
    """
    facts = read_base(base)
    config = _config(adapter)
    pairs = _pairs(adapter, config)
    alpha = float(config.get("lora_alpha") or 1)
    import gguf

    names = gguf.get_tensor_name_map(_architecture(gguf, facts.architecture), facts.blocks)
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    writer = gguf.GGUFWriter(fresh, facts.architecture)
    try:
        writer.add_type(gguf.GGUFType.ADAPTER)
        writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
        writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, alpha)
        writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0 if precision == "q8_0" else gguf.LlamaFileType.MOSTLY_F16)
        for pair in pairs:
            _add(writer, pair, facts, names.get_name(pair.module, try_suffixes=(".weight",)), alpha, precision)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        os.replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)
    return LoraFile(target, len(pairs), max(pair.rank for pair in pairs), alpha, target.stat().st_size)


def _architecture(gguf: Any, name: str) -> Any:
    return next(kind for kind, called in gguf.MODEL_ARCH_NAMES.items() if called == name)


def _add(writer: Any, pair: _Pair, base: BaseFile, name: str | None, alpha: float, precision: Precision) -> None:
    import numpy as np

    tensor = f"{name}.weight"
    shape = base.shapes.get(tensor)
    if shape is None:
        raise ModelError(t("adapter.no_such_matrix", module=pair.module))
    if (pair.b.shape[0], pair.a.shape[1]) != shape:
        raise ModelError(t("adapter.other_shape", module=pair.module))
    a, b = _padded(pair) if precision == "q8_0" else (pair.a, pair.b)
    # One alpha for the file: what a module's own rank, alpha or rsLoRA makes of it goes into B.
    b = b * np.float32(pair.scale * b.shape[1] / alpha)
    heads = (
        {"q_proj": base.heads, "k_proj": base.heads_kv}.get(_last(pair.module)) if PERMUTED[base.architecture] else None
    )
    if heads:
        b = b.reshape(heads, 2, b.shape[0] // heads // 2, b.shape[1]).swapaxes(1, 2).reshape(b.shape)
    for suffix, matrix in ((".lora_a", a), (".lora_b", b)):
        _write(writer, tensor + suffix, matrix, precision)


def _padded(pair: _Pair) -> tuple[Any, Any]:
    """A and B with zeros up to a rank that is a multiple of 32.

    ggml multiplies rows shorter than its vector step one number at a time, and in the 1.5B all B have 645,000 rows.
    Milliseconds of one core a written token (rank 16): base alone 57, f16 72, q8_0 with B in f16 71, q8_0 padded 61.
    """
    import numpy as np

    more = -pair.rank % _Q8_BLOCK
    return np.pad(pair.a, ((0, more), (0, 0))), np.pad(pair.b, ((0, 0), (0, more)))


def _write(writer: Any, name: str, matrix: Any, precision: Precision) -> None:
    import gguf
    import numpy as np

    kind = gguf.GGMLQuantizationType.F16
    if precision == "q8_0" and matrix.shape[1] % _Q8_BLOCK == 0:
        kind = gguf.GGMLQuantizationType.Q8_0
    elif float(np.abs(matrix).max(initial=0.0)) > np.finfo(np.float16).max:
        raise ModelError(t("adapter.not_finite", module=name))
    packed = gguf.quants.quantize(np.ascontiguousarray(matrix), kind)
    writer.add_tensor(name, packed, raw_dtype=kind)


def _last(module: str) -> str:
    return module.rpartition(".")[2]


def _config(adapter: Path) -> dict[str, Any]:
    try:
        config = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
        kind = config["peft_type"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(t("adapter.not_an_adapter", folder=adapter)) from error
    if kind != "LORA":
        raise ModelError(t("adapter.cannot_express", what=str(kind)))
    barred: tuple[tuple[str, Callable[[Any], bool]], ...] = (
        ("use_dora", bool),
        ("modules_to_save", bool),
        ("trainable_token_indices", bool),
        ("lora_bias", bool),
        ("fan_in_fan_out", bool),
        ("bias", lambda value: value not in (None, "none")),
    )
    for key, is_barred in barred:
        if is_barred(config.get(key)):
            raise ModelError(t("adapter.cannot_express", what=key))
    return dict(config)


def _pairs(adapter: Path, config: dict[str, Any]) -> list[_Pair]:
    """All modules' matrices in the order of their layers."""
    tensors = _tensors(adapter)
    pairs = []
    for key in sorted(tensors, key=_in_order):
        module, _, part = key.removeprefix(_HEAD).rpartition(".lora_")
        if part == "B.weight":
            continue
        other = key.removesuffix("A.weight") + "B.weight"
        if part != "A.weight" or other not in tensors:
            raise ModelError(t("adapter.cannot_express", what=key.removeprefix(_HEAD)))
        a, b = tensors[key], tensors[other]
        if a.ndim != 2 or b.ndim != 2 or a.shape[0] != b.shape[1]:
            raise ModelError(t("adapter.other_shape", module=module))
        pairs.append(_Pair(module, a, b, _scale(config, module, a.shape[0])))
    if not pairs:
        raise ModelError(t("adapter.not_an_adapter", folder=adapter))
    return pairs


def _in_order(key: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in key.split("."))


def _tensors(adapter: Path) -> dict[str, Any]:
    """Names to float32 arrays. Safetensors only: a pickled file could run code."""
    import numpy as np
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(adapter / "adapter_model.safetensors", framework="pt") as file:
            tensors = {key: file.get_tensor(key).float().numpy() for key in file.keys()}
    except (OSError, SafetensorError) as error:
        raise ModelError(t("adapter.not_an_adapter", folder=adapter)) from error
    for key, tensor in tensors.items():
        if not np.isfinite(tensor).all():
            raise ModelError(t("adapter.not_finite", module=key.removeprefix(_HEAD)))
    return tensors


def _scale(config: dict[str, Any], module: str, rank: int) -> float:
    """What peft multiplies B·A with, after its own rules for patterns of module names."""
    alpha = _pattern(config.get("alpha_pattern"), module) or config.get("lora_alpha") or 1
    return float(alpha) / (math.sqrt(rank) if config.get("use_rslora") else rank)


def _pattern(patterns: Any, module: str) -> float | None:
    from peft.utils.other import get_pattern_key

    if not patterns:
        return None
    key = get_pattern_key(list(patterns), module)
    return float(patterns[key]) if key in patterns else None
