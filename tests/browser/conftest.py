"""The real server in a process of its own, a real Chromium, and a scripted model behind the OpenAI API on loopback."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.browser.serving import prepare, serving

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SQL = {
    "월별": "SELECT strftime(ordered_at, '%Y-%m') AS 월, COUNT(*) AS 주문수 FROM orders GROUP BY 월 ORDER BY 월",
    "시도별": "SELECT r.sido AS 시도, COUNT(*) AS 고객수 FROM customer c JOIN region r ON c.region_code = r.region_code"
    " GROUP BY r.sido ORDER BY 고객수 DESC",
    "등급별": 'SELECT grade AS "**등급** [x](http://evil.example)", COUNT(*) AS n FROM customers GROUP BY grade',
}
DEFAULT_SQL = "SELECT COUNT(*) AS 회원수 FROM customer"


class _ScriptedServer(BaseHTTPRequestHandler):
    def do_GET(self):
        self._send("application/json", json.dumps({"data": [{"id": "scripted", "max_model_len": 32768}]}))

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        question = body["messages"][-1]["content"][-400:]
        sql = next((text for word, text in SQL.items() if word in question), DEFAULT_SQL)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for start in range(0, len(sql), 8):
            time.sleep(0.5 if "천천히" in question else 0.005)
            self._event({"choices": [{"index": 0, "delta": {"content": sql[start : start + 8]}}]})
        self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, fields):
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", **fields}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def _send(self, kind, text):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def model_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _ScriptedServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def app(tmp_path_factory, model_server):
    """Address of the running app."""
    home = tmp_path_factory.mktemp("home")
    prepare(home, model_server)
    with serving(home) as address:
        yield address


@pytest.fixture(scope="package")
def chromium():
    """Gone with the last browser test: Playwright keeps an event loop running in this thread; asyncio allows one."""
    if not Path(CHROMIUM).exists():
        pytest.skip("no /usr/bin/chromium on this machine")
    playwright_api = pytest.importorskip("playwright.sync_api")
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_tab(chromium, app):
    """`open_tab(path, width, height, scheme)` gives a page; requests that leave this machine fail the test."""
    contexts, strangers = [], []

    def open_one(path="/", width=1280, height=900, scheme="light"):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="ko-KR", accept_downloads=True
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: _note_stranger(request.url, app, strangers))
        tab.goto(app + path)
        tab.wait_for_selector("[data-testid=stMain]")
        return tab

    yield open_one
    for context in contexts:
        context.close()
    assert not strangers


def _note_stranger(url, app, strangers):
    if not url.startswith((app, "data:", "blob:", "ws://127.0.0.1")):
        strangers.append(url)
