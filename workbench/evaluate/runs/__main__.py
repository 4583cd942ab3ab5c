"""`python -m workbench.evaluate.runs`: the worker's process, started by `process.ensure_worker`."""

import sys

from workbench.evaluate.runs.process import main

if __name__ == "__main__":
    sys.exit(main())
