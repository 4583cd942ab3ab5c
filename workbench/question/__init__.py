"""What the question says before any model sees it: dates, amounts, and the schema words it touches."""
