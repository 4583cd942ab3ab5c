"""Measuring models: question sets, grading on database instances, judges, runs that lose nothing."""
