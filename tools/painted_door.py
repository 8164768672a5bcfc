"""A door that stands as a picture shows it, always the same: no address is listened at, and nothing can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from panel_tui.hosting import CannotHost, Hosted, Hosting, Knock, SeatStanding, Way
from panel_tui.room import Room
from panel_tui.wire import How

_AT = datetime(2026, 11, 21, 11, 38, tzinfo=UTC)
_URL = "https://192.0.2.20:8443"
_HOW: dict[str, How] = {"seat-a": "never", "seat-b": "in", "seat-c": "away", "seat-d": "writing", "seat-e": "never"}


class PaintedDoor(Hosting):
    """Somebody asks to come in, one is in, one writes and one is away."""

    def __init__(self, room: Room, way: Way) -> None:
        self._room = room

    @property
    def standing(self) -> Hosted:
        """Always the same."""
        return Hosted(
            url=_URL,
            way="tls",
            pin="48219037",
            fingerprint=":".join(f"{number:02X}" for number in range(7, 256, 8)),
            warning="Every browser will warn of this certificate once: read its fingerprint aloud.",
            seats=tuple(
                SeatStanding(
                    seat=one.id,
                    name=one.name,
                    role=one.role,
                    link=f"{_URL}/join/a-link-for-{one.name.partition(' ')[0]}-alone",
                    how=_HOW[one.id],
                    since=_AT,
                )
                for one in self._room.state.seats.values()
            ),
            knocks=(Knock(id="k1", name="Sam", seat="seat-e", at=_AT),),
            display_link=f"{_URL}/join/display",
            team_link=f"{_URL}/join/team",
            displays=1,
            team=0,
        )

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Nothing changes."""
        return lambda: None

    def admit(self, knock: str, seat: str, by: str) -> None:
        """Not here."""
        raise CannotHost("This door is painted.")

    def refuse(self, knock: str, by: str) -> None:
        """Not here."""
        raise CannotHost("This door is painted.")

    def relink(self, seat: str, by: str) -> str:
        """Not here."""
        raise CannotHost("This door is painted.")

    def shut_out(self, seat: str, by: str) -> None:
        """Not here."""
        raise CannotHost("This door is painted.")

    def nudge(self, seat: str, text: str, by: str) -> None:
        """Not here."""
        raise CannotHost("This door is painted.")

    def lead_is_here(self) -> None:
        """It makes no difference."""

    def close(self) -> None:
        """Nobody is in."""
