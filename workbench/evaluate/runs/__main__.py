"""`python -m workbench.evaluate.runs`: the worker's process, started by `process.ensure_worker`."""

from __future__ import annotations

import logging
import os
import signal
import sys
from types import FrameType

from workbench.errors import WorkbenchError
from workbench.evaluate.runs.process import work_until_done

_log = logging.getLogger("workbench.evaluate.runs")


def main() -> int:
    logging.basicConfig(level=os.environ.get("WORKBENCH_LOG", "WARNING"), format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it warns about SQL that we judge ourselves
    # A machine that shuts down says so: what is in hand is kept, and done again by the next worker.
    signal.signal(signal.SIGTERM, _end)
    try:
        work_until_done()
    except WorkbenchError as error:
        _log.error("%s", error.message)
        return 1
    return 0


def _end(_number: int, _frame: FrameType | None) -> None:
    # Not sys.exit: threads in the middle of a query would be waited for. Nothing is lost, see docs/design/runs.md.
    os._exit(143)


if __name__ == "__main__":
    sys.exit(main())
