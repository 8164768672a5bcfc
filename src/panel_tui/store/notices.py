"""What the file system under a session cannot do, each in one sentence for people.

A session is kept there all the same: a council's shared drive may be the only place there is.
"""

from __future__ import annotations

from pathlib import Path

from panel_tui.store.errors import shown


def unconfirmed(folder: Path) -> str:
    """It cannot confirm that anything is on disk."""
    return (
        f"The disk of {shown(folder)} cannot confirm that what is saved has reached it: after a power cut the last "
        "entries could be missing. Copy the session to another disk when you have finished."
    )


def without_locks(folder: Path) -> str:
    """It has no locks."""
    return (
        f"The disk of {shown(folder)} has no locks, so a file beside the session says who has it open: "
        "open the session in one program at a time."
    )


def not_private(folder: Path) -> str:
    """It keeps no permissions."""
    return (
        f"The disk of {shown(folder)} does not keep who may read a file: everybody who can open that folder can read "
        "the session."
    )
