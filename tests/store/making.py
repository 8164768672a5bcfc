"""Events to keep, for the tests and for the processes they start."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from panel_tui.session import chain
from panel_tui.session.bodies import AnyBody, NoteTaken
from panel_tui.session.events import Event

BEGAN = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def sealed(bodies: Sequence[AnyBody], after: Sequence[Event] = ()) -> list[Event]:
    """These bodies as events that follow those events."""
    made = list(after)
    for body in bodies:
        n = len(made) + 1
        prev = made[-1].hash if made else chain.GENESIS
        made.append(chain.seal(n, BEGAN + timedelta(seconds=n), "ana", None, body, prev))
    return made[len(after) :]


def notes(count: int, after: Sequence[Event] = (), text: str = "Tenants were not asked.") -> list[Event]:
    """So many notes as events that follow those events."""
    numbers = range(len(after) + 1, len(after) + count + 1)
    return sealed([NoteTaken(id=f"n{n}", point="p4", kind="concern", text=f"{n}: {text}") for n in numbers], after)
