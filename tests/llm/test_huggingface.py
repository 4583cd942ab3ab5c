"""4-bit Hugging Face models: a tiny one made here for the paths, the real 0.5B for the weights."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.llm.conftest import SMALL, environment
from workbench.errors import GenerationStopped, ModelError
from workbench.llm import huggingface
from workbench.llm.catalog import CatalogModel
from workbench.llm.chat import GenerateOptions, Message
from workbench.llm.select import open_model

pytestmark = [
    # Raised inside bitsandbytes and torch, not by us.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
HELLO = [Message("user", "select the rows")]


def test_opening_the_app_modules_does_not_import_torch_or_transformers() -> None:
    code = (
        "import sys; import workbench.llm.select as s; s.open_model('hf:x'); s.open_model(None)\n"
        "print([name for name in ('torch', 'transformers', 'xllamacpp', 'openai') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_folder_that_does_not_exist_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="찾지 못했습니다"):
        open_model(f"hf:{tmp_path}/nothing").count_tokens("x")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base model of two random layers, with a word tokenizer and no chat template."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    words = {
        word: number for number, word in enumerate(["<unk>", "</s>", "select", "the", "rows", *map(str, range(59))])
    }
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>", eos_token="</s>").save_pretrained(folder)
    torch.manual_seed(0)
    sizes: dict[str, Any] = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2}
    config = LlamaConfig(vocab_size=64, num_attention_heads=4, max_position_embeddings=128, **sizes)
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def test_a_base_model_from_a_folder_is_loaded_in_4_bit_and_answers(tiny: Path) -> None:
    model = open_model(f"hf:{tiny}")
    assert model.context_tokens == 128
    first = model.generate(HELLO, GenerateOptions(max_tokens=5))
    text = first.text()
    assert text == model.generate(HELLO, GenerateOptions(max_tokens=5)).text()
    assert (first.usage.prompt_tokens, first.usage.finish_reason) == (3, "length")
    loaded = next(iter(huggingface._loaded.values())).model
    assert any(type(module).__name__ == "Linear4bit" for module in loaded.modules())
    with pytest.raises(ModelError, match="너무 깁니다"):
        model.generate([Message("user", "rows " * 200)], GenerateOptions()).text()


def test_an_adapter_is_put_on_top_and_a_wrong_one_explained(tiny: Path, tmp_path: Path) -> None:
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    adapter = tmp_path / "adapter"
    base = AutoModelForCausalLM.from_pretrained(tiny)
    get_peft_model(base, LoraConfig(r=2, target_modules=["q_proj"])).save_pretrained(adapter)
    assert open_model(f"hf:{tiny}@{adapter}").generate(HELLO, GenerateOptions(max_tokens=3)).text()
    with pytest.raises(ModelError, match="어댑터"):
        open_model(f"hf:{tiny}@{tmp_path}/none").count_tokens("x")


@pytest.mark.model
def test_the_real_small_model_answers_in_4_bit_and_can_be_stopped(small: CatalogModel) -> None:
    model = open_model(f"hf:{SMALL}")
    question = [Message("system", "SQL만 답하세요."), Message("user", "CREATE TABLE t (a INT);\n행 수를 세는 SQL")]
    generation = model.generate(question, GenerateOptions(max_tokens=12, stop=(";",)))
    assert generation.text().lower().startswith("select count(*) from t")
    assert generation.usage.finish_reason == "stop"
    stopped = model.generate(question, GenerateOptions(max_tokens=200))
    next(iter(stopped))
    stopped.cancel()
    with pytest.raises(GenerationStopped):
        stopped.text()
