"""Rebuild the CSV files of the sample databases: `python sample_db/build.py [FOLDER]`. Same seeds, same bytes.

The data is made up. Each folder holds `schema.sql`, `sample.toml` (title, questions), `make.py` and the CSV files.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLES = ("shop", "game", "hr")


def build(folder: Path = HERE) -> None:
    """Write `<folder>/<sample>/<table>.csv` for every sample."""
    sys.path.insert(0, str(HERE))
    try:
        for name in SAMPLES:
            target = folder / name
            target.mkdir(parents=True, exist_ok=True)
            for sheet in importlib.import_module(f"{name}.make").make():
                sheet.write(target)
    finally:
        sys.path.remove(str(HERE))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
