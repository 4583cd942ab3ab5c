"""What identifies the content of a set, wherever it lies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from workbench.evaluate.case import EvalCase


def digest_of(cases: Iterable[EvalCase]) -> str:
    """sha256 (hex) over all cases in order. A moved file keeps it; tables have a digest of their own."""
    digest = hashlib.sha256()
    for case in cases:
        facts = [case.id, case.db_id, case.question, case.gold, case.ddl, case.dialect, case.difficulty]
        facts.append(case.today.isoformat() if case.today else None)
        digest.update(json.dumps(facts, ensure_ascii=True).encode() + b"\n")
    return digest.hexdigest()
