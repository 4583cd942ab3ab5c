import pytest

from tests.pages.walk import button, everything, page
from workbench.llm import catalog
from workbench.store import endpoints
from workbench.store.endpoints import SavedEndpoint


def test_every_catalogued_model_is_shown_with_size_licence_and_state():
    text = everything(page("models").run())
    for model in catalog.bases():
        assert model.name in text
        assert model.licence in text
        assert model.sha256 in text
    assert "1,117 MB" in text


def test_a_server_is_added_without_its_key():
    at = page("models").run()
    name, url, model, variable = (field for field in at.text_input if not field.key)
    name.set_value("사내")
    url.set_value("http://127.0.0.1:9/v1")
    model.set_value("m")
    variable.set_value("sk-abc-very-secret")
    button(at, "저장하고 시험").click()
    at.run()
    assert "환경 변수의 이름" in at.error[0].value
    assert endpoints.every() == ()


def test_a_server_that_does_not_answer_is_a_message(wait_for_task):
    endpoints.save(SavedEndpoint("사내", "http://127.0.0.1:9/v1", "m"))
    at = page("models").run()
    button(at, "연결 시험").click()
    at.run()
    wait_for_task("endpoint:사내")
    at.run()
    assert "사내" in at.error[0].value
    assert not at.exception


@pytest.fixture
def wait_for_task():
    import time

    from workbench.ui import model_tasks

    def wait(name, seconds=60):
        deadline = time.monotonic() + seconds
        while model_tasks.of(name).running:
            assert time.monotonic() < deadline
            time.sleep(0.1)

    yield wait
    model_tasks.dismiss("endpoint:사내")


def test_the_default_can_be_chosen_and_taken_back():
    catalog.set_default("hf:beomi/Yi-Ko-6B")
    at = page("models").run()
    assert "beomi/Yi-Ko-6B" in everything(at)
    button(at, "내장 모델로 되돌리기").click()
    at.run()
    assert catalog.find(catalog.default_name()) is not None
