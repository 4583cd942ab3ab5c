"""Fine-tuning a small model for Korean Text2SQL: data, LoRA, preference, sweeps. Needs torch only where it trains."""
