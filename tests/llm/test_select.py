"""Which model a name opens."""

from __future__ import annotations

import pytest

from workbench.errors import ModelError
from workbench.llm import catalog
from workbench.llm.embedded.model import EmbeddedModel
from workbench.llm.huggingface import HuggingFaceModel
from workbench.llm.remote import RemoteModel
from workbench.llm.select import model_names, open_model
from workbench.store import endpoints
from workbench.store.endpoints import SavedEndpoint

SMALL = "qwen2.5-coder-0.5b-instruct-q4_k_m"


def test_no_name_opens_the_catalogs_default_and_then_the_chosen_one() -> None:
    assert open_model(None).name == "qwen2.5-coder-1.5b-instruct-q4_k_m"
    catalog.set_default(SMALL)
    assert open_model("").name == SMALL


def test_an_unknown_name_lists_what_exists() -> None:
    endpoints.save(SavedEndpoint("사내 vLLM", "http://127.0.0.1:1/v1", "qwen"))
    with pytest.raises(ModelError) as caught:
        open_model("gpt5")
    assert SMALL in caught.value.message
    assert "endpoint:사내 vLLM" in caught.value.message


@pytest.mark.parametrize("name", ["openai:", "endpoint: ", "hf:"])
def test_a_kind_without_a_name_is_explained(name: str) -> None:
    with pytest.raises(ModelError, match="빠져"):
        open_model(name)


def test_openai_needs_a_key_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        open_model("openai:gpt-4o-mini")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-2")
    assert isinstance(open_model("openai:gpt-4o-mini"), RemoteModel)


def test_a_saved_endpoint_opens_by_its_name_with_and_without_the_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    endpoints.save(SavedEndpoint("사내", "http://127.0.0.1:1/v1", "qwen", "TEAM_KEY"))
    with pytest.raises(ModelError, match="TEAM_KEY"):
        open_model("endpoint:사내")
    monkeypatch.setenv("TEAM_KEY", "x")
    assert open_model("사내").name == open_model("endpoint:사내").name == "endpoint:사내"


def test_hugging_face_names_open_without_loading_anything() -> None:
    model = open_model("hf:beomi/Yi-Ko-6B@./my-adapter")
    assert isinstance(model, HuggingFaceModel)
    assert (model._source.base, model._source.adapter) == ("beomi/Yi-Ko-6B", "./my-adapter")


def test_a_file_name_opens_the_catalogued_model() -> None:
    assert isinstance(open_model(f"{SMALL.upper()}.gguf"), EmbeddedModel)


def test_the_names_to_choose_from_are_what_can_be_opened_now(monkeypatch: pytest.MonkeyPatch) -> None:
    assert model_names() == ("qwen2.5-coder-1.5b-instruct-q4_k_m",)
    endpoints.save(SavedEndpoint("사내", "http://127.0.0.1:1/v1", "qwen"))
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    assert model_names()[1:] == ("endpoint:사내", "openai:gpt-4o-mini")
