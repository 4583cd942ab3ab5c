"""One question to checked SQL, on a schema that is loaded: the embedded default against the published way."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from tests.benchmarks.gold import TODAY, mall_cases, office_ddl
from tests.benchmarks.home import fresh_home
from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.published import VARIANTS, fastest
from tests.benchmarks.timing import figure, median_ratio
from workbench.ask.options import AskOptions
from workbench.ask.pipeline import answer
from workbench.ask.warm import warm, warm_state
from workbench.ask.workspace import Workspace, open_workspace
from workbench.data.build import build_examples
from workbench.llm.select import open_model
from workbench.schema.ddl import read_ddl


def measure(quick: bool) -> Measured:
    """20 questions (quick: 3), each asked both ways in turn, so that a busy moment of the machine hits both."""
    cases = mall_cases()[: 3 if quick else 20]
    ddl = office_ddl("mysql")
    with fresh_home() as home:
        pipeline, tried = fastest(ddl, cases[0].question, Path(home), ("bf16",) if quick else VARIANTS)
        model = open_model(None)
        workspace = open_workspace(build_examples(read_ddl(ddl), today=TODAY))
        wait_until_warm(workspace)
        ours: list[float] = []
        published: list[float] = []
        tokens: list[tuple[int, int]] = []
        statuses: dict[str, int] = {}
        for case in cases:
            mine = answer(workspace, model, case.question, AskOptions(today=TODAY, run=False))
            theirs = pipeline.ask(ddl, case.question)
            ours.append(mine.seconds)
            published.append(theirs.seconds)
            tokens.append((theirs.prompt_tokens, theirs.written_tokens))
            statuses[mine.status] = statuses.get(mine.status, 0) + 1
            say(f"{case.id}: {mine.seconds:.2f} s ({mine.status}) / {theirs.seconds:.1f} s")
        facts = {
            "model": model.name,
            "pipeline": pipeline.variant,
            "pipeline_seconds_by_format": tried,
            "pipeline_prompt_tokens": tokens[0][0],
            "pipeline_written_tokens_median": statistics.median(written for _, written in tokens),
            "statuses": statuses,
        }
    return Measured(
        {"ratio": median_ratio(published, ours)}, {"ours": figure(ours), "published": figure(published)}, facts
    )


def wait_until_warm(workspace: Workspace) -> float:
    """Seconds it took to read the schema into the cache, as the page does when a schema is loaded."""
    started = time.perf_counter()
    warm(workspace)
    while (state := warm_state(workspace)).state == "warming":
        time.sleep(0.02)
    if state.state != "ready":
        raise RuntimeError(state.detail)
    return time.perf_counter() - started
