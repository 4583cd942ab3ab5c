"""From a trained peft adapter to a GGUF LoRA file, a merged model, a manifest, and proof that both sides agree."""
