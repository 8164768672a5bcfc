"""Keeping people's addresses, telephone numbers and signatures out of the evidence that is brought in.

Every reader gives each text and each link that it takes to a `Redaction`, before it cuts a title or a text to its
length, and adds `Redaction.sentences` to what it says. Keys of pieces are computed from the source as it was, so that
bringing in a source again finds the same pieces, whatever was left out of them.
"""

from panel_tui.intake.redaction.redaction import NO_ADDRESS, NO_NUMBER, Redaction

__all__ = ["NO_ADDRESS", "NO_NUMBER", "Redaction"]
