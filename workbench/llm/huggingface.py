"""Hugging Face models in 4-bit behind ChatModel. torch and transformers are imported only when one is loaded."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from workbench.errors import ModelError
from workbench.llm.chat import GenerateOptions, Generation, Message, Progress
from workbench.llm.hf_loading import HfSource, Loaded, load, out_of_memory
from workbench.llm.pump import Pump, measured
from workbench.llm.stops import StopFilter
from workbench.text import t

_loaded: dict[HfSource, Loaded] = {}
_loading = threading.Lock()
_MOST_CONTEXT = 32_768


class HuggingFaceModel:
    """One model in this process, shared by all who open it; generations take turns.

    loaded: weights that are in memory already (a model in training), instead of what `source` names.
    """

    def __init__(self, name: str, source: HfSource, loaded: Loaded | None = None) -> None:
        self.name = name
        self._source = source
        self._given = loaded

    @property
    def context_tokens(self) -> int:
        positions = getattr(self._ready().model.config, "max_position_embeddings", None)
        return min(int(positions or 2048), _MOST_CONTEXT)

    def generate(self, messages: Sequence[Message], options: GenerateOptions) -> Generation:
        started = time.monotonic()
        generation = Generation(iter(()), lambda: None)
        counts: dict[str, Any] = {}

        def produce(put: Callable[[str], None], stopped: threading.Event) -> None:
            self._run(tuple(messages), options, put, stopped, counts)

        pump = Pump(produce)
        generation.cancel = pump.cancel
        generation.pieces = measured(
            pump,
            Progress("loading" if self._source not in _loaded else "reading"),
            options,
            generation,
            counts,
            started,
        )
        return generation

    def warm(
        self, messages: Sequence[Message], prefix: str, progress: Callable[[Progress], None] | None = None
    ) -> None:
        """Only loads the model: this back end keeps no prompt cache."""
        if progress is not None:
            progress(Progress("loading"))
        self._ready()

    def count_tokens(self, text: str) -> int:
        return len(self._ready().tokenizer(text, add_special_tokens=False)["input_ids"])

    def close(self) -> None:
        """The weights stay for whoever asks next in this process; opening another model frees them."""

    def _ready(self) -> Loaded:
        if self._given is not None:
            return self._given
        with _loading:
            if self._source not in _loaded:
                _loaded.clear()  # two models rarely fit: the old one goes first
                _loaded[self._source] = load(self._source, self.name)
            return _loaded[self._source]

    def _run(
        self,
        messages: tuple[Message, ...],
        options: GenerateOptions,
        put: Callable[[str], None],
        stopped: threading.Event,
        counts: dict[str, Any],
    ) -> None:
        """Runs in the pump's thread."""
        loaded = self._ready()
        inputs = _encode(loaded, messages)
        counts["prompt"] = int(inputs["input_ids"].shape[1])
        if counts["prompt"] + 16 > self.context_tokens:
            raise ModelError(t("llm.too_long", tokens=counts["prompt"], most=self.context_tokens))
        stops = StopFilter(options.stop, put)
        with loaded.turn:
            try:
                output = _generate(loaded, inputs, options, stops, stopped)
            except (RuntimeError, MemoryError) as error:
                if out_of_memory(error):
                    raise ModelError(t("llm.hf_no_memory", name=self.name)) from error
                raise ModelError(t("llm.hf_failed", name=self.name, reason=type(error).__name__)) from error
        stops.finish()
        counts["completion"] = int(output.shape[1]) - counts["prompt"]
        counts["finish"] = "length" if counts["completion"] >= options.max_tokens and not stops.met else "stop"


def _encode(loaded: Loaded, messages: Sequence[Message]) -> Any:
    """Token tensors (1, L) on the model's device."""
    import torch

    ids = torch.tensor([prompt_ids(loaded.tokenizer, messages)], device=loaded.model.device)
    return {"input_ids": ids, "attention_mask": torch.ones_like(ids)}


def prompt_ids(tokenizer: Any, messages: Sequence[Message]) -> list[int]:
    """Token ids up to where the answer begins: by the model's chat template, or plain text for base models without."""
    if not tokenizer.chat_template:
        return list(tokenizer("\n\n".join(message.content for message in messages))["input_ids"])
    turns = [{"role": message.role, "content": _plain(message.content, tokenizer)} for message in messages]
    return list(tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_dict=True)["input_ids"])


def _plain(text: str, tokenizer: Any) -> str:
    """Control tokens spelt out in a question or a comment must not end the message: a space breaks their spelling."""
    for special in tokenizer.all_special_tokens:
        if len(special) > 1:
            text = text.replace(special, f"{special[0]} {special[1:]}")
    return text


def _generate(
    loaded: Loaded, inputs: Any, options: GenerateOptions, stops: StopFilter, stopped: threading.Event
) -> Any:
    import torch
    from transformers import StoppingCriteria, StoppingCriteriaList, TextStreamer, set_seed

    class Streamer(TextStreamer):  # type: ignore[misc]
        def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
            stops.feed(text)

    class Stopped(StoppingCriteria):  # type: ignore[misc]
        def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
            done = stopped.is_set() or stops.met
            return torch.full((input_ids.shape[0],), done, dtype=torch.bool, device=input_ids.device)

    sampling: dict[str, Any] = {"do_sample": False, "temperature": None, "top_p": None, "top_k": None}
    if options.temperature > 0:
        sampling = {"do_sample": True, "temperature": options.temperature}
        set_seed(options.seed)
    with torch.inference_mode():
        return loaded.model.generate(
            **inputs,
            **sampling,
            max_new_tokens=options.max_tokens,
            streamer=Streamer(loaded.tokenizer, skip_prompt=True, skip_special_tokens=True),
            stopping_criteria=StoppingCriteriaList([Stopped()]),
            pad_token_id=loaded.tokenizer.pad_token_id or loaded.tokenizer.eos_token_id,
        )


def source_of(reference: str) -> HfSource:
    """`ID_OR_FOLDER[@ADAPTER]`; a catalogued model's name stands for its GGUF file."""
    base, _, adapter = reference.partition("@")
    return HfSource(str(Path(base).expanduser()) if Path(base).expanduser().is_dir() else base, adapter)
