"""The one prompt: used to ask, to evaluate and to train alike. Formats are files, versioned by content hash."""
