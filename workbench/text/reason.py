"""What the operating system says of a file, in the reader's language: its own words are English everywhere."""

from __future__ import annotations

import errno

from workbench.errors import is_disk_full
from workbench.text import t

_CODES = {
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "read_only",
    errno.ENOENT: "missing",
    errno.EISDIR: "is_folder",
    errno.ENOTDIR: "not_folder",
    errno.ENAMETOOLONG: "long_name",
    errno.ELOOP: "loop",
    errno.EIO: "broken",
    errno.EMFILE: "many_files",
    errno.ENFILE: "many_files",
}


def reason_of(error: Exception) -> str:
    """A few words to stand in brackets; what has none in the catalog keeps the system's."""
    if isinstance(error, UnicodeDecodeError):
        return t("reason.not_utf8")
    if not isinstance(error, OSError):
        return type(error).__name__
    if is_disk_full(error):
        return t("reason.disk_full")
    code = _CODES.get(error.errno or 0)
    return t(f"reason.{code}") if code else error.strerror or str(error) or type(error).__name__
