"""What an answer costs: nothing on this machine, the listed price elsewhere, unknown where there is none."""

from __future__ import annotations

from workbench.evaluate.judge import cost
from workbench.llm import catalog


def is_local(model: str) -> bool:
    """Whether the model runs on this machine: nobody bills it, and it competes for the processor."""
    return catalog.find(model) is not None or model.startswith("hf:")


def cost_of(model: str, prompt_tokens: int, completion_tokens: int) -> float | None:
    """Dollars; None where the price is not known. Raises UsageError when the user's own price list is unreadable."""
    if is_local(model):
        return 0.0
    return cost.cost_of(model, {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens})
