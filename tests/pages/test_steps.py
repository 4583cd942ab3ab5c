"""The steps of a question on its way, as its asker sees them."""

import time

from tests.pages.test_ask_page import COUNT, DDL
from tests.pages.walk import open_ask, paste
from workbench.ask.answer import StepEvent
from workbench.ui.steps import merged, ticking


def test_the_time_of_a_silent_step_goes_on():
    events = (StepEvent("understand", "done", seconds=0.1), StepEvent("generate", "running", seconds=0.5))
    assert [round(event.seconds, 1) for event in ticking(events, 20.0)] == [0.1, 20.5]
    assert ticking(events[:1], 20.0) == events[:1]


def test_a_step_is_one_line_however_often_it_spoke():
    events = [StepEvent("generate", "running", text=str(n)) for n in range(5)]
    assert [event.text for event in merged(events)] == ["4"]


def test_a_running_step_does_not_look_finished(model):
    model.texts, model.pause = [COUNT], 0.3
    at = paste(open_ask(), DDL)
    at.chat_input(key="question").set_value("등급별 고객 수는?")
    time.sleep(0.2)
    at.run()
    time.sleep(0.5)
    at.run()
    assert at.status[-1].state == "running"
