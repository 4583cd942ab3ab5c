"""A random Qwen2 of 300 KB as a folder, and a dataset over two small databases."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.train.export import tiny
from workbench.evaluate.case import EvalCase
from workbench.llm import catalog
from workbench.llm.chat import Message
from workbench.store.trainings import Training
from workbench.store.worker import Pulse
from workbench.train.config import TrainConfig, from_values
from workbench.train.data.files import write_dataset
from workbench.train.data.report import DataReport
from workbench.train.fit.point import Fitted, Point
from workbench.train.row import Dataset, PromptRow
from workbench.train.runs.heart import Heart
from workbench.train.runs.order import Order

DDL = "CREATE TABLE 고객 (번호 INT PRIMARY KEY, 이름 VARCHAR(30));"
SHOP = "CREATE TABLE 상품 (번호 INT PRIMARY KEY, 가격 INT);"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    # The default of the catalog is no file here: a comparison with it is left out.
    monkeypatch.setenv("WORKBENCH_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("WORKBENCH_LANG", "ko")
    return tmp_path / "home"


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that transformers opens: weights and a tokenizer that reads byte by byte."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("base")
    words = tiny.vocabulary()
    tokenizer = Tokenizer(models.BPE(vocab={word: at for at, word in enumerate(words)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(word, special=True) for word in tiny.SPECIAL])
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>")
    fast.chat_template = tiny.CHATML
    fast.save_pretrained(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiny, "INNER", 128)  # bitsandbytes on a CPU wants widths of whole blocks of 64
        patch.setattr(tiny, "CONTEXT", 4096)  # a token a byte: prompts are long
        tiny.random_model().save_pretrained(folder)
    return folder


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """Twenty-four rows over one schema, four held-out questions over another."""
    rows = [_row(number) for number in range(24)]
    tables = tmp_path / "상점"
    tables.mkdir()
    (tables / "상품.csv").write_text("번호,가격\n1,100\n2,200\n", encoding="utf-8")
    held_out = [
        EvalCase(f"h{number}", "shop", f"상품은 몇 개? {number}", "SELECT count(*) FROM 상품", SHOP, tables)
        for number in range(4)
    ]
    report = DataReport("시험", "none", 1, "2026-11-23", (), (), (), 24, 24, 4, ("shop",), 0, 150, 150.0)
    return write_dataset(tmp_path / "data", rows, rows, held_out, report)


def _row(number: int) -> PromptRow:
    prefix = f"{DDL}\n"
    message = Message("user", f"{prefix}번호가 {number}인 고객의 이름은?\nSQL:")
    answer = f"SELECT 이름 FROM 고객 WHERE 번호 = {number}"
    return PromptRow(f"r{number}", "mall", "test", message.content, (message,), prefix, answer)


@pytest.fixture
def config(base: Path, dataset: Dataset):
    """A training of six steps; what is given replaces its values."""

    def make(**values: Any) -> TrainConfig:
        few = {"rank": 4, "alpha": 8, "batch": 2, "accumulation": 2, "max_steps": 6, "block": 400, "save_every": 2}
        given = {"data": str(dataset.folder), "base": str(base), "learning_rate": 5e-3, "device": "cpu", **few}
        return from_values(given | values)

    return make


@pytest.fixture
def not_installed() -> str:
    """The default model's name; its file is not there."""
    assert not catalog.get(catalog.default_name()).installed
    return catalog.default_name()


@dataclass
class Fake:
    """Stands in for fitting: `steps` reports, looking for wishes in between; `fault` is raised at `at`."""

    steps: int = 4
    fault: BaseException | None = None
    at: int = 3
    seconds: float = 0.0
    began: list[int] = field(default_factory=list)
    before_step: Callable[[int], None] = lambda step: None

    def __call__(self, training: Training, config: TrainConfig, order: Order, dataset: Dataset, heart: Heart) -> Fitted:
        folder = Path(training.folder)
        kept = folder / "kept"
        first = int(kept.read_text()) if kept.exists() else 0
        self.began.append(first)
        for step in range(first + 1, self.steps + 1):
            self.before_step(step)
            if self.fault is not None and step == self.at:
                raise self.fault
            time.sleep(self.seconds)
            heart.point(Point(step, self.steps, 2.0 / step, 1e-4, 100 * step, 1.0 * step, 500.0, step / self.steps))
            kept.write_text(str(step))
            wish = heart.give_way()
            if wish:
                state = "paused" if wish == "pause" else "stopped"
                return Fitted(state, step, self.steps, folder / "adapter", 24, 0, step, 400, 40)
        (folder / "adapter").mkdir(exist_ok=True)
        return Fitted("finished", self.steps, self.steps, folder / "adapter", 24, 0, self.steps, 400, 40)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Trainings without torch; nothing is compared unless a test asks for it."""
    fake = Fake()
    monkeypatch.setattr("workbench.train.runs.fitting._fit", fake)
    monkeypatch.setattr(Pulse, "SECONDS", 0.02)
    return fake
