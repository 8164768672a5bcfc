"""What the seats panel says: lines made from how the door stands, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from panel_tui.hosting import DISPLAY_PAGE, Hosted, Knock, SeatStanding
from panel_tui.session.terms import TEAM, SeatsWay
from panel_tui.session.view import PointView, View
from panel_tui.tui import ink, marks
from panel_tui.tui.ink import Line, Para
from panel_tui.tui.widgets import letters
from panel_tui.tui.widgets.rows import Row

KNOCK = "knock:"
"""What the key of a knock's row begins with; the other rows have the id of their seat."""
_WAYS: Mapping[SeatsWay, str] = {
    "loopback": "This computer only",
    "tls": "Over the network, encrypted",
    "insecure": "Over the network, IN THE CLEAR",
    "proxy": "Behind a public address",
}


class Holder(NamedTuple):
    """Whose link a row holds."""

    id: str
    name: str
    link: str | None


def holder(hosted: Hosted, key: str | None) -> Holder | None:
    """Whose link the row with this key holds; None for somebody who asks to come in."""
    if key == DISPLAY_PAGE:
        return Holder(DISPLAY_PAGE, "the room display", hosted.display_link or None)
    if key == TEAM:
        return Holder(TEAM, "the team's page", hosted.team_link or None)
    found = next((one for one in hosted.seats if one.seat == key), None)
    return Holder(found.seat, ink.one_line(found.name), found.link) if found else None


def knock_of(hosted: Hosted, key: str | None) -> Knock | None:
    """The person whose row has this key."""
    return next((one for one in hosted.knocks if KNOCK + one.id == key), None)


def address(hosted: Hosted) -> list[Para]:
    """Where the seats are reached, and how."""
    tone = "strong bad" if hosted.way == "insecure" else "muted"
    return [Para(((hosted.url, "strong accent"),)), Para(((_WAYS[hosted.way], tone),))]


def warnings(hosted: Hosted) -> list[Para]:
    """What the lead must know about this way in, and what members compare."""
    made = []
    if hosted.warning:
        made.append(Para(((ink.one_line(hosted.warning), "bad" if hosted.way == "insecure" else "warn"),)))
    if hosted.fingerprint:
        made.append(Para((_grouped(hosted.fingerprint),), (("Fingerprint  ", "muted"),)))
    return made


def _grouped(fingerprint: str) -> str:
    """In groups of eight pairs, so that a row ends between two and one can be read aloud at a time."""
    pairs = fingerprint.split(":")
    return " ".join(":".join(pairs[at : at + 8]) for at in range(0, len(pairs), 8))


def pin_columns(pin: str | None, scale: int) -> int:
    """How wide the PIN is, drawn large."""
    return letters.columns(_parted(pin), scale) if pin else 24


def pin(held: str | None, scale: int) -> list[Para]:
    """The PIN, to be read from the back of the room, and again as a word."""
    if held is None:
        return ink.paras((("No PIN: the lobby is closed.", "muted"),))
    parted = _parted(held)
    large = [Para(((row, "strong"),)) for row in letters.large(parted, scale)]
    return [Para((("PIN  ", "muted"), (parted, "strong"), ("  rings, and you let in", "muted"))), *large]


def _parted(pin: str) -> str:
    digits = "".join(one for one in pin if one.isdecimal())
    return f"{digits[:4]} {digits[4:]}".strip()


def rows(hosted: Hosted, view: View) -> list[Row]:
    """Who asks to come in, the seats, and the pages that are no seat."""
    made = []
    if hosted.knocks:
        made.append(Row(None, (("Asking to come in", "strong muted"),)))
        made += [_knock(hosted, one) for one in hosted.knocks]
    inside = sum(one.how in ("in", "writing") for one in hosted.seats)
    made.append(Row(None, ((f"Seats: {inside} of {len(hosted.seats)} are in", "strong muted"),)))
    made += [_seat(one, view) for one in hosted.seats]
    made.append(Row(None, (("For everyone", "strong muted"),)))
    made.append(Row(DISPLAY_PAGE, ("  Room display", ("  point, clock, agenda", "muted")), _watching(hosted.displays)))
    state = "off: t turns it on"
    if view.team_page:
        state = "on, decisions shared" if view.decisions_shared else "on, decisions not shared"
    made.append(Row(TEAM, ("  Team's page", (f"  {state}", "muted")), _watching(hosted.team) if view.team_page else ()))
    return made


def _knock(hosted: Hosted, knock: Knock) -> Row:
    wanted = next((one.name for one in hosted.seats if one.seat == knock.seat), None)
    asks = f" asks for the seat of {ink.one_line(wanted)}" if wanted else " asks to come in"
    return Row(
        KNOCK + knock.id,
        (("! ", "strong warn"), (ink.one_line(knock.name), "strong"), asks),
        ((marks.note_time(knock.at), "muted"),),
    )


def _seat(seat: SeatStanding, view: View) -> Row:
    glyph, word, tone = marks.PRESENCE[seat.how]
    if seat.how == "away":
        word = f"away since {marks.note_time(seat.since)}"
    elif seat.seat == view.viewer.seat and seat.how not in ("in", "writing"):
        glyph, word, tone = "⌨", "at this keyboard", "muted"
    more = ", ".join(part for part in (seat.role, view.discipline_of(seat.seat)) if part)
    lost = ("  new link: r", "muted") if seat.link is None else ""
    return Row(
        seat.seat,
        ((glyph, tone), " ", (ink.one_line(seat.name), "strong"), (f"  {more}", "muted"), lost),
        ((word, tone),),
    )


def _watching(count: int) -> Line:
    return ((f"{count} open" if count else "not open", "good" if count else "muted"),)


def link(hosted: Hosted, key: str | None, own: str) -> list[Para]:
    """The link of the row that the cursor is on, whole, so that it can be read and typed. That of the lead's own
    seat, `own`, is not drawn: the panel opens on it, perhaps on a projector."""
    knock = knock_of(hosted, key)
    if knock is not None:
        return ink.paras((("Whoever you let in needs no link. ", ""), ("a lets in · d turns away", "muted")))
    held = holder(hosted, key)
    if held is None:
        return []
    if held.link is None:
        return ink.paras(((f"{held.name} is shut out and has no link; r makes a new one.", "muted"),))
    if held.id == own:
        return ink.paras((("Your own link leads the session, so it is not shown: c copies it, q shows it.", "muted"),))
    about = f"Link of {held.name}: for nobody else" if held.id not in (DISPLAY_PAGE, TEAM) else f"Link of {held.name}"
    return ink.paras(((about, "muted"),), ((held.link, "link under"),))


def nudge(seat: str, point: PointView | None) -> str:
    """What a seat is asked for: its score, where the room waits for it."""
    if point is not None and point.spread is None and seat in point.awaited and seat not in point.inside:
        return f"The lead asks for your score of point {point.number}."
    return "The lead asks you to look at where the room is."
