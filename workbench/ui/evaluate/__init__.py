"""The 평가 page: start a run, watch it, read its figures, compare two."""
