"""Short words for driving a page in AppTest."""

import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
APP = str(ROOT / "workbench" / "app.py")


def page(name):
    """A page file alone, as a deep link may run it."""
    return AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=60)


def open_page(name, **params):
    """The page at an address with these parameters, drawn without a problem."""
    at = page(name)
    for key, value in params.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    assert "예상하지 못한 문제" not in everything(at)
    return at


def open_ask():
    return open_page("ask")


def button(at, label):
    """The first button whose label holds a text, whatever was escaped in it."""
    found = [b for b in at.button if label in plain(b.label)]
    assert found, f"no button {label!r} among {[plain(b.label) for b in at.button]}"
    return found[0]


def plain(label):
    return label.replace("\\", "").replace("\u2060", "")


def everything(at):
    """All text on the page, escapes removed."""
    kinds = ("title", "header", "markdown", "caption", "text", "code", "info", "warning", "error", "success")
    parts = [plain(str(element.value)) for kind in kinds for element in getattr(at, kind)]
    parts += [plain(b.label) for b in at.button]
    parts += [plain(e.label) for e in at.expander]
    return "\n".join(parts)


def paste(at, ddl):
    at.text_area(key="ddl_text").set_value(ddl)
    button(at, "표 읽기").click()
    at.run()
    assert not at.exception
    return at


def ask(at, question):
    at.chat_input(key="question").set_value(question)
    at.run()
    return finish(at)


def finish(at, seconds=40):
    """Run until no turn waits for its answer."""
    deadline = time.monotonic() + seconds
    while any(turn.answer is None for turn in at.session_state["turns"]):
        assert time.monotonic() < deadline, "no answer in time"
        time.sleep(0.1)
        at.run()
    at.run()
    assert not at.exception
    return at
