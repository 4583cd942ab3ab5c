"""What survives a restart: history, cases, endpoints and preferences, in one SQLite file (WAL)."""
