"""The far side of the sandbox: what runs in the child processes. Imports nothing of the product but itself."""
