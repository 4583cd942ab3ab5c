"""The published way to ask: transformers' text-generation pipeline over the same weights.

As in the Korean Text2SQL exercise (prompt format `ko_text2sql`, the DDL as pasted, greedy), with nothing kept between
calls. It is given every chance: the fastest number format on this machine, and each answer is cut off at the end of
its first statement, where the published code would go on until the model stops by itself.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.home import default_model
from tests.benchmarks.progress import say
from workbench.prompt.format import render

VARIANTS = ("bf16", "nf4", "packed", "fp32")
_MOST_TOKENS = 256


@dataclass(frozen=True)
class Reply:
    """`seconds` from the call to the text; tokens are counted by the model's own tokenizer."""

    text: str
    seconds: float
    prompt_tokens: int
    written_tokens: int


class NotHere(Exception):
    """A number format that this machine cannot do; the text says why."""


class Pipeline:
    """One loaded pipeline. Raises NotHere."""

    def __init__(self, variant: str, folder: Path) -> None:
        os.environ["TQDM_DISABLE"] = "1"  # the GGUF reader draws a bar of its own
        import transformers

        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        self.variant = variant
        file = default_model().path
        self._tokenizer = transformers.AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
        self._tokenizer.padding_side = "left"
        self._tokenizer.pad_token = self._tokenizer.pad_token or self._tokenizer.eos_token
        model = _load(variant, file, folder)
        model.eval()
        self._pipe = transformers.pipeline("text-generation", model=model, tokenizer=self._tokenizer)
        self._generate(["SELECT"], 1, 4, None)  # torch builds its kernels at the first call

    def ask(self, ddl: str, question: str, most_seconds: float | None = None) -> Reply:
        """One question as the published code asks it."""
        return self.ask_many([(ddl, question)], 1, most_seconds)[0]

    def ask_many(
        self, asked: Sequence[tuple[str, str]], batch: int, most_seconds: float | None = None
    ) -> tuple[Reply, ...]:
        """Several (DDL, question) pairs in one call; `seconds` of each reply is its share of the call."""
        prompts = [render(ddl, question, name="ko_text2sql").messages[-1].content for ddl, question in asked]
        started = time.perf_counter()
        texts = self._generate(prompts, batch, _MOST_TOKENS, most_seconds)
        share = (time.perf_counter() - started) / len(prompts)
        return tuple(
            Reply(text, share, self._count(prompt), self._count(text))
            for prompt, text in zip(prompts, texts, strict=True)
        )

    def _generate(self, prompts: list[str], batch: int, tokens: int, most_seconds: float | None) -> list[str]:
        texts: list[str] = []
        for first in range(0, len(prompts), batch):
            options: dict[str, Any] = {"max_new_tokens": tokens, "do_sample": False, "return_full_text": False}
            if most_seconds is not None:
                options["max_time"] = most_seconds
            some = prompts[first : first + batch]
            replies = self._pipe(
                some, batch_size=len(some), stopping_criteria=[_end_of_statement(self._tokenizer)], **options
            )
            texts += [reply[0]["generated_text"] for reply in replies]
        return texts

    def _count(self, text: str) -> int:
        return len(self._tokenizer(text)["input_ids"])


def fastest(
    ddl: str, question: str, folder: Path, variants: Sequence[str] = VARIANTS
) -> tuple[Pipeline, dict[str, Any]]:
    """The fastest of `variants` on one question, loaded, and the seconds of each (or why it does not run here)."""
    best: Pipeline | None = None
    least = float("inf")
    tried: dict[str, Any] = {}
    for variant in variants:
        try:
            pipeline = Pipeline(variant, folder)
        except NotHere as reason:
            tried[variant] = str(reason)
            continue
        # A slower one need not be heard out to the end.
        reply = pipeline.ask(ddl, question, None if best is None else 1.5 * least)
        tried[variant] = round(reply.seconds, 2)
        say(f"pipeline in {variant}: {reply.seconds:.1f} s")
        if reply.seconds < least:
            best, least = pipeline, reply.seconds
        del pipeline
        gc.collect()
    assert best is not None
    return best, tried


def is_finished(text: str) -> bool:
    """Whether the first SQL statement of an answer is complete, or prose has begun."""
    body = text.lstrip()
    if body.startswith("`"):
        if "\n" not in body:
            return False
        body = body.split("\n", 1)[1]
    return any(mark in body for mark in (";", "```", "###"))


def _end_of_statement(tokenizer: Any) -> Any:
    import torch
    from transformers import StoppingCriteria

    class EndOfStatement(StoppingCriteria):  # type: ignore[misc]
        start = 0

        def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
            self.start = self.start or input_ids.shape[1] - 1  # first heard after the first new token
            texts = tokenizer.batch_decode(input_ids[:, self.start :], skip_special_tokens=True)
            return torch.tensor([is_finished(text) for text in texts], dtype=torch.bool, device=input_ids.device)

    return EndOfStatement()


def _load(variant: str, file: Path, folder: Path) -> Any:
    import torch
    from transformers import AutoModelForCausalLM, BitsAndBytesConfig

    source = {"gguf_file": file.name, "local_files_only": True}
    if variant == "packed":
        model = AutoModelForCausalLM.from_pretrained(file.parent, dtype=torch.float32, **source)
        config = getattr(model.config, "quantization_config", None)
        if config is None or getattr(config, "dequantize", True):
            raise NotHere("transformers has no packed GGUF kernel for this device")
        return model
    if variant == "nf4":
        # transformers refuses to quantize while it reads GGUF: the dense weights go over the disk.
        dense = folder / "dense"
        if not dense.is_dir():
            _dense(file, source, torch.bfloat16).save_pretrained(dense)
        nf4 = BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_use_double_quant=True,
            bnb_4bit_compute_dtype=torch.bfloat16,
        )
        return AutoModelForCausalLM.from_pretrained(dense, quantization_config=nf4, dtype=torch.bfloat16)
    return _dense(file, source, torch.bfloat16 if variant == "bf16" else torch.float32)


def _dense(file: Path, source: dict[str, Any], dtype: Any) -> Any:
    from transformers import AutoModelForCausalLM, GgufConfig

    unpack = GgufConfig(dequantize=True)
    return AutoModelForCausalLM.from_pretrained(file.parent, dtype=dtype, quantization_config=unpack, **source)
