"""The embedded model: one llama.cpp server process per model file and machine, shared by everything here."""
