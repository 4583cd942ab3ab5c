"""SQL in and out of the model: cleaned, linted, judged by policy, repaired, explained, transpiled."""
