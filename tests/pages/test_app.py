import subprocess
import sys
import tomllib

from streamlit.testing.v1 import AppTest

from tests.pages.walk import APP, ROOT, everything
from workbench import settings


def test_the_config_keeps_to_this_machine_and_shows_no_traces():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["server"]["maxUploadSize"] == settings.INPUT.upload_mb
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert config["runner"]["magicEnabled"] is False
    assert "http" not in str(config["theme"])


def test_the_router_opens_the_ask_page_first():
    at = AppTest.from_file(APP, default_timeout=60).run()
    assert not at.exception
    assert "무엇이 궁금하세요?" in everything(at)


def test_opening_the_pages_loads_neither_torch_nor_transformers():
    pages = ("ask", "evaluate", "failures", "train", "sweeps", "models")
    code = (
        "import sys; from streamlit.testing.v1 import AppTest;"
        f"[AppTest.from_file({str(ROOT)!r} + f'/pages/{{p}}.py', default_timeout=60).run() for p in {pages}];"
        "sys.exit(' '.join({'torch', 'transformers'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-500:]
