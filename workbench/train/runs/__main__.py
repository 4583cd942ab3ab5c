"""`python -m workbench.train.runs`: the worker's process, started by `process.ensure_worker`."""

import sys

from workbench.train.runs.process import main

if __name__ == "__main__":
    sys.exit(main())
