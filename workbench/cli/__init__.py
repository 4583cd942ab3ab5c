"""The command line: every page job is a command. Names, flags, JSON keys and exit codes are fixed by the issues."""
