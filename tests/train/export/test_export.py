"""An exported adapter is a model like any other: opened by name, chosen, left again, and never served when changed."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.train.export.conftest import World
from workbench.errors import ModelError, UsageError
from workbench.llm import adapters, catalog, choice
from workbench.llm.chat import GenerateOptions, Message
from workbench.llm.embedded.model import EmbeddedModel
from workbench.llm.embedded.place import place_of
from workbench.llm.embedded.prefixes import Prefixes
from workbench.llm.select import model_names, open_model
from workbench.train.export import manifest
from workbench.train.export.adapter import FILE, export_adapter
from workbench.train.export.manifest import Measured

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing.:FutureWarning")
SCHEMA = "CREATE TABLE t (a INTEGER, b VARCHAR);\n" * 4
ASKED = [Message("user", SCHEMA + "how many?")]


def export(world: World, name: str = "mine", **more: Any) -> adapters.Adapter:
    return export_adapter(world.adapter, "tiny", name, {}, precision="f16", **more)


def answer(name: str) -> str:
    return open_model(name).generate(ASKED, GenerateOptions(max_tokens=8, prefix=SCHEMA)).text()


def test_the_exported_adapter_answers_under_its_name_and_the_base_as_before(world: World) -> None:
    before = answer("tiny")
    export(world)
    assert "mine" in model_names()
    tuned = answer("mine")
    assert tuned != before
    assert answer("tiny") == before
    assert answer("MINE") == tuned


def test_what_one_read_is_never_restored_for_the_other(world: World) -> None:
    export(world)
    one, other = catalog.get("tiny"), catalog.get("mine")
    assert place_of(one) != place_of(other)
    tokens = range(200)
    assert Prefixes(Path(), one).key(tokens) != Prefixes(Path(), other).key(tokens)
    model = EmbeddedModel(other)
    cold = model.generate(ASKED, GenerateOptions(max_tokens=8, prefix=SCHEMA))
    text = cold.text()
    assert cold.usage.cached_tokens == 0
    warm = model.generate(ASKED, GenerateOptions(max_tokens=8, prefix=SCHEMA))
    assert (warm.text(), warm.usage.cached_tokens > 64) == (text, True)


def test_a_changed_file_is_never_loaded_and_the_message_names_the_way_back(world: World) -> None:
    made = export(world)
    choice.use("mine")
    data = bytearray(made.file.read_bytes())
    data[-1] ^= 1
    made.file.write_bytes(data)
    with pytest.raises(ModelError, match="models rollback"):
        answer("mine")
    with pytest.raises(ModelError, match="설명 파일에 적힌 것과 달라"):
        choice.use("mine")
    made.file.unlink()
    with pytest.raises(ModelError, match="없습니다"):
        answer("mine")
    assert "mine" not in model_names()[1:]


def test_the_default_goes_back_step_by_step_and_passes_over_what_is_gone(world: World) -> None:
    for name in ("one", "two", "three"):
        export(world, name)
        choice.use(name)
    assert catalog.default_model().name == "three"
    shutil.rmtree(adapters.own_folder() / "two")
    assert choice.roll_back() == "one"
    assert choice.previous() == "tiny"
    assert choice.roll_back() == "tiny"
    with pytest.raises(ModelError, match="models use"):
        choice.roll_back()


def test_choosing_the_same_twice_is_one_step_however_it_is_written(world: World) -> None:
    export(world)
    choice.use("mine")
    choice.use("MINE")
    assert catalog.default_name() == "mine"
    assert choice.roll_back() == "tiny"


@pytest.mark.parametrize(
    "name", ["", "..", "../x", "a/b", "A", "한글", "tiny", ".hidden", "x" * 65, "a b", "-x", "a\n"]
)
def test_names_that_are_no_names_are_refused(world: World, name: str) -> None:
    with pytest.raises(UsageError):
        export(world, name)
    assert not list(adapters.own_folder().glob("*/*")) if adapters.own_folder().exists() else True


def test_a_name_is_taken_once_and_replaced_only_when_asked(world: World) -> None:
    first = export(world)
    with pytest.raises(UsageError, match="--replace"):
        export(world)
    second = export_adapter(world.adapter, "tiny", "mine", {"licence": "CC0-1.0"}, precision="q8_0", replace=True)
    assert second.sha256 != first.sha256
    assert adapters.get("mine").facts["licence"] == "CC0-1.0"
    assert [path.name for path in adapters.own_folder().iterdir()] == ["mine"]


def test_an_export_that_fails_leaves_the_old_one_and_nothing_else(world: World) -> None:
    old = export(world)
    with pytest.raises(ModelError):
        export_adapter(world.folder, "tiny", "mine", {}, replace=True)
    assert adapters.get("mine") == old
    assert [path.name for path in adapters.own_folder().iterdir()] == ["mine"]


def test_a_shipped_adapter_comes_first_and_its_name_cannot_be_taken(world: World) -> None:
    from workbench.settings import ROOT

    made = export_adapter(world.adapter, "tiny", "shipped", {}, folder=ROOT / "models")
    assert adapters.get("shipped").shipped
    with pytest.raises(UsageError, match="이미 있습니다"):
        export(world, "shipped")
    assert made.sha256 == catalog.get("shipped").adapter_sha256


def test_the_base_is_read_off_the_adapter_and_another_is_refused(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(world.adapter, folder)
    config = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    with pytest.raises(ModelError, match="--base"):
        export_adapter(folder, "", "mine", {})
    config["base_model_name_or_path"] = f"/home/me/.cache/unpacked/{world.base.sha256[:12]}"
    (folder / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
    assert export_adapter(folder, "", "mine", {}).base_sha256 == world.base.sha256
    add_base(world, "other", "1" * 64)
    with pytest.raises(ModelError, match="tiny"):
        export_adapter(folder, "other", "theirs", {})


def add_base(world: World, name: str, sha256: str) -> None:
    from workbench.settings import ROOT

    file = ROOT / "models" / "catalog.toml"
    facts = tomllib.loads(file.read_text(encoding="utf-8"))
    file.write_text(
        tomli_w.dumps({**facts, "model": [*facts["model"], {**facts["model"][0], "name": name, "sha256": sha256}]})
    )
    catalog._read.cache_clear()


def test_the_manifest_tells_what_it_was_made_of(world: World) -> None:
    made = export_adapter(
        world.adapter,
        "tiny",
        "mine",
        {"licence": "CC-BY-SA-4.0", "data": {"digest": "d", "rows": 3}, "prompt": None, "config": {"targets": ("q",)}},
    )
    facts = tomllib.loads((made.folder / "manifest.toml").read_text(encoding="utf-8"))
    assert facts["base"] == {"name": "tiny", "sha256": world.base.sha256, "licence": "MIT"}
    assert (facts["adapter"]["rank"], facts["adapter"]["file"]) == (8, FILE)
    assert facts["data"] == {"digest": "d", "rows": 3}
    assert "prompt" not in facts
    assert facts["config"] == {"targets": ["q"]}


def test_figures_are_kept_by_set_with_our_own_interval(world: World) -> None:
    made = export(world)
    manifest.record(made, [Measured("spider", 150, 300, 120, 0.001, "run1")])
    manifest.record(adapters.get("mine"), [Measured("game", 7, 10), Measured("spider", 160, 300)])
    found = manifest.measured(adapters.get("mine"))
    assert [(one.set, one.k) for one in found] == [("spider", 160), ("game", 7)]
    assert found[0].figure.low == pytest.approx(0.477, abs=0.001)
    assert "300개 중 160개" in found[0].sentence


@pytest.mark.parametrize(
    "metrics",
    [
        "x",
        [1],
        [{"set": "s", "k": 3, "n": 2}],
        [{"set": "s", "k": -1, "n": 2}],
        [{"set": "s", "k": True, "n": 2}],
        [{"set": 5, "k": 1, "n": 2}],
        [{"set": "s", "k": 1, "n": 0}],
        [{"k": 1.5, "n": 2, "set": "s"}],
    ],
)
def test_figures_that_make_no_sense_are_not_shown(world: World, metrics: Any) -> None:
    manifest.change(export(world), metrics=metrics)
    assert manifest.measured(adapters.get("mine")) == ()


def test_a_claimed_interval_counts_for_nothing(world: World) -> None:
    manifest.change(export(world), metrics=[{"set": "s", "k": 1, "n": 2, "low": 0.99, "high": 1.0, "p": 7.0}])
    (found,) = manifest.measured(adapters.get("mine"))
    assert found.figure.low < 0.1
    assert found.p is None


BAD: list[dict[str, Any]] = [
    {"name": "other"},
    {"name": "../mine"},
    {"adapter": "adapter.gguf"},
    {"adapter": {"file": "../../secret.gguf"}},
    {"adapter": {"file": "/etc/passwd"}},
    {"adapter": {"file": ".."}},
    {"adapter": {"file": ""}},
    {"adapter": {"file": "a\x00b"}},
    {"adapter": {"sha256": "abc"}},
    {"adapter": {"sha256": 5}},
    {"adapter": {"bytes": -1}},
    {"adapter": {"bytes": True}},
    {"adapter": {"bytes": 10**18}},
    {"base": {"sha256": "Z" * 64}},
    {"base": []},
]


@pytest.mark.parametrize("wrong", BAD, ids=str)
def test_a_manifest_from_elsewhere_cannot_lead_outside_its_folder(world: World, wrong: dict[str, Any]) -> None:
    made = export(world)
    file = made.folder / "manifest.toml"
    facts = tomllib.loads(file.read_text(encoding="utf-8"))
    for key, value in wrong.items():
        facts[key] = {**facts[key], **value} if isinstance(value, dict) else value
    file.write_text(tomli_w.dumps(facts), encoding="utf-8")
    with pytest.raises(ModelError, match="올바르지 않아"):
        adapters.read(made.folder)
    assert adapters.every() == ()
    assert catalog.find("mine") is None


def test_a_link_out_of_the_folder_is_not_followed(world: World, tmp_path: Path) -> None:
    made = export(world)
    made.file.rename(tmp_path / "elsewhere.gguf")
    made.file.symlink_to(tmp_path / "elsewhere.gguf")
    assert adapters.every() == ()


def test_an_adapter_for_an_unknown_base_is_left_out(world: World) -> None:
    made = export(world)
    manifest.change(made, base={"sha256": "0" * 64})
    assert catalog.find("mine") is None
    assert [model.name for model in catalog.models()] == ["tiny"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_as_a_manifest_are_survived(world: World, content: bytes) -> None:
    folder = adapters.own_folder() / "any"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.toml").write_bytes(content)
    assert adapters.every() == ()


def test_a_manifest_of_any_size_is_not_read(world: World) -> None:
    made = export(world)
    with (made.folder / "manifest.toml").open("ab") as file:
        file.write(b"#" * (2 << 20))
    assert adapters.every() == ()
