"""The embedded model with an adapter on top against the model alone: a question on a loaded schema, and reading one."""

from __future__ import annotations

import json
import secrets
import statistics
import time
from pathlib import Path

import torch
from safetensors.torch import save_file

from tests.benchmarks.home import default_model, fresh_home
from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.timing import figure
from workbench.llm import catalog
from workbench.llm.catalog import CatalogModel
from workbench.llm.chat import GenerateOptions, Message
from workbench.llm.embedded.model import EmbeddedModel
from workbench.llm.embedded.process import server_of
from workbench.train.export.adapter import export_adapter
from workbench.train.export.gguf_lora import Precision, read_base

RANK, ANSWER_TOKENS = 16, 48
_MODULES = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def measure(quick: bool) -> Measured:
    """Rounds take turns, base and adapter, so that a busy moment of the machine hits both. Weights do not matter to
    the speed: the adapter is random, of the size that training makes by default, in both formats."""
    rounds = 3 if quick else 12
    with fresh_home() as home:
        base = catalog.base_of(default_model())
        models = {"base": base, **{name: _adapter(base, home, name) for name in ("q8_0", "f16")}}
        try:
            seconds = _rounds(models, rounds)
        finally:
            for model in models.values():
                server_of(model).stop()
        sizes = {f"{name}_mb": round(models[name].adapter_bytes / 1e6, 1) for name in ("q8_0", "f16")}
    values = {}
    for kind in ("answer", "read"):
        plain = statistics.median(seconds[f"base_{kind}"])
        for name in ("q8_0", "f16"):
            values[f"{name}_{kind}_slower"] = 100 * (statistics.median(seconds[f"{name}_{kind}"]) / plain - 1)
    facts = {"model": base.name, "rank": RANK, "answer_tokens": ANSWER_TOKENS, "rounds": rounds, **sizes}
    return Measured(values, {name: figure(taken) for name, taken in seconds.items()}, facts)


def _adapter(base: CatalogModel, home: Path, precision: Precision) -> CatalogModel:
    """A random adapter on all linear layers, made without loading the model."""
    folder = home / "peft"
    if not folder.exists():
        folder.mkdir()
        tensors = {}
        for name, (out, width) in read_base(base.path).shapes.items():
            _, _, rest = name.partition("blk.")
            number, _, matrix = rest.partition(".")
            if (module := _MODULES.get(matrix.removesuffix(".weight"))) is None:
                continue
            head = f"base_model.model.model.layers.{number}.{module}"
            tensors[f"{head}.lora_A.weight"] = torch.randn(RANK, width) * width**-0.5
            tensors[f"{head}.lora_B.weight"] = torch.randn(out, RANK) * 1e-4
        save_file(tensors, folder / "adapter_model.safetensors")
        config = {"peft_type": "LORA", "r": RANK, "lora_alpha": 2 * RANK, "base_model_name_or_path": base.name}
        (folder / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
    made = export_adapter(folder, base.name, precision.replace("_", "-"), {}, precision=precision)
    return catalog.get(made.name)


def _rounds(models: dict[str, CatalogModel], rounds: int) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {}
    opened = {name: EmbeddedModel(model) for name, model in models.items()}
    schema = _schema(24)
    for model in opened.values():
        _ask(model, schema, 1)  # loads the model and reads the schema
    for number in range(rounds):
        for name, model in opened.items():
            answer, read = _ask(model, schema, ANSWER_TOKENS), _ask(model, _schema(24), 1)
            taken.setdefault(f"{name}_answer", []).append(answer)
            taken.setdefault(f"{name}_read", []).append(read)
            say(f"round {number + 1}: {name}: answer {answer:.2f} s, schema read {read:.2f} s")
    return taken


def _schema(tables: int) -> str:
    return "\n".join(f"CREATE TABLE {secrets.token_hex(3)} (id INTEGER, 이름 VARCHAR);" for _ in range(tables))


def _ask(model: EmbeddedModel, schema: str, tokens: int) -> float:
    """Seconds for an answer of `tokens` to a question that no cache knows."""
    question = f"{schema}\n{secrets.token_hex(4)}: 1부터 100까지 쉼표로 이어서 세어 보세요."
    started = time.perf_counter()
    generation = model.generate([Message("user", question)], GenerateOptions(max_tokens=tokens, prefix=schema))
    list(generation)
    if generation.usage.completion_tokens < tokens:
        raise RuntimeError(f"only {generation.usage.completion_tokens} tokens")
    return time.perf_counter() - started
