"""The GGUF LoRA file computes in llama.cpp what peft computes in torch, and nothing unfit becomes a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import gguf
import pytest
import torch
from safetensors.torch import load_file, save_file

from tests.train.export import tiny
from tests.train.export.conftest import World
from workbench.errors import ModelError
from workbench.train.export.gguf_lora import Precision, write_gguf_lora

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing.:FutureWarning")  # peft's, about itself
PROMPT = torch.randint(0, 256, (1, 40), generator=torch.Generator().manual_seed(3))
_ASK = """
import http.client, json, os, sys, xllamacpp
base, lora, prompt = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
params = xllamacpp.CommonParams()
params.model.path, params.hostnames, params.port, params.api_keys = base, ["127.0.0.1"], 0, ["k"]
params.ui, params.n_ctx, params.n_parallel, params.verbosity = False, 256, 1, 0
params.cpuparams.n_threads = 1
if lora:
    one = xllamacpp.CommonAdapterLoraInfo()
    one.path, one.scale = lora, 1.0
    params.lora_adapters = [one]
server = xllamacpp.Server(params)
connection = http.client.HTTPConnection(server.listening_address.split("//")[-1])
body = {"prompt": prompt, "n_predict": 1, "temperature": 0, "n_probs": 300}
body["logit_bias"] = [[token, False] for token in range(94, 260)]  # only what can be shown comes with probabilities
headers = {"Authorization": "Bearer k", "Content-Type": "application/json"}
connection.request("POST", "/completion", json.dumps(body), headers)
answer = json.loads(connection.getresponse().read())
print(json.dumps({one["id"]: one["logprob"] for one in answer["completion_probabilities"][0]["top_logprobs"]}))
sys.stdout.flush()
os._exit(0)
"""


def served(base: Path, lora: Path | None) -> torch.Tensor:
    """llama.cpp's log probabilities of the token after PROMPT."""
    words = [sys.executable, "-c", _ASK, str(base), str(lora or ""), json.dumps(PROMPT[0].tolist())]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    found = json.loads(done.stdout)
    return torch.tensor([found[str(token)] for token in range(len(tiny.vocabulary()))])


def trained(model: Any) -> torch.Tensor:
    with torch.inference_mode():
        return model(PROMPT).logits[0, -1].log_softmax(-1)


def make(tmp_path: Path, kind: str = "qwen2", precision: Precision = "f16", **lora: Any) -> tuple[Any, Path, Path]:
    """A tuned torch model, its base as GGUF, and its adapter as GGUF."""
    model = tiny.random_model(kind)
    tiny.write_gguf(model, tmp_path / "base.gguf", kind)
    tuned = tiny.random_adapter(model, tmp_path / "adapter", **lora)
    written = write_gguf_lora(tmp_path / "adapter", tmp_path / "base.gguf", tmp_path / "lora.gguf", precision)
    return tuned, tmp_path / "base.gguf", written.path


@pytest.mark.parametrize(
    ("kind", "precision", "lora", "near"),
    [
        ("qwen2", "f16", {}, 0.02),
        ("qwen2", "q8_0", {"rank": 32}, 0.3),
        ("qwen2", "q8_0", {"rank": 8}, 0.3),
        ("qwen2", "q8_0", {"rank": 48, "rank_pattern": {"q_proj": 4}, "alpha_pattern": {"up_proj": 3}}, 0.5),
        ("qwen2", "f16", {"use_rslora": True}, 0.1),
        ("qwen2", "f16", {"rank_pattern": {"q_proj": 4}, "alpha_pattern": {"layers.1.mlp.up_proj": 3}}, 0.02),
        ("qwen2", "f16", {"target_modules": ["q_proj", "v_proj"]}, 0.02),
        ("llama", "f16", {}, 0.02),
    ],
)
def test_llama_cpp_computes_what_peft_computes(
    tmp_path: Path, kind: str, precision: Precision, lora: dict[str, Any], near: float
) -> None:
    tuned, base, file = make(tmp_path, kind, precision, **lora)
    wanted, found = trained(tuned), served(base, file)
    with tuned.disable_adapter():
        plain = trained(tuned)
    assert (found - wanted).abs().max() < near
    assert found.argmax() == wanted.argmax()
    assert (plain - wanted).abs().max() > 1.0, "the adapter must matter for this test to say anything"


def test_the_base_alone_is_the_same_in_both(tmp_path: Path) -> None:
    tuned, base, _ = make(tmp_path)
    with tuned.disable_adapter():
        assert (served(base, None) - trained(tuned)).abs().max() < 0.02


def test_q8_is_about_half_of_f16(tmp_path: Path) -> None:
    make(tmp_path, rank=32)
    half = write_gguf_lora(tmp_path / "adapter", tmp_path / "base.gguf", tmp_path / "half.gguf", "q8_0")
    assert half.bytes < 0.65 * (tmp_path / "lora.gguf").stat().st_size
    assert (half.rank, half.alpha, half.matrices) == (32, 64.0, 7 * tiny.LAYERS)


def test_every_q8_matrix_is_multiplied_in_whole_blocks(tmp_path: Path) -> None:
    """A short row is multiplied number by number: 25 % slower answers were measured with rank 16."""
    make(tmp_path, precision="q8_0", rank=8)
    for tensor in gguf.GGUFReader(tmp_path / "lora.gguf").tensors:
        assert (tensor.tensor_type.name, tensor.shape[0] % 32) == ("Q8_0", 0)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"use_dora": True}, "use_dora"),
        ({"bias": "lora_only"}, "bias"),
        ({"modules_to_save": ["lm_head"]}, "modules_to_save"),
        ({"peft_type": "IA3"}, "IA3"),
        ({"fan_in_fan_out": True}, "fan_in_fan_out"),
    ],
)
def test_what_a_file_cannot_express_is_refused_with_the_way_out(
    world: World, change: dict[str, Any], says: str, tmp_path: Path
) -> None:
    folder = copy(world.adapter, tmp_path / "changed")
    config = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    (folder / "adapter_config.json").write_text(json.dumps({**config, **change}), encoding="utf-8")
    with pytest.raises(ModelError, match=rf"{says}.*--merged"):
        write_gguf_lora(folder, world.base.path, tmp_path / "x.gguf")
    assert not list(tmp_path.glob("x.gguf*"))


def copy(adapter: Path, to: Path) -> Path:
    to.mkdir()
    for file in ("adapter_config.json", "adapter_model.safetensors"):
        (to / file).write_bytes((adapter / file).read_bytes())
    return to


def with_tensors(world: World, to: Path, change: Any) -> Path:
    folder = copy(world.adapter, to)
    tensors = load_file(folder / "adapter_model.safetensors")
    change(tensors)
    save_file(tensors, folder / "adapter_model.safetensors")
    return folder


def test_weights_that_are_no_numbers_are_refused(world: World, tmp_path: Path) -> None:
    def spoil(tensors: dict[str, torch.Tensor]) -> None:
        next(iter(tensors.values()))[0, 0] = float("nan")

    with pytest.raises(ModelError, match="체크포인트"):
        write_gguf_lora(with_tensors(world, tmp_path / "nan", spoil), world.base.path, tmp_path / "x.gguf")


def test_a_pair_without_its_other_half_is_refused(world: World, tmp_path: Path) -> None:
    def spoil(tensors: dict[str, torch.Tensor]) -> None:
        del tensors[next(key for key in tensors if "lora_B" in key)]

    with pytest.raises(ModelError, match="담고 있습니다"):
        write_gguf_lora(with_tensors(world, tmp_path / "half", spoil), world.base.path, tmp_path / "x.gguf")


def test_another_base_is_noticed_by_its_shapes(tmp_path: Path, world: World) -> None:
    def spoil(tensors: dict[str, torch.Tensor]) -> None:
        for key in tensors:
            if key.endswith("lora_A.weight"):
                tensors[key] = torch.ones(tensors[key].shape[0], tensors[key].shape[1] * 2)

    with pytest.raises(ModelError, match="크기가 바탕 모델과"):
        write_gguf_lora(with_tensors(world, tmp_path / "wide", spoil), world.base.path, tmp_path / "x.gguf")


def test_a_layer_that_the_base_has_not_is_noticed(tmp_path: Path, world: World) -> None:
    def spoil(tensors: dict[str, torch.Tensor]) -> None:
        for key in [key for key in tensors if ".layers.1." in key]:
            tensors[key.replace(".layers.1.", ".layers.7.")] = tensors.pop(key)

    with pytest.raises(ModelError, match="바탕 모델에 없습니다"):
        write_gguf_lora(with_tensors(world, tmp_path / "deep", spoil), world.base.path, tmp_path / "x.gguf")


@pytest.mark.parametrize("content", [b"", b"GGUF", b"\x00" * 64, b"GGUF\x03\x00\x00\x00" + b"\xff" * 40])
def test_a_base_that_is_no_model_is_said_so(tmp_path: Path, world: World, content: bytes) -> None:
    (tmp_path / "base.gguf").write_bytes(content)
    with pytest.raises(ModelError, match="바탕 모델 파일"):
        write_gguf_lora(world.adapter, tmp_path / "base.gguf", tmp_path / "x.gguf")


def test_an_empty_folder_is_no_adapter(tmp_path: Path, world: World) -> None:
    with pytest.raises(ModelError, match="학습된 어댑터를 찾지 못했습니다"):
        write_gguf_lora(tmp_path, world.base.path, tmp_path / "x.gguf")
    copy(world.adapter, tmp_path / "cut")
    file = tmp_path / "cut" / "adapter_model.safetensors"
    os.truncate(file, file.stat().st_size // 2)
    with pytest.raises(ModelError, match="학습된 어댑터를 찾지 못했습니다"):
        write_gguf_lora(tmp_path / "cut", world.base.path, tmp_path / "x.gguf")
