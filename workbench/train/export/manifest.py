"""`manifest.toml` beside an adapter: what it was made of and how well it does. `llm/adapters.py` reads the part that
serving needs; here it is written, and read for showing."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeGuard

import tomli_w

from workbench import settings
from workbench.errors import ModelError
from workbench.evaluate.runs.facts import described
from workbench.evaluate.runs.summary import Figure, figure
from workbench.llm.adapters import MANIFEST, Adapter
from workbench.store.whole import write_whole
from workbench.text import t

SURE = 0.05
_LONGEST = 200


@dataclass(frozen=True)
class Measured:
    """Execution accuracy on one set: `k` of `n` right; `base_k` of the same `n` by the base alone, None if unknown.

    set: its name. p: of McNemar's test between the two, None if unknown. source: a run's id, or "training".
    """

    set: str
    k: int
    n: int
    base_k: int | None = None
    p: float | None = None
    source: str = ""

    @property
    def figure(self) -> Figure:
        return figure(self.k, self.n)

    @property
    def base_figure(self) -> Figure | None:
        return None if self.base_k is None else figure(self.base_k, self.n)

    @property
    def sentence(self) -> str:
        """Ready to show."""
        now, before = described(self.figure), self.base_figure
        if before is None:
            return t("adapter.measured", set=self.set, figure=now)
        real = "" if self.p is None else t("adapter.is_real" if self.p < SURE else "adapter.may_be_chance", p=self.p)
        return " ".join(filter(None, [t("adapter.compared", set=self.set, figure=now, base=described(before)), real]))


def write(folder: Path, facts: dict[str, Any]) -> None:
    """Write `facts` (plain values and tables; None is left out) as the manifest of `folder`. Raises OSError."""
    stamped = {
        "name": folder.name,
        "created": dt.datetime.now(dt.UTC).replace(microsecond=0),
        "commit": _commit(),
        **facts,
    }
    write_whole(folder / MANIFEST, [tomli_w.dumps(_without_none(stamped)).encode()])


def change(adapter: Adapter, **facts: Any) -> None:
    """Replace top-level entries of an adapter's manifest. Raises ModelError for one that cannot be written."""
    path = adapter.folder / MANIFEST
    try:
        known = tomllib.loads(path.read_text(encoding="utf-8"))
        write_whole(path, [tomli_w.dumps(_without_none({**known, **facts})).encode()])
    except (OSError, ValueError) as error:
        raise ModelError(t("adapter.manifest_unwritable", path=path)) from error


def measured(adapter: Adapter) -> tuple[Measured, ...]:
    """What the manifest says of its accuracy. Entries that make no sense are left out; intervals are ours."""
    found = adapter.facts.get("metrics")
    return tuple(filter(None, map(_measured, found if isinstance(found, list) else [])))


def record(adapter: Adapter, metrics: Iterable[Measured]) -> None:
    """Keep figures in the manifest; a new one for a set replaces the old. Raises ModelError."""
    by_set = {one.set: one for one in (*measured(adapter), *metrics)}
    change(adapter, metrics=[to_table(one) for one in by_set.values()])


def to_table(one: Measured) -> dict[str, Any]:
    """As the manifest holds it: with the interval, for those who read the file."""
    shown = one.figure
    table = {"set": one.set, "k": one.k, "n": one.n, "low": round(shown.low, 4), "high": round(shown.high, 4)}
    return {**table, "base_k": one.base_k, "p": one.p, "source": one.source}


def prompt_changed(adapter: Adapter, digest: str) -> bool:
    """Whether the adapter was trained with another prompt format than the one with this digest."""
    return adapter.facts.get("prompt") not in (None, "", digest)


def _measured(table: Any) -> Measured | None:
    if not isinstance(table, dict):
        return None
    k, n, name = table.get("k"), table.get("n"), table.get("set")
    base_k, p, source = table.get("base_k"), table.get("p"), table.get("source")
    if not (isinstance(name, str) and _is_count(k) and _is_count(n) and 0 < n and k <= n):
        return None
    one = Measured(name[:_LONGEST], k, n, source=source[:_LONGEST] if isinstance(source, str) else "")
    if _is_count(base_k) and base_k <= n:
        one = replace(one, base_k=base_k)
    if isinstance(p, float) and 0 <= p <= 1:
        one = replace(one, p=p)
    return one


def _is_count(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _without_none(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_without_none(one) for one in value if one is not None]
    return str(value) if isinstance(value, Path) else value


def _commit() -> str | None:
    """Of the code at work; None outside a git checkout."""
    if not (git := shutil.which("git")) or not (settings.ROOT / ".git").exists():
        return None
    done = subprocess.run([git, "rev-parse", "HEAD"], cwd=settings.ROOT, capture_output=True, text=True)
    return done.stdout.strip() or None
