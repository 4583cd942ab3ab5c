"""Many questions at once: who waits for whom, and what a stop leaves out."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest

from tests.ask.scripted import ScriptedModel
from workbench.ask.batch import run_cases
from workbench.ask.cases import Case
from workbench.ask.options import AskOptions
from workbench.llm.chat import GenerateOptions, Generation, Message

OPTIONS = AskOptions("scripted")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))


class MeetingModel(ScriptedModel):
    """Answers only when `together` questions are in flight, or half a second has shown that they never are."""

    def __init__(self, together: int) -> None:
        super().__init__(["SELECT 1 AS x"])
        self.barrier = threading.Barrier(together)
        self.met = 0

    def generate(self, messages: Sequence[Message], options: GenerateOptions) -> Generation:
        generation = super().generate(messages, options)
        words = generation.pieces

        def pieces() -> Iterator[str]:
            try:
                self.barrier.wait(3)
                self.met += 1
            except threading.BrokenBarrierError:
                self.barrier.reset()
            yield from words

        generation.pieces = pieces()
        return generation


def schema(number: int) -> str:
    return f"CREATE TABLE t{number} (a INT)"


def test_schemas_with_one_question_each_keep_both_slots_busy():
    model = MeetingModel(2)
    done = []
    run_cases([Case(n, "몇 개야?", schema(n)) for n in range(4)], model, OPTIONS, done.append)
    assert sorted(one.id for one in done) == [0, 1, 2, 3]
    assert model.met == 4


def test_of_one_schema_the_first_question_goes_alone_and_the_others_together():
    model = MeetingModel(2)
    done = []
    run_cases([Case(n, "몇 개야?", schema(0)) for n in range(3)], model, OPTIONS, done.append)
    assert done[0].id == 0
    assert model.met == 2


def test_a_stop_reports_nothing_of_what_is_broken_off():
    stop = threading.Event()
    done = []

    def note(one):
        done.append(one.id)
        if len(done) == 2:
            stop.set()

    run_cases([Case(n, "몇 개야?", schema(0)) for n in range(8)], ScriptedModel(["SELECT 1"]), OPTIONS, note, stop)
    assert 2 <= len(done) < 8
    assert len(set(done)) == len(done)


def test_a_schema_that_cannot_be_read_fails_all_its_questions_once_each():
    done = []
    cases = [Case(n, "몇 개야?", "no schema at all") for n in range(3)] + [Case(9, "몇 개야?", schema(1))]
    run_cases(cases, ScriptedModel(["SELECT 1"]), OPTIONS, done.append)
    assert {one.id: one.answer.sql is None for one in done} == {0: True, 1: True, 2: True, 9: False}


def test_a_fault_of_the_listener_ends_the_batch():
    def full(_):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        run_cases([Case(n, "몇 개야?", schema(n)) for n in range(3)], ScriptedModel(["SELECT 1"]), OPTIONS, full)


def test_tokens_of_all_rounds_are_counted():
    done = []
    run_cases([Case(0, "몇 개야?", schema(0))], ScriptedModel(["SELECT nope", "SELECT 1 AS x"]), OPTIONS, done.append)
    assert done[0].answer.completion_tokens == 2 + 4
