"""`serve`: the app in the browser."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys

from workbench.errors import UsageError
from workbench.settings import ROOT
from workbench.text import t

_LAST_PORT = 65535


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("serve", help=t("cli.help_serve"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=port_number, default=8501)
    parser.set_defaults(handler=serve)


def serve(arguments: argparse.Namespace) -> int:
    """Start Streamlit on workbench/app.py and stay until it ends. Raises UsageError when the port is taken."""
    require_free(arguments.host, arguments.port)
    print(t("cli.serving", url=f"http://{arguments.host}:{arguments.port}"), flush=True)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "workbench" / "app.py")]
    flags = [f"--server.address={arguments.host}", f"--server.port={arguments.port}", "--server.headless=true"]
    if arguments.host in ("127.0.0.1", "localhost", "::1"):
        # A foreign page must not reach the app through a name that it makes resolve to this machine (DNS rebinding).
        flags += [f"--server.allowedHosts={name}" for name in ("localhost", "127.0.0.1")]
    # The root, not workbench/, must come first on sys.path: modules in workbench/ would shadow top-level names.
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    # Ended by `kill` as by Ctrl+C: else Streamlit would live on alone and keep the port (seen).
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    process = subprocess.Popen([*command, *flags], cwd=ROOT, env={**os.environ, "PYTHONPATH": path})
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait(10)
        return 0


def require_free(host: str, port: int) -> None:
    """Raises UsageError where the port is taken or the host is none of this machine's."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise UsageError(t("cli.bad_host", host=host)) from error
            raise UsageError(t("cli.port_taken", port=port, other=port + 1 if port < _LAST_PORT else 8501)) from error


def port_number(text: str) -> int:
    """argparse type for --port."""
    if not text.isdecimal() or not 0 < int(text) <= _LAST_PORT:
        raise argparse.ArgumentTypeError(t("cli.bad_port", value=text, last=_LAST_PORT))
    return int(text)
