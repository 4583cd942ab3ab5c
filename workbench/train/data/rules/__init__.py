"""The cleaning rules, in the order in which they are applied."""

from workbench.train.data.rules.comparison import COMPARISON
from workbench.train.data.rules.direction import DIRECTION
from workbench.train.data.rules.duplicates import CONFLICT, DUPLICATE, NEAR_DUPLICATE
from workbench.train.data.rules.gold import BROKEN_DDL, EMPTY, FAILS, UNBOUND, UNPARSABLE
from workbench.train.data.rules.limits import LIMIT
from workbench.train.data.rules.literals import LITERALS
from workbench.train.data.rules.numbers import NUMBERS
from workbench.train.data.rules.rule import Rule, Settings
from workbench.train.data.rules.texts import DB_ID_1, LANGUAGE, MISSING, TOO_LONG

RULES = (
    MISSING,
    DB_ID_1,
    LANGUAGE,
    BROKEN_DDL,
    UNPARSABLE,
    UNBOUND,
    FAILS,
    EMPTY,
    TOO_LONG,
    NUMBERS,
    LITERALS,
    COMPARISON,
    DIRECTION,
    LIMIT,
    DUPLICATE,
    CONFLICT,
    NEAR_DUPLICATE,
)
"""What is broken goes before what is compared with others: of two that contradict each other the sound one stays."""

__all__ = ["RULES", "Rule", "Settings"]
