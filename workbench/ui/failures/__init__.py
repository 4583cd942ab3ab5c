"""The 오류 살펴보기 page: find the cases that failed, read one, act on it."""
