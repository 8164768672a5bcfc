"""Names of session files: readable, and good on every system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_tui.store.names import LONGEST, name_for, numbered, safe, slug

RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


@pytest.mark.parametrize(
    ("service", "phase", "name"),
    [
        ("Manage Arrears", "beta", "2026-11-21-manage-arrears-beta"),
        ("  Blue   Badge – Renew! ", "live", "2026-11-21-blue-badge-renew-live"),
        ("Zoë's Café & Straße", "alpha", "2026-11-21-zoes-cafe-and-strasse-alpha"),
        ("Łódź/Þing ørsted", "beta", "2026-11-21-lodz-thing-orsted-beta"),
        ("住宅", "beta", "2026-11-21-session-beta"),
        ("../../etc/passwd", "beta", "2026-11-21-etc-passwd-beta"),
        ("x" * 90, "discovery", f"2026-11-21-{'x' * 39}-discovery"),
        ("x", "y" * 90, f"2026-11-21-x-{'y' * 20}"),
    ],
)
def test_a_file_is_named_by_date_service_and_phase(service: str, phase: str, name: str) -> None:
    assert name_for("2026-11-21", service, phase) == name


def test_without_a_date_the_name_begins_with_the_service() -> None:
    assert name_for(None, "Manage Arrears", "beta") == "manage-arrears-beta"


def test_the_next_free_names_are_numbered() -> None:
    assert [numbered("arrears", n) for n in (1, 2, 3)] == ["arrears.json", "arrears-2.json", "arrears-3.json"]


@pytest.mark.parametrize("name", ["CON", "nul.json", "Com1", "lpt9"])
def test_names_that_windows_keeps_for_devices_are_avoided(name: str) -> None:
    assert safe(name) == f"{slug(name.removesuffix('.json'))}-session"


@given(st.none() | st.text(max_size=30), st.text(max_size=120), st.text(max_size=60))
def test_any_text_gives_a_name_that_is_good_everywhere(date: str | None, service: str, phase: str) -> None:
    for name in (safe(name_for(date, service, phase)), safe(service)):
        assert 0 < len(name) <= LONGEST
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert name.strip("-") == name
        assert name not in RESERVED
