"""Many requests to a chat server: under both its limits, each answered once, none paid for twice."""
