"""Greedy answers by PyTorch with a peft adapter on the base's unpacked weights: what training saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from workbench.errors import ModelError
from workbench.llm.chat import Message
from workbench.llm.hf_loading import where_from, why
from workbench.llm.huggingface import prompt_ids
from workbench.train.fit.encode import end_of_turn


@dataclass(frozen=True)
class Answered:
    """`text` without the token that ends it; `first`: the text of its first token; `prompt`: the prompt's ids."""

    text: str
    first: str
    prompt: tuple[int, ...]


class PeftAnswers:
    """The model in this process for as long as the block runs. Raises ModelError where it cannot be loaded."""

    def __init__(self, base: str, adapter: Path) -> None:
        self._base = base
        self._adapter = adapter
        self._model: Any = None
        self._tokenizer: Any = None

    def __enter__(self) -> PeftAnswers:
        import torch
        import transformers
        from peft import PeftModel

        device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            where, extra = where_from(self._base)
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(where, **extra)
            # bf16 on CUDA as in training; on CPU float32 is as fast where the processor has no bf16 units, and exact.
            dtype = torch.bfloat16 if device == "cuda" else torch.float32
            dense = transformers.AutoModelForCausalLM.from_pretrained(where, dtype=dtype, device_map=device, **extra)
            self._model = PeftModel.from_pretrained(dense, str(self._adapter), is_trainable=False).eval()
        except ModelError:
            raise
        except Exception as error:
            raise ModelError(why(error, self._base)) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self._model = None

    @property
    def described(self) -> str:
        """Versions and number format, for the manifest."""
        import peft
        import torch

        kind = str(next(self._model.parameters()).dtype).removeprefix("torch.")
        return f"torch {torch.__version__}, peft {peft.__version__}, {kind}"

    def answer(self, messages: Sequence[Message], max_tokens: int) -> Answered:
        """What the model writes, always taking the likeliest token. Raises ModelError when memory runs out."""
        import torch
        from transformers import GenerationConfig

        ids = prompt_ids(self._tokenizer, messages)
        end = end_of_turn(self._tokenizer)
        # Not the model's own settings: some bring a penalty on repeated tokens, which greedy search obeys too.
        greedy = GenerationConfig(
            max_new_tokens=max_tokens,
            do_sample=False,
            eos_token_id=end,
            pad_token_id=self._tokenizer.pad_token_id or end,
        )
        given = torch.tensor([ids], device=self._model.device)
        try:
            with torch.inference_mode():
                out = self._model.generate(
                    input_ids=given, attention_mask=torch.ones_like(given), generation_config=greedy
                )
        except (RuntimeError, MemoryError) as error:
            raise ModelError(why(error, self._base)) from error
        written = [token for token in out[0, len(ids) :].tolist() if token != end]
        text = self._tokenizer.decode(written, skip_special_tokens=True)
        return Answered(text, self._tokenizer.decode(written[:1], skip_special_tokens=True), tuple(ids))
