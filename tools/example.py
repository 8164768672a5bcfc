"""Makes the example session of a checkout, the same to the byte each time: `make example`, or `--check` to compare.

It is the demo played to its end, on a fixed day and under a fixed id.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from panel_tui.demo import make_demo
from panel_tui.rooms import Rooms

EXAMPLE = Path(__file__).resolve().parent.parent / "sessions" / "2026-11-21-manage-arrears-beta-example.json"
CLOSED_AT = datetime(2026, 11, 21, 14, 40, tzinfo=UTC)
ID = "0193a1f0c0de7000a5e5510000000001"


def example() -> bytes:
    """The file of the example session."""
    with TemporaryDirectory() as folder:
        rooms = Rooms.at(Path(folder), {}, Path(folder), clock=lambda: CLOSED_AT)
        room = make_demo(rooms, "closed", ids=lambda: ID, date=f"{CLOSED_AT:%Y-%m-%d}")
        room.close()
        return Path(room.place).read_bytes()


def main(args: list[str]) -> int:
    """Write the example, or say whether it is current."""
    made = example()
    if "--check" in args:
        current = EXAMPLE.is_file() and EXAMPLE.read_bytes() == made
        if not current:
            print(f"sessions/{EXAMPLE.name} is stale: run `make example`")
        return 0 if current else 1
    EXAMPLE.parent.mkdir(exist_ok=True)
    EXAMPLE.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
