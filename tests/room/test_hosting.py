"""The shapes between the lead's screens and the server of the seats: nothing is open beyond this computer by itself."""

from __future__ import annotations

from panel_tui.hosting import DISPLAY_PAGE, LEAD_IDLE, LEAD_WAIT, CannotHost, Way
from panel_tui.session.terms import NO_SEATS, TEAM


def test_unless_it_is_told_otherwise_the_way_in_is_on_this_computer_alone() -> None:
    way = Way()
    assert (way.host, way.port, way.insecure, way.self_signed, way.public_url) == ("127.0.0.1", 0, False, False, None)
    assert (way.tls_cert, way.tls_key) == (None, None)


def test_what_has_a_link_and_is_no_seat_can_never_be_taken_for_one() -> None:
    assert {DISPLAY_PAGE, TEAM} == set(NO_SEATS)


def test_a_deputy_waits_a_while_and_a_lead_who_reads_has_not_gone() -> None:
    assert 0 < LEAD_WAIT < LEAD_IDLE


def test_what_cannot_be_done_at_the_door_is_one_sentence() -> None:
    assert CannotHost("The port is taken: choose another.").message == "The port is taken: choose another."
