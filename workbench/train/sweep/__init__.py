"""Sweeps: a grid of trainings that share what can be shared, as tables, curves and sentences."""
