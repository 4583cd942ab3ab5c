"""Taking rights away from this process, layer by layer, with the kernel's own means.

Every layer is tried alone: what a kernel or container does not offer is left out and reported by name, so that the
parent can say honestly what holds. DuckDB starts its threads later and they inherit all of it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from workbench.sandbox.child import landlock, seccomp

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWNET = 0x08000000, 0x10000000, 0x40000000


def confine(folder: Path, readable: list[Path], limits: dict[str, int]) -> list[str]:
    """Confine the calling, still single-threaded process; gives the names of the layers in force.

    folder: its only writable folder (becomes the working directory). readable: files it may still open.
    limits: `address_space_mb`, `file_mb`, `open_files`.
    """
    os.chdir(folder)
    os.setsid()
    libc = ctypes.CDLL(None, use_errno=True)
    layers: list[Callable[[], str]] = [
        lambda: _rlimits(limits),
        lambda: _address_space(limits),  # macOS has no such limit
        lambda: _process_flags(libc),
        lambda: _namespaces(libc, readable),
        lambda: landlock.restrict(libc, folder, readable),
        lambda: seccomp.install(libc),
    ]
    in_force = []
    for layer in layers:
        with contextlib.suppress(OSError, AttributeError, ValueError):
            in_force.append(layer())
    return in_force


def _address_space(limits: dict[str, int]) -> str:
    _limit(resource.RLIMIT_AS, limits["address_space_mb"] << 20)
    return "address-space"


def _rlimits(limits: dict[str, int]) -> str:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, limits["file_mb"] << 20)
    _limit(resource.RLIMIT_NOFILE, limits["open_files"])
    # A write past RLIMIT_FSIZE should be an error in DuckDB, not the end of the process.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    return "rlimits"


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _process_flags(libc: ctypes.CDLL) -> str:
    if sys.platform != "linux":
        raise OSError("prctl is Linux's")
    owner = os.getppid()
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != owner:
        os._exit(1)  # the template went before the signal was asked for
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs")
    return "no-new-privileges"


def _namespaces(libc: ctypes.CDLL, readable: list[Path]) -> str:
    """Own network and IPC namespaces (no interface but a downed loopback) and a user namespace, where root is nobody.

    Root may read files of others and nobody may not: where the database is such a file, root keeps its user.
    """
    users = 0 if os.geteuid() == 0 and not all(map(_readable_without_privilege, readable)) else _CLONE_NEWUSER
    if libc.unshare(users | _CLONE_NEWNET | _CLONE_NEWIPC) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    return "namespaces" if users else "network-namespace"


def _readable_without_privilege(path: Path) -> bool:
    if not path.exists():
        return True
    for part, wanted in ((path, 0o4), *((folder, 0o1) for folder in path.parents)):
        found = part.stat()
        shift = 6 if found.st_uid == os.geteuid() else 3 if found.st_gid in (os.getegid(), *os.getgroups()) else 0
        if not found.st_mode >> shift & wanted:
            return False
    return True


def allow_cpu(seconds: float) -> None:
    """From now on at most `seconds` more of CPU and about as much of wall clock; the kernel kills this process then.

    A backstop for the case that the parent hangs: it watches the clock itself and kills sooner.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds * (os.cpu_count() or 1)) + 2
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
    signal.alarm(int(seconds) + 2)


def rest() -> None:
    """Between two requests no clock runs."""
    signal.alarm(0)
