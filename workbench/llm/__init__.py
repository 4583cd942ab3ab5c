"""Language models behind one small interface: embedded, OpenAI-compatible, Hugging Face in 4-bit."""
