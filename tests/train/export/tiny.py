"""A random Qwen2 or Llama of 200 KB as a GGUF file, its torch twin, and a random adapter for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM, Qwen2Config, Qwen2ForCausalLM

LAYERS, WIDTH, HEADS, HEADS_KV, INNER = 2, 64, 4, 2, 96
CONTEXT = 512
PRINTABLE = 94
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
LINEAR = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def vocabulary() -> list[str]:
    """GPT-2's printable stand-ins for the 256 bytes, and ChatML's marks: text is read byte by byte."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in shown]
    letters = {byte: chr(byte) for byte in shown} | {byte: chr(256 + at) for at, byte in enumerate(rest)}
    return [*(letters[byte] for byte in range(256)), "ab", *SPECIAL]


def random_model(kind: str = "qwen2", seed: int = 0) -> Any:
    """A causal LM in float32 whose answers depend on every token: plain initial weights would say the same always."""
    torch.manual_seed(seed)
    shape: dict[str, Any] = {
        "vocab_size": len(vocabulary()),
        "hidden_size": WIDTH,
        "intermediate_size": INNER,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "num_key_value_heads": HEADS_KV,
        "max_position_embeddings": CONTEXT,
        "tie_word_embeddings": False,
        "rms_norm_eps": 1e-6,
        "bos_token_id": 257,
        "eos_token_id": 259,
    }
    model: Any = Qwen2ForCausalLM(Qwen2Config(**shape)) if kind == "qwen2" else LlamaForCausalLM(LlamaConfig(**shape))
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim == 2:
                parameter.normal_(0, parameter.shape[1] ** -0.5)
        model.lm_head.weight[PRINTABLE:] = 0  # it writes printable ASCII only: half a Korean letter is shown by nobody
    return model.eval()


def random_adapter(model: Any, folder: Path, rank: int = 8, seed: int = 1, **more: Any) -> Any:
    """A LoRA on all linear layers with weights that change every answer, saved by peft into `folder`."""
    torch.manual_seed(seed)
    config = LoraConfig(
        **{"r": rank, "lora_alpha": 2 * rank, "target_modules": LINEAR, "task_type": "CAUSAL_LM", **more}
    )
    tuned = get_peft_model(model, config)
    with torch.no_grad():
        for name, parameter in tuned.named_parameters():
            if "lora_" in name:
                parameter.normal_(0, 0.7 * parameter.shape[1] ** -0.5)
    tuned.save_pretrained(folder)
    return tuned.eval()


def write_gguf(model: Any, path: Path, kind: str = "qwen2") -> None:
    """The model as llama.cpp's converter writes it, in float32."""
    writer = gguf.GGUFWriter(path, kind)
    writer.add_name("tiny")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS_KV)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10_000.0)
    writer.add_vocab_size(len(vocabulary()))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(vocabulary())
    writer.add_token_types([1] * 257 + [3] * len(SPECIAL))
    writer.add_token_merges(["a b"])
    writer.add_bos_token_id(257)
    writer.add_eos_token_id(259)
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHATML)
    arch = next(key for key, name in gguf.MODEL_ARCH_NAMES.items() if name == kind)
    names = gguf.get_tensor_name_map(arch, LAYERS)
    for key, tensor in model.state_dict().items():
        data = tensor.float().numpy()
        heads = HEADS if "q_proj" in key else HEADS_KV if "k_proj" in key else 0
        if kind == "llama" and heads:
            data = data.reshape(heads, 2, data.shape[0] // heads // 2, data.shape[1]).swapaxes(1, 2).reshape(data.shape)
        writer.add_tensor(names.get_name(key, try_suffixes=(".weight", ".bias")), np.ascontiguousarray(data))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
