"""What a training will take, said before it starts: time, memory, disk."""

from workbench.train.estimate.estimate import Estimate, estimate

__all__ = ["Estimate", "estimate"]
