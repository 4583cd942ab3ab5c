"""Fitting LoRA weights to prompt rows: encode, pack, train, resume. Importing `fit` loads torch; the rest does not."""
