"""OpenAI and every server that speaks its chat API (vLLM, Ollama, llama.cpp, Azure), behind ChatModel."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from workbench.llm.chat import GenerateOptions, Generation, Message, Progress
from workbench.llm.pump import Pump, measured
from workbench.llm.remote_errors import explain, refused_parameter

OPENAI_URL = "https://api.openai.com/v1"
_CONNECT_SECONDS = 5.0
_READ_SECONDS = 60.0
_OPENAI_CONTEXT, _UNKNOWN_CONTEXT = 128_000, 8_192
_LOOPBACK = ("localhost", "127.0.0.1", "::1")

_refused: dict[tuple[str, str], frozenset[str]] = {}
"""Parameters that a server refused for a model, learnt once per process: asking again would cost a call each time."""


class RemoteModel:
    """One model of one server. `label` is what messages call it; `key` is used and never stored or logged."""

    def __init__(
        self, name: str, base_url: str, model: str, key: str, label: str, read_seconds: float = _READ_SECONDS
    ) -> None:
        self.name = name
        self._base_url = base_url.rstrip("/")
        self._model = model
        self._key = key
        self._label = label
        self._read_seconds = read_seconds

    @cached_property
    def context_tokens(self) -> int:
        """What the server says (vLLM, llama.cpp), else 128,000 for OpenAI and a careful 8,192 for others."""
        if self._base_url == OPENAI_URL:
            return _OPENAI_CONTEXT
        import openai

        try:
            found = self._client.with_options(timeout=_CONNECT_SECONDS, max_retries=0).models.list()
            card: dict[str, Any] = next((item.model_dump() for item in found.data if item.id == self._model), {})
        except (openai.OpenAIError, ValueError, AttributeError, TypeError):
            return _UNKNOWN_CONTEXT
        meta = card.get("meta") if isinstance(card.get("meta"), dict) else {}
        for value in (card.get("max_model_len"), card.get("context_length"), (meta or {}).get("n_ctx")):
            if isinstance(value, int) and value > 0:
                return value
        return _UNKNOWN_CONTEXT

    def generate(self, messages: Sequence[Message], options: GenerateOptions) -> Generation:
        started = time.monotonic()
        generation = Generation(iter(()), lambda: None)
        counts: dict[str, Any] = {}

        def produce(put: Callable[[str], None], stopped: threading.Event) -> None:
            self._stream(tuple(messages), options, put, stopped, counts)

        pump = Pump(produce, abandon=True)
        generation.cancel = pump.cancel
        generation.pieces = measured(pump, Progress("reading"), options, generation, counts, started)
        return generation

    def warm(
        self, messages: Sequence[Message], prefix: str, progress: Callable[[Progress], None] | None = None
    ) -> None:
        """Nothing to do: servers that cache prefixes do so by themselves."""

    def count_tokens(self, text: str) -> int:
        """An over-estimate: about 3 ASCII characters a token, and Hangul at most 1.5 tokens a syllable."""
        wide = sum(1 for ch in text if ord(ch) > 127)
        return int((len(text) - wide) / 2.5 + wide * 1.5) + 1

    def close(self) -> None:
        if "_client" in self.__dict__:
            self._client.close()
            del self.__dict__["_client"]

    @cached_property
    def _client(self) -> Any:
        import openai  # 0.6 s to import

        host = urlsplit(self._base_url).hostname or ""
        timeout = openai.Timeout(self._read_seconds, connect=_CONNECT_SECONDS)
        # A proxy set for the outside world must not catch calls to a server on this machine.
        transport = openai.DefaultHttpxClient(trust_env=False, timeout=timeout) if host in _LOOPBACK else None
        return openai.OpenAI(
            api_key=self._key or "none",
            base_url=self._base_url,
            timeout=timeout,
            max_retries=2,
            default_headers={"api-key": self._key} if host.endswith(".azure.com") and self._key else None,
            http_client=transport,
        )

    def _stream(
        self,
        messages: tuple[Message, ...],
        options: GenerateOptions,
        put: Callable[[str], None],
        stopped: threading.Event,
        counts: dict[str, Any],
    ) -> None:
        """Runs in the pump's thread. A stream that breaks before its first piece is asked for once more."""
        for last in (False, True):
            wrote = False
            try:
                with self._open(messages, options) as stream:
                    for chunk in stream:
                        if stopped.is_set():
                            return
                        text = _read_chunk(chunk, counts)
                        if text:
                            wrote = True
                            put(text)
                if not counts.get("finish"):
                    raise ConnectionError("stream ended without a finish reason")  # half an SQL is worse than none
                return
            except Exception as error:
                if last or wrote or not _broke_off(error):
                    raise explain(error, self._label, self._model, self._key) from error

    def _open(self, messages: tuple[Message, ...], options: GenerateOptions) -> Any:
        """The open stream; parameters that this model refuses are left out or renamed, and remembered."""
        import openai

        known = (self._base_url, self._model)
        while True:
            try:
                return self._client.chat.completions.create(**self._request(messages, options))
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                parameter = refused_parameter(error)
                refused = _refused.get(known, frozenset())
                if parameter is None or parameter in refused:
                    raise
                _refused[known] = refused | {parameter}

    def _request(self, messages: tuple[Message, ...], options: GenerateOptions) -> dict[str, Any]:
        refused = _refused.get((self._base_url, self._model), frozenset())
        request: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": options.temperature,
            "seed": options.seed,
            "max_tokens": options.max_tokens,
        }
        if options.stop:
            request["stop"] = list(options.stop[:4])  # OpenAI takes four
        if "max_tokens" in refused:
            # Models that want the new name spend it on thinking, too.
            request["max_completion_tokens"] = options.max_tokens + 4000
        return {name: value for name, value in request.items() if name not in refused}


def _broke_off(error: Exception) -> bool:
    import openai

    return not isinstance(error, openai.OpenAIError) or type(error) is openai.APIConnectionError


def _read_chunk(chunk: Any, counts: dict[str, Any]) -> str:
    """The chunk's text; its counts go to `counts`. Servers leave out whatever they like."""
    usage = getattr(chunk, "usage", None)
    if usage is not None:
        counts["prompt"] = getattr(usage, "prompt_tokens", 0) or 0
        counts["completion"] = getattr(usage, "completion_tokens", 0) or 0
        counts["cached"] = getattr(getattr(usage, "prompt_tokens_details", None), "cached_tokens", 0) or 0
    choices = getattr(chunk, "choices", None) or []
    if not choices:
        return ""
    counts["finish"] = getattr(choices[0], "finish_reason", None) or counts.get("finish", "")
    return getattr(getattr(choices[0], "delta", None), "content", None) or ""
