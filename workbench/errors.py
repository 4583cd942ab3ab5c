"""Every error a user may see.

* WorkbenchError            - `message` is ready to show (Korean by default): what, why, what to do next
  + UsageError              - the command line or form was filled in wrongly (exit code 2)
  + SchemaError             - no table could be read from what was given
  + DataError               - files or database could not be loaded
  + ModelError              - the model is missing, unreachable or failed
    - GenerationStopped     - the asker pressed stop, or the time budget ended
  + SandboxError            - the sandbox itself (not the user's SQL) failed
  + StoreError              - history or cases could not be read or written
"""

from __future__ import annotations

import errno


class WorkbenchError(Exception):
    """Base of all errors that carry a message for the user (already in the user's language)."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(WorkbenchError):
    """Wrong flags or form input; the CLI exits with 2."""


class SchemaError(WorkbenchError):
    """No table could be read."""


class DataError(WorkbenchError):
    """Files or a database could not be loaded."""


class ModelError(WorkbenchError):
    """The language model is missing, unreachable, or failed."""


class GenerationStopped(ModelError):
    """Generation ended early because somebody asked for it."""


class SandboxError(WorkbenchError):
    """The sandbox failed; says nothing about the SQL that was sent to it."""


class StoreError(WorkbenchError):
    """The local store (SQLite) could not be read or written."""


def is_disk_full(error: OSError) -> bool:
    """No space, no quota, or no larger file on this file system."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
