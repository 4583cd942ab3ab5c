from dataclasses import replace

import pytest

from workbench.errors import UsageError
from workbench.store import endpoints, preferences
from workbench.store.endpoints import SavedEndpoint

ENDPOINT = SavedEndpoint("사내 vLLM", "http://10.0.0.5:8000/v1", "qwen", "VLLM_KEY")


def test_an_endpoint_comes_back_and_can_be_removed():
    endpoints.save(ENDPOINT)
    endpoints.save(replace(ENDPOINT, model="solar"))
    assert endpoints.every() == (replace(ENDPOINT, model="solar"),)
    endpoints.remove("사내 vLLM")
    assert endpoints.find("사내 vLLM") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "a" * 61},
        {"name": "a\n[x](http://y)"},
        {"base_url": "localhost:8000"},
        {"base_url": "file:///etc/passwd"},
        {"base_url": "https://user:secret@host/v1"},
        {"base_url": "https://host/v1?api_key=sk-1"},
        {"model": " "},
        {"key_variable": "sk-proj-abc"},
        {"key_variable": "gsk_Ab3dEf6hIjK9mNoPqRsTuVwXyZ012345"},
        {"key_variable": "A B"},
    ],
)
def test_keys_and_nonsense_are_refused(wrong):
    with pytest.raises(UsageError):
        endpoints.save(replace(ENDPOINT, **wrong))
    assert endpoints.every() == ()


def test_a_preference_is_kept_until_emptied():
    assert preferences.get("language") is None
    preferences.put("language", "en")
    preferences.put("language", "ko")
    assert preferences.get("language") == "ko"
    preferences.put("language", "")
    assert preferences.get("language") is None
