"""What the address bar says on 오류 살펴보기: which cases, which page of the list, which case is open.

The address is the only place where filters are kept, so that a link shows a colleague exactly what its sender sees.
Everything in it is untrusted: unknown values fall away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from workbench.evaluate.score import CATEGORIES, OUTCOMES
from workbench.store.results import Filters

Show = Literal["wrong", "disputed", "changed", "all"]
SHOWS: tuple[Show, ...] = ("wrong", "disputed", "changed", "all")
FAILED = tuple(outcome for outcome in OUTCOMES if outcome != "correct")
HUMAN = ("right", "wrong", "none")
LONGEST = 200
"""Characters of one value, and values of one name: an address longer than a browser keeps is nobody's link."""


@dataclass(frozen=True)
class Address:
    """`show`: what failed, where judge and grading disagree, what `against` had right, or every case.

    The other filters narrow that down; several values of one filter mean any of them, several filters mean all.
    """

    run: str = ""
    show: Show = "wrong"
    outcome: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    feature: tuple[str, ...] = ()
    difficulty: tuple[str, ...] = ()
    db: tuple[str, ...] = ()
    q: str = ""
    human: str = ""
    tag: str = ""
    against: str = ""
    page: int = 1
    case: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything but the run and the kind of cases is chosen."""
        return self != Address(self.run, self.show, against=self.against, page=self.page, case=self.case)

    def having(self, **changes: object) -> Address:
        """With other filters: back on the first page, no case open."""
        return replace(self, **{"page": 1, "case": "", **changes})  # type: ignore[arg-type]

    def toggled(self, name: str, value: str) -> Address:
        """With `value` added to, or taken from, a filter of several values."""
        now: tuple[str, ...] = getattr(self, name)
        return self.having(**{name: tuple(v for v in now if v != value) if value in now else (*now, value)})


_SEVERAL = {"outcome": OUTCOMES, "category": CATEGORIES, "feature": None, "difficulty": None, "db": None}
"""Filters of several values, with all that they may be where that is known."""


def read(params: Mapping[str, Sequence[str]]) -> Address:
    """The address in the query parameters of a URL (each name with all its values)."""
    found: dict[str, object] = {}
    for name, known in _SEVERAL.items():
        values = dict.fromkeys(value[:LONGEST] for value in params.get(name, ())[:LONGEST] if value)
        found[name] = tuple(value for value in values if known is None or value in known)
    for name in ("run", "q", "tag", "against", "case"):
        found[name] = _last(params, name)[:LONGEST]
    show, human, page = _last(params, "show"), _last(params, "human"), _last(params, "page")
    found["show"] = show if show in SHOWS else "wrong"
    found["human"] = human if human in HUMAN else ""
    found["page"] = max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    return Address(**found)  # type: ignore[arg-type]


def _last(params: Mapping[str, Sequence[str]], name: str) -> str:
    values = params.get(name, ())
    return values[-1] if values else ""


def written(address: Address) -> dict[str, list[str]]:
    """Query parameters of an address; what is as always stays out of it."""
    usual = Address()
    found: dict[str, list[str]] = {}
    for field in fields(address):
        value = getattr(address, field.name)
        if value != getattr(usual, field.name):
            found[field.name] = list(value) if isinstance(value, tuple) else [str(value)]
    return found


def filters(address: Address) -> Filters:
    """What the store is asked for."""
    outcomes = address.outcome
    if not outcomes and address.show in ("wrong", "changed"):
        outcomes = FAILED
    return Filters(
        run=address.run or None,
        outcomes=outcomes,
        categories=address.category,
        features=address.feature,
        difficulties=address.difficulty,
        db_ids=address.db,
        text=address.q,
        disputed=True if address.show == "disputed" else None,
        human=address.human or None,
        tag=address.tag or None,
        changed_from=address.against or None if address.show == "changed" else None,
    )
