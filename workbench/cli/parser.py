"""argparse that says in the user's language what was wrong with a command line."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from workbench.text import t

_REASONS = (
    (re.compile(r"argument (.+): not allowed with argument (.+)"), "cli.usage_both"),
    (re.compile(r"one of the arguments (.+) is required()"), "cli.usage_one_of"),
    (re.compile(r"the following arguments are required: (.+)()"), "cli.usage_required"),
    (re.compile(r"unrecognized arguments: (.+)()"), "cli.usage_unknown"),
    (re.compile(r"argument (.+): expected .+()"), "cli.usage_no_value"),
    (re.compile(r"argument (.+): (?:invalid choice: )?(.+)"), "cli.usage_value"),
)
"""argparse's own sentences (it has no Korean), in the order in which they are tried."""


class Parser(argparse.ArgumentParser):
    """Subcommands' parsers are of this class too: argparse makes them of their parent's."""

    def error(self, message: str) -> NoReturn:
        """One sentence and where the help is, exit code 2."""
        for pattern, key in _REASONS:
            if found := pattern.fullmatch(message):
                message = t(key, what=found[1], value=found[2])
                break
        print(message, file=sys.stderr)
        print(t("cli.usage_help", command=self.prog), file=sys.stderr)
        self.exit(2)
