"""Trained adapters on the 모델 page: shown with figures, chosen, left again; a strange manifest breaks nothing."""

import hashlib

import pytest
import tomli_w

from tests.pages.walk import button, everything, page
from workbench.llm import adapters, catalog

BASE = catalog.bases()[0]


@pytest.fixture
def adapter(monkeypatch):
    """Put an adapter there; its file need not be one that loads. The base counts as installed and checked."""
    monkeypatch.setattr("workbench.llm.digest.known_state", lambda model: _Verified())

    def put(name="mine", content=b"GGUF", **facts):
        folder = adapters.own_folder() / name
        folder.mkdir(parents=True)
        (folder / "adapter.gguf").write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        manifest = {
            "name": name,
            "base": {"name": BASE.name, "sha256": BASE.sha256},
            "adapter": {"file": "adapter.gguf", "bytes": len(content), "sha256": digest},
            **facts,
        }
        (folder / "manifest.toml").write_text(tomli_w.dumps(manifest), encoding="utf-8")
        return folder

    return put


class _Verified:
    state = "verified"


FIGURE = {"set": "spider_ko", "k": 210, "n": 300, "base_k": 150, "p": 0.0004, "source": "run"}


def test_without_adapters_the_page_says_where_they_come_from():
    assert "학습 페이지" in everything(page("models").run())


def test_an_adapter_is_shown_with_figure_interval_and_base(adapter):
    adapter(metrics=[FIGURE])
    text = everything(page("models").run())
    assert "mine" in text
    assert "70.0% (300개 중 210개, 95% 구간 64.6~74.9%)" in text
    assert "어댑터 없이 50.0%" in text
    assert "우연이라고 보기 어려운" in text


def test_it_becomes_the_default_and_the_page_offers_the_way_back(adapter):
    adapter()
    at = page("models").run()
    at.button(key="default_mine").click()
    at.run()
    assert not at.error
    assert catalog.default_name() == "mine"
    button(at, f"이전 기본 모델로 되돌리기: {BASE.name}").click()
    at.run()
    assert catalog.default_name() == BASE.name
    assert "되돌리기:" not in everything(at)


def test_a_changed_file_cannot_be_chosen(adapter):
    folder = adapter()
    (folder / "adapter.gguf").write_bytes(b"other")
    at = page("models").run()
    assert "다시 내보내" in at.error[0].value
    assert not [one for one in at.button if one.key == "default_mine"]


def test_an_old_prompt_is_told(adapter):
    adapter(prompt="0" * 64)
    assert "다시 평가해 주세요" in page("models").run().warning[0].value


def test_a_strange_manifest_is_text_and_breaks_nothing(adapter):
    adapter("odd", licence="<script>alert(1)</script> **x** :red[y]", metrics=[{**FIGURE, "set": "# <b>big</b> $x$"}])
    at = page("models").run()
    assert not at.exception
    assert not at.error
    assert "# <b>big</b> $x$" in everything(at)
