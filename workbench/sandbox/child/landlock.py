"""Landlock: the kernel refuses every file but a few, whatever DuckDB may be talked into."""

from __future__ import annotations

import ctypes
import os
import struct
import sysconfig
from pathlib import Path

_CREATE, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_EXECUTE, _WRITE, _READ, _READ_DIR, _REMOVE_DIR, _REMOVE_FILE = (1 << bit for bit in range(6))
_MAKE_DIR, _MAKE_REG, _TRUNCATE = 1 << 7, 1 << 8, 1 << 14
_PATH_BENEATH = 1

_MACHINE = ("/proc/self/cgroup", "/proc/self/mountinfo", "/proc/stat", "/sys/devices/system/cpu", "/sys/fs/cgroup")
"""Where DuckDB 2.0 and the C library look for processors and limits; DuckDB aborts when it may not."""


def restrict(libc: ctypes.CDLL, folder: Path, readable: list[Path]) -> str:
    """Leave only `folder` (read and write), `readable` and Python's library (read). Raises OSError if unsupported."""
    abi = libc.syscall(_CREATE, None, 0, 1)
    if abi < 1:
        raise OSError(ctypes.get_errno(), "landlock")
    every = (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(abi, 16)) - 1
    # From version 4 also no TCP, from 6 no signals and no abstract sockets to the outside.
    attributes = struct.pack("=QQQ", every, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = libc.syscall(_CREATE, attributes, size, 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "landlock ruleset")
    own = _READ | _WRITE | _READ_DIR | _REMOVE_FILE | _REMOVE_DIR | _MAKE_REG | _MAKE_DIR | _TRUNCATE
    _allow(libc, ruleset, folder, own & every)
    for path in readable:
        _allow(libc, ruleset, path, _READ)
    for library in {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}:
        _allow(libc, ruleset, Path(library), _READ | _READ_DIR)
    for name in _MACHINE:
        _allow(libc, ruleset, Path(name), _READ | _READ_DIR if os.path.isdir(name) else _READ)
    if libc.syscall(_RESTRICT_SELF, ruleset, 0) != 0:
        raise OSError(ctypes.get_errno(), "landlock")
    os.close(ruleset)
    return "landlock"


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, fd), 0) != 0:
            raise OSError(ctypes.get_errno(), "landlock rule")
    finally:
        os.close(fd)
