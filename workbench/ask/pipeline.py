"""From a question to a checked answer, one visible step after the other.

understand → link → prompt → generate → check → (repair) → run → explain. Each step is a module of its own; this one
only says in which order they come, and what is told to the asker on the way. See docs/design/pipeline.md.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar

from workbench.ask.answer import Answer, StepEvent, StepName
from workbench.ask.decline import decline_reason
from workbench.ask.draft import Draft, mend_run, settle
from workbench.ask.options import AskOptions
from workbench.ask.prompting import link_within, linked_prompt
from workbench.ask.trust import Evidence, judge_trust
from workbench.ask.vote import TEMPERATURE, Ballot, Elected, elect
from workbench.ask.workspace import Workspace
from workbench.errors import GenerationStopped
from workbench.llm.chat import ChatModel, GenerateOptions, Generation, Message, Progress, Usage
from workbench.prompt.format import Prompt
from workbench.question.interpret import describe_interpretation, interpret
from workbench.question.interpreted import Interpreted
from workbench.question.linked import Linked
from workbench.sandbox.result import RunResult
from workbench.sql.describe import describe
from workbench.sql.diagnostic import Status
from workbench.text import t

_ANSWER_TOKENS = 500
_QUICK_TOKENS = 200
"""What is left to read in two or three seconds: no need to say that it happens only once."""
STOP = (";\n", "### Question", "\n###")
"""Where the query ends, or a model runs on into a question of its own: a fence's end is 3 of about 49 tokens."""


def answer_steps(
    workspace: Workspace,
    model: ChatModel,
    question: str,
    options: AskOptions,
    stop: threading.Event | None = None,
    listen: Callable[[StepEvent], None] | None = None,
) -> Iterator[StepEvent | Answer]:
    """Yield every step as it happens and, last, the Answer. Raises WorkbenchError only for faults of our own parts.

    listen: hears what happens while a step blocks (the model loads or reads the prompt), from the same thread.
    """
    yield from _Ask(workspace, model, question, options, stop or threading.Event(), listen).steps()


def answer(
    workspace: Workspace,
    model: ChatModel,
    question: str,
    options: AskOptions,
    stop: threading.Event | None = None,
) -> Answer:
    """The answer alone, for callers that show no progress."""
    return next(item for item in answer_steps(workspace, model, question, options, stop) if isinstance(item, Answer))


def failed_answer(question: str, options: AskOptions, message: str, status: Status = "error") -> Answer:
    """An answer without SQL, for faults before the pipeline could start."""
    return Answer(
        question, None, status, message, options.model or "", Interpreted(question[:200], options.reference_day)
    )


T = TypeVar("T")
Steps = Generator[StepEvent, None, T]
"""A step yields its events and returns its product."""


@dataclass
class _Ask:
    """The state of one question on its way."""

    workspace: Workspace
    model: ChatModel
    question: str
    options: AskOptions
    stop: threading.Event
    listen: Callable[[StepEvent], None] | None = None
    started: float = field(default_factory=time.monotonic)
    finished: list[StepEvent] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    used: list[Usage] = field(default_factory=list)

    def steps(self) -> Iterator[StepEvent | Answer]:
        problem = decline_reason(self.question, self.workspace.schema)
        if problem is not None:
            declined = failed_answer(self.question, self.options, problem.message, problem.status)
            yield replace(declined, model=self.model.name)
            return
        interpreted = yield from self._understand()
        linked = yield from self._link(interpreted)
        base = Answer(interpreted.question, None, "error", "", self.model.name, interpreted, linked=linked, plan=None)
        prompt = yield from self._prompt(interpreted, linked)
        base = replace(base, prompt_hash=prompt.digest)
        try:
            draft, rounds = yield from self._write(prompt, linked)
        except GenerationStopped:
            status: Status = "error" if self.stop.is_set() else "timeout"
            message = t("ask.stopped") if self.stop.is_set() else t("ask.out_of_time")
            yield self._close(replace(base, status=status, message=message))
            return
        if not draft.passes:
            status = draft.checked.status if draft.sql and draft.checked.status != "ok" else "error"
            message = t("ask.refused_sql") if status == "refused" else t("ask.cannot_answer")
            checks = draft.checked.diagnostics if draft.sql else ()
            yield self._close(replace(base, status=status, message=message, checks=checks, repairs=draft.notes))
            return
        draft, result = yield from self._run(draft)
        elected: Elected | None = None
        if self.options.candidates and result is not None and result.status == "ok":
            elected = yield from self._vote(prompt, linked, Ballot(draft, result))
            draft, result = elected.ballot.draft, elected.ballot.result
        yield from self._explain_and_close(base, draft, rounds, result, elected)

    def _understand(self) -> Steps[Interpreted]:
        clock = time.monotonic()
        yield StepEvent("understand", "running")
        interpreted = interpret(self.question, self.options.reference_day)
        detail = "; ".join(describe_interpretation(interpreted)) or t("ask.no_dates")
        yield self._finish("understand", detail, clock)
        return interpreted

    def _link(self, interpreted: Interpreted) -> Steps[Linked]:
        clock = time.monotonic()
        yield StepEvent("link", "running")
        schema = self.workspace.schema
        if self.options.tables is not None:
            schema = schema.subset(self.options.tables)
        linked = link_within(interpreted, schema, self.workspace.values, self.model)
        detail = t("ask.linked", tables=", ".join(linked.tables[:8]) + ("…" if len(linked.tables) > 8 else ""))
        if linked.cut:
            detail += " " + t("ask.cut", count=len(linked.cut))
        yield self._finish("link", detail, clock)
        return linked

    def _prompt(self, interpreted: Interpreted, linked: Linked) -> Steps[Prompt]:
        clock = time.monotonic()
        prompt = linked_prompt(self.workspace.schema, interpreted, linked, self.options.previous, self.options.parts)
        tokens = self.model.count_tokens(prompt.messages[-1].content)
        yield self._finish("prompt", t("ask.prompt_size", tokens=tokens), clock)
        return prompt

    def _write(self, prompt: Prompt, linked: Linked) -> Steps[tuple[Draft, int]]:
        messages: tuple[Message, ...] = prompt.messages
        best: Draft | None = None
        seen: set[str] = set()
        for attempt in range(1 + (self.options.rounds if self.options.parts.rounds else 0)):
            step: StepName = "generate" if attempt == 0 else "repair"
            raw = yield from self._generate(step, messages, prompt.prefix)
            draft = yield from self._check(raw, linked)
            if draft.passes or best is None:
                best = draft
            if draft.passes or draft.sql in seen or draft.checked.status == "refused" or self._out_of_time():
                break
            seen.add(draft.sql)
            messages = (*prompt.messages, Message("assistant", raw), Message("user", complaint(draft)))
        assert best is not None
        return best, attempt

    def _generate(self, step: StepName, messages: tuple[Message, ...], prefix: str) -> Steps[str]:
        clock = time.monotonic()
        yield StepEvent(step, "running")
        generation: Generation | None = None

        def progress(now: Progress) -> None:
            if self.listen is not None:
                self.listen(StepEvent(step, "running", _reading(now), time.monotonic() - clock))
            if generation is not None and (self.stop.is_set() or self._out_of_time()):
                generation.cancel()

        options = GenerateOptions(max_tokens=_ANSWER_TOKENS, prefix=prefix, stop=STOP, progress=progress)
        generation = self.model.generate(messages, options)
        text = ""
        for piece in generation:
            text += piece
            if self.stop.is_set() or self._out_of_time():
                generation.cancel()
                raise GenerationStopped(t("ask.stopped"))
            yield StepEvent(step, "running", text=text, seconds=time.monotonic() - clock)
        if self.stop.is_set():
            raise GenerationStopped(t("ask.stopped"))
        self.raw.append(text)
        usage = generation.usage
        self.used.append(usage)
        detail = t("ask.generated", tokens=usage.completion_tokens, cached=usage.cached_tokens)
        yield self._finish(step, detail, clock, text=text)
        return text

    def _check(self, raw: str, linked: Linked) -> Steps[Draft]:
        clock = time.monotonic()
        yield StepEvent("check", "running")
        draft = settle(raw, self.workspace, self.dialect, linked, self.options.parts)
        detail = draft.checked.message if draft.sql else t("ask.no_sql_written")
        yield self._finish("check", detail, clock, state="done" if draft.passes else "failed")
        return draft

    def _run(self, draft: Draft) -> Steps[tuple[Draft, RunResult | None]]:
        clock = time.monotonic()
        if not self.options.run:
            yield self._finish("run", t("ask.not_run"), clock, state="skipped")
            return draft, None
        yield StepEvent("run", "running")
        result = self._execute(draft)
        mended = mend_run(draft, result, self.workspace) if self.options.parts.repair else None
        if mended is not None:
            draft, result = mended, self._execute(mended)
        rows = result.table.num_rows if result.table is not None else 0
        detail = t("ask.ran", rows=rows) if result.status == "ok" else result.message
        yield self._finish("run", detail, clock, state="done" if result.status == "ok" else "failed")
        return draft, result

    def _execute(self, draft: Draft) -> RunResult:
        return self.workspace.sandbox.run(draft.sql, self.options.row_limit, self.options.timeout, self.stop)

    def _vote(self, prompt: Prompt, linked: Linked, first: Ballot) -> Steps[Elected]:
        """More candidates, sampled, as long as there is time; stop ends the vote, not the answer."""
        clock = time.monotonic()
        ballots = [first]
        for seed in range(1, self.options.candidates + 1):
            if self.stop.is_set() or self._out_of_time():
                break
            yield StepEvent("vote", "running", t("ask.voting", number=seed, total=self.options.candidates))
            options = GenerateOptions(_ANSWER_TOKENS, TEMPERATURE, seed, STOP, prefix=prompt.prefix)
            generation = self.model.generate(prompt.messages, options)
            draft = settle(generation.text(), self.workspace, self.dialect, linked, self.options.parts)
            self.used.append(generation.usage)
            result = self._execute(draft) if draft.passes else None
            if result is not None and result.status == "ok":
                ballots.append(Ballot(draft, result))
        elected = elect(ballots)
        detail = t("ask.voted", agreeing=elected.agreeing, total=elected.candidates)
        yield self._finish("vote", detail, clock)
        return elected

    @property
    def dialect(self) -> str:
        return self.options.dialect or self.workspace.schema.dialect

    def _explain_and_close(
        self, base: Answer, draft: Draft, rounds: int, result: RunResult | None, elected: Elected | None
    ) -> Iterator[StepEvent | Answer]:
        clock = time.monotonic()
        yield StepEvent("explain", "running")
        explanation = describe(draft.sql, self.workspace.schema)
        assert base.linked is not None
        agreeing, candidates = (elected.agreeing, elected.candidates) if elected is not None else (0, 0)
        trust = judge_trust(Evidence(self.workspace, draft, rounds, result, base.linked, agreeing, candidates))
        yield self._finish("explain", t(f"ask.trust_{trust.level}"), clock)
        status: Status = draft.checked.status
        message = draft.checked.message
        if result is not None and result.status != "ok":
            status, message = result.status, result.message
        yield self._close(
            replace(
                base,
                sql=draft.sql,
                status=status,
                message=message,
                checks=draft.checked.diagnostics,
                plan=draft.checked.plan.to_json() if draft.checked.plan is not None else None,
                explanation=explanation,
                repairs=draft.notes,
                trust=trust,
                result=result,
            )
        )

    def _finish(
        self,
        step: StepName,
        detail: str,
        clock: float,
        *,
        state: Literal["done", "failed", "skipped"] = "done",
        text: str = "",
    ) -> StepEvent:
        event = StepEvent(step, state, detail, time.monotonic() - clock, text)
        self.finished.append(event)
        return event

    def _close(self, answer: Answer) -> Answer:
        return replace(
            answer,
            raw=tuple(self.raw),
            prompt_tokens=sum(usage.prompt_tokens for usage in self.used),
            completion_tokens=sum(usage.completion_tokens for usage in self.used),
            steps=tuple(self.finished),
            seconds=time.monotonic() - self.started,
        )

    def _out_of_time(self) -> bool:
        return time.monotonic() - self.started > self.options.budget_seconds


def _reading(progress: Progress) -> str:
    """What the model does before its first word, ready to show."""
    if progress.stage == "reading" and progress.total:
        percent = 100 * progress.done // progress.total
        if progress.total - progress.done < _QUICK_TOKENS:
            return t("ask.model_reading_end", percent=percent)
        return t("ask.model_reading_of", percent=percent)
    return t(f"ask.model_{progress.stage}")


def complaint(draft: Draft) -> str:
    """What the model is told about its own failed SQL: DuckDB's words where there are any, they name candidates."""
    error = draft.checked.inspection.error if draft.checked.inspection is not None else None
    if error is not None:
        return f"DuckDB error: {error.message}\nWrite the corrected SQL only."
    return "That is not one SELECT query over the schema. Write the SQL only."
