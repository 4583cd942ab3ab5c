"""Many questions over many schemas: `generate`'s batch against the transformers pipeline, questions per minute."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.gold import TODAY, GoldCase, business_cases
from tests.benchmarks.home import fresh_home
from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.published import VARIANTS, Pipeline, fastest
from tests.benchmarks.timing import Figure, timed
from workbench.ask.batch import Done, run_cases
from workbench.ask.cases import Case
from workbench.ask.options import AskOptions
from workbench.llm.select import open_model

_SAMPLE, _BATCH = 10, 4


def measure(quick: bool) -> Measured:
    """All 112 questions for the batch (quick: 3 schemas); of the pipeline a sample over the same schemas."""
    cases = business_cases()
    if quick:
        kept = list(dict.fromkeys(case.schema for case in cases))[:3]
        cases = tuple(case for case in cases if case.schema in kept)
    with fresh_home() as home:
        seconds, statuses = _ours(cases)
        sample = cases[:: max(1, len(cases) // (2 if quick else _SAMPLE))][: 2 if quick else _SAMPLE]
        pipeline, tried = fastest(sample[0].ddl, sample[0].question, Path(home), ("bf16",) if quick else VARIANTS)
        one, many = _published(pipeline, sample, 1), _published(pipeline, sample, _BATCH)
    published = min(one, many)
    ours = seconds / len(cases)
    facts = {
        "schemas": len({case.schema for case in cases}),
        "pipeline": pipeline.variant,
        "pipeline_seconds_by_format": tried,
        "pipeline_sample": len(sample),
        "pipeline_questions_per_minute": {"batch 1": round(60 / one, 2), f"batch {_BATCH}": round(60 / many, 2)},
        "questions_per_minute": round(60 / ours, 2),
        "statuses": statuses,
    }
    figures = {
        "ours": Figure(60 / ours, 60 / ours, len(cases), "/min"),
        "published": Figure(60 / published, 60 / published, len(sample), "/min"),
    }
    return Measured({"ratio": published / ours}, figures, facts)


def _ours(cases: tuple[GoldCase, ...]) -> tuple[float, dict[str, int]]:
    """Seconds for all, with every schema read cold; the model is loaded before, as the pipeline is."""
    model = open_model(None)
    model.count_tokens("SELECT 1")
    statuses: dict[str, int] = {}

    def note(done: Done) -> None:
        statuses[done.answer.status] = statuses.get(done.answer.status, 0) + 1
        say(f"{done.id}: {done.answer.seconds:.2f} s ({done.answer.status})")

    asked = [Case(case.id, case.question, case.ddl) for case in cases]
    seconds, _ = timed(lambda: run_cases(asked, model, AskOptions(today=TODAY), note))
    return seconds, statuses


def _published(pipeline: Pipeline, sample: tuple[GoldCase, ...], batch: int) -> float:
    """Seconds a question."""
    asked = [(case.ddl, case.question) for case in sample]
    seconds, _ = timed(lambda: pipeline.ask_many(asked, batch))
    say(f"pipeline, batch {batch}: {seconds / len(sample):.1f} s a question")
    return seconds / len(sample)
