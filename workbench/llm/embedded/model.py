"""The embedded model as a ChatModel."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from workbench.errors import GenerationStopped, ModelError
from workbench.llm.catalog import CatalogModel
from workbench.llm.chat import GenerateOptions, Generation, Message, Progress, Usage
from workbench.llm.embedded import locks
from workbench.llm.embedded.prefixes import Prefixes
from workbench.llm.embedded.process import CONTEXT_TOKENS, server_of
from workbench.llm.embedded.prompt import ChatPrompt, PromptTokens
from workbench.llm.embedded.slots import Lease, Note, Slots
from workbench.llm.embedded.wire import ServerGone, ServerRefused, Stream, Wire
from workbench.text import t

_MIN_ANSWER_TOKENS = 16
_COUNTED_TEXTS = 4096
_Result = TypeVar("_Result")


@dataclass
class _Call:
    """State of one request: who listens, whether it was stopped, what it cost so far."""

    report: Callable[[Progress], None] | None = None
    stopped: threading.Event = field(default_factory=threading.Event)
    stream: Stream | None = None
    started: float = field(default_factory=time.monotonic)
    read: int = 0
    """Prefix tokens this call read itself: reused by its own request, but not a gift of the cache."""

    def say(self, progress: Progress) -> None:
        if self.report is not None:
            self.report(progress)

    def check(self) -> None:
        if self.stopped.is_set():
            raise GenerationStopped(t("llm.stopped"))

    def waiting(self, stage: Progress) -> Callable[[], None]:
        def meanwhile() -> None:
            self.check()
            self.say(stage)

        return meanwhile

    def cancel(self) -> None:
        self.stopped.set()
        if self.stream is not None:
            self.stream.cancel()


class EmbeddedModel:
    """A catalogued GGUF file behind the shared server process."""

    def __init__(self, model: CatalogModel) -> None:
        self._model = model
        self._server = server_of(model)
        self._prefixes = Prefixes(self._server.place.prompts, model)
        self._prompt = ChatPrompt(self._tokenize)
        self._counts: dict[str, int] = {}

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def context_tokens(self) -> int:
        return CONTEXT_TOKENS

    def generate(self, messages: Sequence[Message], options: GenerateOptions) -> Generation:
        call = _Call(options.progress)
        generation = Generation(iter(()), call.cancel)
        generation.pieces = self._pieces(tuple(messages), options, call, generation)
        return generation

    def warm(
        self, messages: Sequence[Message], prefix: str, progress: Callable[[Progress], None] | None = None
    ) -> None:
        call = _Call(progress)
        prompt = self._with_retry(call, lambda: self._prompt.render(messages, prefix))
        key = self._prefixes.key(prompt.prefix)
        if not key:
            return
        # One warm-up at a time: a second schema must not slow down the first, nor an answer in progress twice over.
        with locks.holding(self._server.place.warm_lock, call.waiting(Progress("waiting"))):
            self._with_retry(call, lambda: self._ready_slot(prompt, prompt.shared, call)).release()

    def count_tokens(self, text: str) -> int:
        known = self._counts.get(text)
        if known is None:
            known = len(self._with_retry(_Call(), lambda: self._tokenize(text, False)))
            if len(self._counts) >= _COUNTED_TEXTS:
                self._counts.clear()
            self._counts[text] = known
        return known

    def prompt_tokens(self, messages: Sequence[Message]) -> tuple[int, ...]:
        """The token ids that `generate` sends for these messages."""
        return self._with_retry(_Call(), lambda: self._prompt.render(messages, "")).tokens

    def close(self) -> None:
        """Nothing to free here: the hold on the server belongs to the process (see ServerProcess.release)."""

    def _wire(self, call: _Call) -> Wire:
        return Wire(self._server.address(call.waiting(Progress("loading"))))

    def _tokenize(self, text: str, special: bool) -> list[int]:
        return self._wire(_Call()).tokenize(text, special)

    def _with_retry(self, call: _Call, action: Callable[[], _Result]) -> _Result:
        """Run `action`; where the server died under it, once more on a fresh server."""
        for last in (False, True):
            try:
                return action()
            except ServerRefused as error:
                raise ModelError(t("llm.refused", reason=str(error))) from error
            except ServerGone as error:
                call.check()
                if last:
                    raise ModelError(t("llm.died", name=self.name)) from error
                self._recover()
        raise AssertionError("unreachable")

    def _recover(self) -> None:
        address = self._server.place.address()
        if address is not None:
            self._server.recover(address)

    def _pieces(
        self, messages: tuple[Message, ...], options: GenerateOptions, call: _Call, generation: Generation
    ) -> Iterator[str]:
        call.check()
        prompt = self._with_retry(call, lambda: self._prompt.render(messages, options.prefix))
        room = CONTEXT_TOKENS - len(prompt.tokens)
        if room < _MIN_ANSWER_TOKENS:
            raise ModelError(t("llm.too_long", tokens=len(prompt.tokens), most=CONTEXT_TOKENS))
        limit = min(options.max_tokens, room)
        written: list[str] = []
        for last in (False, True):
            try:
                yield from self._attempt(prompt, options, limit, written, call, generation)
                return
            except ServerRefused as error:
                raise ModelError(t("llm.refused", reason=str(error))) from error
            except ServerGone as error:
                call.check()
                # A grammar cannot be resumed in the middle of a sentence; anything else goes on where it broke off.
                if last or (written and options.grammar):
                    raise ModelError(t("llm.died", name=self.name)) from error
                self._recover()

    def _attempt(
        self,
        prompt: PromptTokens,
        options: GenerateOptions,
        limit: int,
        written: list[str],
        call: _Call,
        generation: Generation,
    ) -> Iterator[str]:
        so_far = self._tokenize("".join(written), False) if written else []
        tokens = (*prompt.tokens, *so_far)
        lease = self._ready_slot(prompt, min(len(prompt.tokens) + limit, CONTEXT_TOKENS), call)
        first = 0.0
        try:
            call.stream = Stream(lambda done, total: call.say(Progress("reading", done, total)))
            call.check()
            body = _body(options, max(1, limit - len(so_far)))
            for piece in self._wire(call).complete(lease.slot, tokens, body, call.stream):
                call.check()
                if not first:
                    first = time.monotonic() - call.started
                    call.say(Progress("writing"))
                written.append(piece)
                yield piece
            call.check()
            generation.usage = _usage(call, len(prompt.tokens), first)
        finally:
            lease.release()

    def _ready_slot(self, prompt: PromptTokens, tokens: int, call: _Call) -> Lease:
        """A slot that holds the prompt's prefix: from memory, from the disk, or read now."""
        wire = self._wire(call)
        slots = Slots(self._server.place, wire, CONTEXT_TOKENS)
        key = self._prefixes.key(prompt.prefix)
        wanted = Note(tokens, key, prompt.opening if key and prompt.follows else "")
        waiting = call.waiting(Progress("waiting"))
        if not key:
            lease = slots.take(wanted, waiting)
            lease.holds(wanted)
            return lease
        if self._prefixes.has(key) or slots.loaded(key):
            return self._filled(slots.take(wanted, waiting), wire, key, prompt, tokens, call)
        # Nobody has it yet: one reads, everybody else who wants it waits and sees how far the reader is.
        lock = self._server.place.reading_lock(key)
        with locks.holding(lock, lambda: self._follow(lock, key, call)) as reading:
            return self._filled(slots.take(wanted, waiting), wire, key, prompt, tokens, call, reading)

    def _follow(self, lock: Path, key: str, call: _Call) -> None:
        call.check()
        words = locks.note(lock).split(" ")
        if len(words) == 3 and words[0] == key:
            call.say(Progress("reading", int(words[1]), int(words[2])))
        else:
            call.say(Progress("waiting"))

    def _filled(
        self,
        lease: Lease,
        wire: Wire,
        key: str,
        prompt: PromptTokens,
        tokens: int,
        call: _Call,
        reading: locks.Held | None = None,
    ) -> Lease:
        """Make the slot hold the bare prefix, or for a follow-up the conversation it was left with.

        A slot with the prefix and another question's tokens is restored as well (15 to 25 ms for 2,000 tokens):
        llama.cpp would reuse what the questions have in common, compute the rest in another batch shape, and the
        same question would not always get the same answer.
        """
        had = lease.had
        as_wanted = had.key == key and (
            had.opening == prompt.opening if prompt.follows else had.tokens == prompt.shared
        )
        try:
            if not as_wanted and not self._restored(lease, wire, key, prompt) and had.key != key:
                self._read(lease, wire, key, prompt, call, reading)
            lease.holds(Note(tokens, key, prompt.opening if tokens > prompt.shared else ""))
            return lease
        except BaseException:
            lease.release()
            raise

    def _restored(self, lease: Lease, wire: Wire, key: str, prompt: PromptTokens) -> bool:
        if not self._prefixes.has(key):
            return False
        try:
            if wire.restore_slot(lease.slot, self._prefixes.file(key)) == prompt.shared:
                self._prefixes.used(key)
                return True
        except ServerRefused:
            pass
        except ServerGone:
            self._prefixes.drop(key)  # llama.cpp aborts on a torn file (seen): the retry must not meet it again
            raise
        self._prefixes.drop(key)
        return False

    def _read(
        self, lease: Lease, wire: Wire, key: str, prompt: PromptTokens, call: _Call, reading: locks.Held | None
    ) -> None:
        """Read the prefix alone, cold as warm: the rest then meets the same cache and greedy answers are equal."""

        def progress(done: int, total: int) -> None:
            call.say(Progress("reading", done, prompt.shared))
            if reading is not None:
                reading.write(f"{key} {done} {prompt.shared}")

        call.stream = Stream(progress)
        call.check()
        for _ in wire.complete(lease.slot, prompt.prefix, {"n_predict": 0}, call.stream):
            pass
        call.check()
        call.read = call.stream.finished.read if call.stream.finished else 0
        if self._prefixes.make_room(prompt.shared):
            self._prefixes.save(key, lambda file: wire.save_slot(lease.slot, file))


def _body(options: GenerateOptions, limit: int) -> dict[str, Any]:
    body: dict[str, Any] = {"n_predict": limit, "temperature": options.temperature, "seed": options.seed}
    if options.stop:
        body["stop"] = list(options.stop)
    if options.grammar:
        body["grammar"] = options.grammar
    return body


def _usage(call: _Call, prompt_tokens: int, first: float) -> Usage:
    finished = call.stream.finished if call.stream else None
    return Usage(
        prompt_tokens=prompt_tokens,
        cached_tokens=max(0, (finished.reused if finished else 0) - call.read),
        completion_tokens=finished.written if finished else 0,
        seconds=time.monotonic() - call.started,
        first_token_seconds=first,
        finish_reason=finished.reason if finished else "",
    )
