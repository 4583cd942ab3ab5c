"""A language model as judge: what it is asked, what its answers mean, and how far it can be trusted."""
