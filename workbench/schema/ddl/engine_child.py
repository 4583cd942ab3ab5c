"""The child that binds pasted queries: reads one JSON list of statements a line, answers one JSON line.

Run by path with `python -I`; imports nothing of this product. Binding is not harmless: DuckDB computes constant
arguments while binding, and `strftime(d, repeat(repeat('x', 99999), 9999))` allocates past its own memory_limit.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

ADDRESS_SPACE = 1536 * 2**20
CPU_SECONDS = 20


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import duckdb  # after the limits, so that they hold for it too

    engine = duckdb.connect(config={"threads": 1, "memory_limit": "256MB", "enable_external_access": "false"})
    engine.execute("SET lock_configuration = true")
    for line in sys.stdin:
        print(json.dumps(answer(engine, json.loads(line))), flush=True)  # noqa: T201 - the pipe to the parent


def answer(engine: Any, statements: list[str]) -> dict[str, Any]:
    """The rows of the last statement as text, or the error that ended the first failing one."""
    try:
        rows: list[Any] = []
        for statement in statements:
            rows = engine.execute(statement).fetchall()
        return {"rows": [[str(value) for value in row] for row in rows]}
    except Exception as error:  # whatever DuckDB raises for an untrusted text is the answer to it
        return {"error": str(error)[:300]}


if __name__ == "__main__":
    main()
