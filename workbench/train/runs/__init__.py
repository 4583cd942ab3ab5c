"""Trainings: prepared, fitted, exported and compared by a worker process that goes on where a killed one stopped."""
