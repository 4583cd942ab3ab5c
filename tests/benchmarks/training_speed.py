"""Training the 0.5B on the same questions: packed, one by one, and as plain peft + Trainer does it, in turns."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from tests.benchmarks.gold import TODAY
from tests.benchmarks.isolated import isolated
from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.timing import Figure
from workbench.train.config import TrainConfig
from workbench.train.data.prompts import to_rows
from workbench.train.data.sources import read_sources
from workbench.train.fit.point import Point
from workbench.train.row import Dataset, PromptRow

BASE = "qwen2.5-coder-0.5b-instruct-q4_k_m"
_QUESTIONS, _QUICK = 32, 8
_CONFIG = TrainConfig(
    base=BASE, batch=4, accumulation=2, epochs=1.0, block=2048, dropout=0.0, device="cpu", save_every=1000
)


def measure(quick: bool) -> Measured:
    """Each way in a process of its own, so that its peak memory is its own. Seconds leave loading out."""
    rows = _some_rows(_QUICK if quick else _QUESTIONS)
    ways = {
        "packed": partial(_ours, rows, True),
        "alone": partial(_ours, rows, False),
        "plain": partial(_plain, rows),
    }
    found = {name: isolated(way) for name, way in ways.items()}
    figures: dict[str, Figure] = {}
    for name, (seconds, tokens, peak_mb) in found.items():
        say(f"{name}: {len(rows) / seconds:.2f} questions a second, {tokens / seconds:.0f} tokens/s, {peak_mb:.0f} MB")
        figures[name] = Figure(60 * len(rows) / seconds, 60 * len(rows) / seconds, len(rows), "/min")
        figures[f"{name}_mb"] = Figure(peak_mb, peak_mb, 1, "MB")
        figures[f"{name}_tokens"] = Figure(tokens / seconds, tokens / seconds, len(rows), "tokens/s")
    rate = {name: figures[name].median for name in ways}
    values = {
        "plain_ratio": rate["packed"] / rate["plain"],
        "packing_ratio": rate["packed"] / rate["alone"],
        "answer_only_ratio": rate["alone"] / rate["plain"],
        "memory_ratio": found["packed"][2] / found["plain"][2],
    }
    return Measured(values, figures, {"base": BASE, "questions": len(rows), "rank": _CONFIG.rank})


def _some_rows(count: int) -> tuple[PromptRow, ...]:
    """Questions on two schemas of the corpus, one short and one a company's."""
    found = [one for source in read_sources(("corpus",)) for one in source.cases]
    kept: list[PromptRow] = []
    for database in ("rpg_guild", "saas"):
        chosen = [one for one in found if one.case.db_id == database][: count // 2]
        kept += to_rows(chosen, TODAY)
    return tuple(kept)


def _ours(rows: tuple[PromptRow, ...], packing: bool) -> tuple[float, int, float]:
    """Seconds from the first to the last sequence, tokens read, peak MB."""
    from dataclasses import replace

    from workbench.train.fit.run import fit

    points: list[Point] = []
    with TemporaryDirectory() as folder:
        dataset = Dataset("speed", Path(folder), rows, rows, (), "", "")
        fit(replace(_CONFIG, packing=packing), dataset, Path(folder) / "run", points.append)
    return points[-1].seconds, points[-1].tokens, _peak_mb()


def _plain(rows: tuple[PromptRow, ...]) -> tuple[float, int, float]:
    """As tutorials do it: chat template, one sequence a question, loss on every token.

    Batches of one: four of 1,400 tokens with logits for all of them did not fit into 24 GB beside anything else.
    """
    import torch
    import transformers
    from peft import LoraConfig, get_peft_model

    from workbench.llm.hf_loading import where_from

    where, extra = where_from(BASE)
    tokenizer = transformers.AutoTokenizer.from_pretrained(where, **extra)
    model = transformers.AutoModelForCausalLM.from_pretrained(where, dtype=torch.bfloat16, **extra)
    model = get_peft_model(
        model, LoraConfig(r=_CONFIG.rank, lora_alpha=_CONFIG.alpha, target_modules=list(_CONFIG.targets))
    )
    texts = []
    for row in rows:
        turns = [{"role": one.role, "content": one.content} for one in row.messages]
        texts.append(
            tokenizer.apply_chat_template([*turns, {"role": "assistant", "content": row.answer}], tokenize=False)
        )
    encoded = [tokenizer(text, truncation=True, max_length=_CONFIG.block) for text in texts]
    with TemporaryDirectory() as folder:
        trainer = transformers.Trainer(
            model=model,
            args=transformers.TrainingArguments(
                output_dir=folder,
                per_device_train_batch_size=1,
                gradient_accumulation_steps=_CONFIG.batch * _CONFIG.accumulation,
                num_train_epochs=1,
                learning_rate=_CONFIG.learning_rate,
                bf16=True,
                use_cpu=True,
                report_to=[],
                disable_tqdm=True,
                save_strategy="no",
                dataloader_pin_memory=False,
            ),
            train_dataset=_Listed(encoded),
            data_collator=transformers.DataCollatorForLanguageModeling(tokenizer, mlm=False),
        )
        started = time.perf_counter()
        trainer.train()
    return time.perf_counter() - started, sum(len(one["input_ids"]) for one in encoded), _peak_mb()


class _Listed:
    """A dataset as torch's loader takes it."""

    def __init__(self, items: list[Any]) -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: int) -> Any:
        return self._items[index]


def _peak_mb() -> float:
    """Most memory this process ever held."""
    import resource

    assert psutil.LINUX  # ru_maxrss is in kB there
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
