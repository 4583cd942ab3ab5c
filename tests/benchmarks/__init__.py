"""What the product promises in numbers, measured as ratios within one run: `python -m tests.benchmarks`."""
