"""The template process: started as `python -I` on this file, forks one confined child per request.

Starting Python with DuckDB and Arrow costs 0.35 s and a fork of it 5 ms, so a killed child is replaced at once and
a batch over a hundred schemas does not pay a hundred starts. The template itself never sees SQL and opens no database.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[3]))

from workbench.sandbox.child import engine


def main(control_fd: int, folder: Path) -> None:
    """Fork on request until the owner goes (end of file on the control socket), then remove `folder` and die.

    The death signal asked for by each child is what ends the children with this process, whatever they are doing.
    """
    control = socket.socket(fileno=control_fd)
    # Nobody waits for the children: ignored, the kernel reaps them and there are no zombies.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            order, fds, _, _ = socket.recv_fds(control, 65536, 1)
        except OSError:
            break
        if not order:
            break
        pid = os.fork()
        if pid == 0:
            control.close()
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            engine.serve(socket.socket(fileno=fds[0]), json.loads(order))
            os._exit(0)
        for fd in fds:
            os.close(fd)
        control.sendall(pid.to_bytes(4, "little"))
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
