"""The main job: from a question to a checked answer."""
