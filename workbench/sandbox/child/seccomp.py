"""A system call filter: no sockets, no programs, no processes, no signals to others, no kernel odds and ends.

A list of what is refused, not of what is allowed: DuckDB, Arrow, malloc and Python together use a hundred calls that
differ between C libraries, and the file system is Landlock's business.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_LOAD, _EQUAL, _AT_LEAST, _BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_CLONE_THREAD = 0x00010000
_CLONE3 = 435

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE = {"x86_64": 56, "aarch64": 220}

# fmt: off
_REFUSED = {
    "x86_64": (
        41, 42, 43, 49, 50, 53, 288,  # socket connect accept bind listen socketpair accept4
        57, 58, 59, 322,  # fork vfork execve execveat
        62, 129, 200, 101, 310, 311, 312,  # kill rt_sigqueueinfo tkill ptrace process_vm_* kcmp
        29, 30, 31, 64, 68, 240, 319,  # shmget shmat shmctl semget msgget mq_open memfd_create
        155, 161, 165, 166, 272, 308, 304,  # pivot_root chroot mount umount2 unshare setns open_by_handle_at
        103, 167, 168, 169, 175, 176, 246, 313, 320,  # syslog swap* reboot modules kexec
        135, 248, 249, 250, 298, 321, 323,  # personality keys perf bpf userfaultfd
    ),
    "aarch64": (
        198, 199, 200, 201, 202, 203, 242,
        221, 281,
        129, 138, 130, 117, 270, 271, 272,
        194, 195, 196, 190, 186, 180, 279,
        41, 51, 40, 39, 97, 268, 265,
        116, 224, 225, 142, 105, 106, 104, 273, 294,
        92, 217, 218, 219, 241, 280, 282,
    ),
}
# fmt: on
_REFUSED_EVERYWHERE = (424, 425, 426, 427, 428, 429, 430, 431, 432, 434, 438, 442)
"""pidfd_send_signal, io_uring, the new mount calls, pidfd_open, pidfd_getfd."""


def _op(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def program(machine: str) -> bytes:
    """The filter as BPF instructions. Raises ValueError on an architecture whose call numbers are not known here."""
    if machine not in _ARCHITECTURES:
        raise ValueError(machine)
    refuse = _op(_RETURN, _ERRNO | errno.EPERM)
    code = [
        _op(_LOAD, 4),
        _op(_EQUAL, _ARCHITECTURES[machine], 1, 0),
        _op(_RETURN, _KILL),
        _op(_LOAD, 0),
        # The x32 calls of x86_64 are the same calls under other numbers.
        _op(_AT_LEAST, 0x40000000, 0, 1),
        refuse,
        # clone3 hides its flags from filters; "not implemented" makes the C library fall back to clone.
        _op(_EQUAL, _CLONE3, 0, 1),
        _op(_RETURN, _ERRNO | errno.ENOSYS),
    ]
    for number in _REFUSED[machine] + _REFUSED_EVERYWHERE:
        code += [_op(_EQUAL, number, 0, 1), refuse]
    code += [
        _op(_EQUAL, _CLONE[machine], 0, 3),
        _op(_LOAD, 16),
        _op(_BITS, _CLONE_THREAD, 1, 0),
        refuse,
        _op(_RETURN, _ALLOW),
    ]
    return b"".join(code)


def install(libc: ctypes.CDLL) -> str:
    """Install the filter for this thread and all it starts. Raises OSError or ValueError where that cannot be."""
    code = program(platform.machine())
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("=HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.c_char_p(header), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return "seccomp"
