"""The pages before and after a seat: joining, the lobby, waiting, out, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from panel_tui.web.pages.regions import rendered

Asked = Literal["waiting", "admitted", "refused"]


def join_page(service: str, name: str, role: str) -> str:
    """What a link opens: one button, so that a chat's preview cannot use the link up. It posts to its own address.
    `role` is that of the seat, or `display` or `team`, which have no name."""
    return rendered("join.jinja", kind="door", service=service, name=name, role=role)


def lobby_page(
    service: str,
    seats: Sequence[tuple[str, str]],
    sentence: str | None,
    name: str = "",
    *,
    pin: str = "",
    seat: str = "",
) -> str:
    """The doorbell: a PIN, a name, and which of the free seats (id, label). What was sent is put back after a
    refusal: `name`, `pin` and `seat`."""
    typed = {"name": name, "pin": pin, "seat": seat}
    return rendered("lobby.jinja", kind="door", service=service, seats=seats, sentence=sentence, typed=typed)


def waiting_page(name: str, state: Asked = "waiting") -> str:
    """Somebody waits for the lead's answer, or has it."""
    return rendered("waiting.jinja", kind="waiting", name=name, state=state)


def out_page(sentence: str) -> str:
    """This device is out, and why."""
    return rendered("out.jinja", kind="out", sentence=sentence)


def left_page() -> str:
    """This device has left its seat, and keeps nothing of it."""
    return rendered("left.jinja", kind="left")


def problem_page(sentence: str) -> str:
    """What was asked for cannot be done, and why."""
    return rendered("problem.jinja", kind="problem", sentence=sentence)
