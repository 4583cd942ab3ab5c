"""Dates in Korean and English questions: the calendar, the phrases, and how two phrases make one range."""
