"""What a run says while it works and when it ends."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.evaluate.client.ledger import Totals


@dataclass(frozen=True)
class Progress:
    """per_minute: requests sent in the last minute. seconds_left: None until there is a speed. waiting: seconds of a
    pause that the server asked for."""

    totals: Totals
    in_flight: int
    per_minute: float
    seconds_left: float | None
    waiting: float


@dataclass(frozen=True)
class Outcome:
    """totals: over all runs of the ledger. stopped: why it ended early, ready to show; empty when it came to its end.

    sent: attempts of this run. resent: requests that were under way when an earlier run was killed; only for these
    may a server charge twice.
    """

    totals: Totals
    stopped: str
    sent: int
    resent: int
    seconds: float

    @property
    def succeeded(self) -> bool:
        return not self.stopped and self.totals.answered == self.totals.total
