"""What the keys of the seats panel do. What takes something away from somebody asks first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from textual.app import App

from panel_tui.errors import PanelError
from panel_tui.hosting import Hosted, Hosting, Knock
from panel_tui.speaker import Speaker
from panel_tui.tui import ink, marks
from panel_tui.tui.overlays import seats_text
from panel_tui.tui.overlays.choose import Choose
from panel_tui.tui.overlays.qr import QrCode
from panel_tui.tui.overlays.seats_text import Holder

_COPIED = "The link of {name} was sent to your terminal's clipboard; where it does not take it, the link stands below."


_OF_ALL = ("team-page", "share-decisions", "new-links", "stop-hosting")
"""What is about nobody's link alone."""


class Panel(Protocol):
    """The panel, as it is needed here."""

    @property
    def app(self) -> App[Any]:
        """Textual's app."""

    def toast(self, sentence: str, severity: str = "information") -> None:
        """Show one sentence."""

    def in_background(self, call: Callable[[], object], said: str) -> None:
        """Do it off the screens' thread, then say the sentence, or why it was refused."""

    def close_seats(self) -> None:
        """Close the seats and leave the panel."""


class AtTheDoor:
    """One key press: what stood at the door then, and for whom it is done."""

    def __init__(self, panel: Panel, speaker: Speaker, hosting: Hosting, held: Hosted) -> None:
        self._panel = panel
        self._speaker = speaker
        self._hosting = hosting
        self._held = held

    def do(self, id: str, knock: Knock | None, holder: Holder | None) -> None:
        """Do the action with this id, about a knock or about whoever holds a link."""
        if knock is not None and id in ("admit", "turn-away"):
            (self._admit if id == "admit" else self._turn_away)(knock)
        elif holder is not None and id not in _OF_ALL:
            by_id: dict[str, Callable[[Holder], None]] = {
                "copy-link": self._copy,
                "show-qr": self._show_qr,
                "new-link": self._new_link,
                "shut-out": self._shut_out,
                "nudge": self._nudge,
            }
            by_id[id](holder)
        elif id == "team-page":
            self._say("team off" if self._speaker.view.team_page else "team on")
        elif id == "share-decisions":
            self._say("team unshare" if self._speaker.view.decisions_shared else "team share")
        elif id == "new-links":
            self._new_links()
        elif id == "stop-hosting":
            self._stop()

    def _ask(self, question: str, no: str, yes: str, then: Callable[[], None]) -> None:
        def answered(answer: str | None) -> None:
            if answer == "yes":
                then()

        self._panel.app.push_screen(Choose(question, [("no", no), ("yes", yes)]), answered)

    def _say(self, line: str) -> None:
        try:
            self._speaker.say(line)
        except PanelError as error:
            self._panel.toast(error.message, "warning")

    # Who asks to come in

    def _admit(self, knock: Knock) -> None:
        name, lead = ink.one_line(knock.name), self._speaker.seat
        seats = [one for one in self._held.seats if one.seat != lead]
        seats.sort(key=lambda one: one.seat != knock.seat)  # the one that was asked for is near
        answers = []
        for one in seats:
            word = marks.PRESENCE[one.how][1]
            taken = f" ({word}: {name} would take it over)" if one.how in ("in", "writing") else ""
            wanted = "  ← asked for" if one.seat == knock.seat else ""
            answers.append((one.seat, f"{ink.one_line(one.name)}, {one.role}{taken}{wanted}"))
        by_seat = {one.seat: ink.one_line(one.name) for one in seats}

        def chosen(seat: str | None) -> None:
            if seat is not None:
                self._panel.in_background(
                    lambda: self._hosting.admit(knock.id, seat, lead),
                    f"{name} may come in to the seat of {by_seat[seat]}.",
                )

        self._panel.app.push_screen(Choose(f"Let {name} in to which seat?", answers), chosen)

    def _turn_away(self, knock: Knock) -> None:
        name = ink.one_line(knock.name)
        self._panel.in_background(
            lambda: self._hosting.refuse(knock.id, self._speaker.seat), f"{name} was told that you did not let them in."
        )

    # Links

    def _copy(self, holder: Holder) -> None:
        if holder.link is not None:
            self._panel.app.copy_to_clipboard(holder.link)
            self._panel.toast(_COPIED.format(name=holder.name))

    def _show_qr(self, holder: Holder) -> None:
        if holder.link is not None:
            self._panel.app.clear_notifications()
            self._panel.app.push_screen(QrCode(holder.name, holder.link))

    def _new_link(self, holder: Holder) -> None:
        self._ask(
            f"Give {holder.name} a new link? The old one, and every device that came by it, is out.",
            "Keep the link",
            "Make a new link",
            lambda: self._panel.in_background(
                lambda: self._hosting.relink(holder.id, self._speaker.seat), f"There is a new link for {holder.name}."
            ),
        )

    def _new_links(self) -> None:
        self._ask(
            "Give everybody a new link, and the lobby a new PIN? All links before it, and every device, are out.",
            "Keep the links",
            "Make new links for all",
            lambda: self._panel.in_background(
                lambda: self._hosting.relink_all(self._speaker.seat), "Everybody has a new link: send each theirs."
            ),
        )

    def _shut_out(self, holder: Holder) -> None:
        self._ask(
            f"Shut {holder.name} out? Its links and devices stop working; notes and scores stay. r lets back in.",
            "Leave the seat as it is",
            "Shut out",
            lambda: self._panel.in_background(
                lambda: self._hosting.shut_out(holder.id, self._speaker.seat), f"{holder.name} is shut out."
            ),
        )

    def _nudge(self, holder: Holder) -> None:
        view = self._speaker.view
        point = view.point(view.current) if view.current is not None and view.stage == "points" else None
        text = seats_text.nudge(holder.id, point)
        self._panel.in_background(
            lambda: self._hosting.nudge(holder.id, text, self._speaker.seat), f"{holder.name} sees: {text}"
        )

    # The end

    def _stop(self) -> None:
        inside = sum(one.how in ("in", "writing") for one in self._held.seats)
        who = {0: "Nobody is in", 1: "1 seat is in"}.get(inside, f"{inside} seats are in")
        self._ask(
            f"Close the seats? {who}; every device is told, and nobody comes in until you open them again.",
            "Keep them open",
            "Close the seats",
            self._panel.close_seats,
        )
