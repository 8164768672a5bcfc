"""How long a test waits for a thing to happen before it says that it did not."""

PATIENCE = 120.0
"""Seconds. A busy machine is slow and not at fault, so this is far more than any wait takes; a hang still ends."""
