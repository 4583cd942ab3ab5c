"""`python -m workbench`."""

import sys

try:
    from workbench.cli.main import main
except KeyboardInterrupt:  # Ctrl-C while the libraries load, which takes half a second
    sys.exit(1)

if __name__ == "__main__":
    sys.exit(main())
