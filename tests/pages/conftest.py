"""The real pipeline with a model that writes what a test tells it to."""

import time
from dataclasses import dataclass, field

import pytest

from workbench.llm.chat import Generation, Usage


@dataclass
class ScriptedModel:
    """Answers with `texts` in turn (the last one again and again), piece by piece."""

    texts: list[str] = field(default_factory=lambda: ["SELECT 1"])
    pause: float = 0.0
    name: str = "scripted"
    context_tokens: int = 32_768
    questions: list[str] = field(default_factory=list)

    def generate(self, messages, options):
        self.questions.append(messages[-1].content)
        text = self.texts.pop(0) if len(self.texts) > 1 else self.texts[0]
        stopped = []

        def pieces():
            for start in range(0, len(text), 8):
                time.sleep(self.pause)
                if stopped:
                    return
                yield text[start : start + 8]

        return Generation(pieces(), lambda: stopped.append(True), Usage(10, 5, 20, 0.1, 0.05, "stop"))

    def warm(self, messages, prefix, progress=None):
        pass

    def count_tokens(self, text):
        return len(text) // 3

    def close(self):
        pass


@pytest.fixture(scope="session")
def _cache(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def home(_cache, tmp_path, monkeypatch):
    """A fresh state folder for each test; built databases are shared, they are named by content."""
    from workbench import settings

    monkeypatch.setenv("WORKBENCH_HOME", str(_cache))
    monkeypatch.setattr(settings, "state_dir", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def model(monkeypatch):
    from workbench.ask import job, warm

    scripted = ScriptedModel()
    for module in (job, warm):
        monkeypatch.setattr(module, "open_model", lambda name=None: scripted)
    return scripted
