"""What this computer is called, by whom it can be reached, and that nothing is opened wider than was said."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st
from tests.web.test_tls import given

from panel_tui.hosting import CannotHost, Way
from panel_tui.web import addresses, tls
from panel_tui.web.addresses import Interface, Origins, address_of, interfaces, origins

OFFICE = "192.168.1.20"
TWO = (Interface("eth0", OFFICE), Interface("eth0", "2001:db8::7"), Interface("wlan0", "10.0.0.7"))


@pytest.fixture
def named_laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Laptop")


def test_by_default_only_this_computer_is_reached() -> None:
    ours = origins(Way(), 8123)
    assert (ours.url, ours.address, ours.way) == ("http://127.0.0.1:8123", "127.0.0.1", "loopback")
    assert ours.hosts == {"127.0.0.1:8123", "localhost:8123"}
    assert ours.origins == {"http://127.0.0.1:8123", "http://localhost:8123"}
    assert (ours.secure, ours.warning) == (False, None)
    assert ours.names == ("127.0.0.1", "localhost")


def test_localhost_and_the_other_loopback_are_this_computer_too() -> None:
    assert origins(Way(host="localhost"), 1).address == "127.0.0.1"
    six = origins(Way(host="::1"), 8123)
    assert (six.url, six.way) == ("http://[::1]:8123", "loopback")
    assert "[::1]:8123" in six.hosts


def test_beyond_this_computer_it_takes_a_certificate_or_the_typed_word() -> None:
    with pytest.raises(CannotHost, match="--insecure-lan if that is truly meant"):
        origins(Way(host=OFFICE), 8123)
    with pytest.raises(CannotHost, match="without encryption"):
        origins(Way(host=OFFICE, public_url="https://seats.council.example"), 8123)


@pytest.mark.usefixtures("named_laptop")
def test_in_the_clear_the_lead_is_warned() -> None:
    ours = origins(Way(host=OFFICE, insecure=True), 8123)
    assert (ours.url, ours.way, ours.secure) == (f"http://{OFFICE}:8123", "insecure", False)
    assert "in the clear" in str(ours.warning)
    assert ours.hosts == {f"{OFFICE}:8123", "laptop:8123", "laptop.local:8123"}


@pytest.mark.usefixtures("named_laptop")
def test_with_a_certificate_made_here_the_lead_is_told_of_the_fingerprint() -> None:
    ours = origins(Way(host=OFFICE, self_signed=True, insecure=True), 8123)
    assert (ours.url, ours.way, ours.secure) == (f"https://{OFFICE}:8123", "tls", True)
    assert "fingerprint" in str(ours.warning)
    assert ours.origins == {f"https://{host}" for host in ours.hosts}


def test_with_a_certificate_that_was_given_its_names_are_ours_and_the_first_is_in_the_links(tmp_path: Path) -> None:
    way = given(tmp_path, "Seats.council.example", "*.council.example")
    ours = origins(Way(host=OFFICE, tls_cert=way.tls_cert, tls_key=way.tls_key), 443)
    assert (ours.url, ours.way, ours.warning) == ("https://seats.council.example", "tls", None)
    assert {"seats.council.example", "seats.council.example:443", OFFICE} <= ours.hosts
    assert not [host for host in ours.hosts if "*" in host]
    near = origins(Way(tls_cert=way.tls_cert, tls_key=way.tls_key), 8443)
    assert (near.way, near.secure) == ("loopback", True)


def test_encryption_on_this_computer_alone_is_encryption_too() -> None:
    ours = origins(Way(self_signed=True), 8443)
    assert (ours.way, ours.secure, ours.url) == ("loopback", True, "https://127.0.0.1:8443")
    assert "fingerprint" in str(ours.warning)


@pytest.mark.parametrize("name", ["a.council.example", "name with spaces", "", "x" * 300])
def test_the_computers_own_name_is_used_where_it_is_one(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    ours = origins(Way(host=OFFICE, self_signed=True), 8123)
    assert ours.names == ((OFFICE, name) if name.startswith("a.") else (OFFICE,))


def test_a_certificate_can_be_made_for_every_name_that_we_have() -> None:
    way = Way(host=OFFICE, self_signed=True)
    assert tls.context(way, origins(way, 1).names)[1]


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104  # what must not be
def test_every_network_at_once_is_never_opened(host: str) -> None:
    for way in (Way(host=host, insecure=True), Way(host=host, self_signed=True)):
        with pytest.raises(CannotHost, match="every network at once"):
            origins(way, 8123)
    with pytest.raises(CannotHost, match="every network at once"):
        address_of(host, lambda: TWO)


@pytest.mark.parametrize("host", ["", "council.example", "192.168.1", "\x1b[31m", "1.2.3.4:80"])
def test_what_is_no_address_is_said(host: str) -> None:
    with pytest.raises(CannotHost, match="is not an address") as refused:
        origins(Way(host=host, insecure=True), 8123)
    assert refused.value.message.isprintable()


# Behind another server


def test_behind_another_server_only_its_address_is_ours() -> None:
    ours = origins(Way(public_url="https://Seats.council.example/"), 8123)
    assert (ours.url, ours.way, ours.secure) == ("https://seats.council.example", "proxy", True)
    assert ours.address == "127.0.0.1"
    assert ours.hosts == {"seats.council.example", "seats.council.example:443"}
    assert ours.origins == {"https://seats.council.example", "https://seats.council.example:443"}
    assert "seats.council.example" in str(ours.warning)


def test_its_port_is_part_of_it() -> None:
    assert origins(Way(public_url="https://a.example:8443"), 1).hosts == {"a.example:8443"}
    assert origins(Way(public_url="https://[2001:db8::7]:8443"), 1).url == "https://[2001:db8::7]:8443"


def test_an_encrypted_way_to_the_other_server_may_be_over_a_network() -> None:
    assert origins(Way(host=OFFICE, self_signed=True, public_url="https://a.example"), 1).way == "proxy"


def test_a_clear_way_anywhere_is_called_insecure_even_where_the_rest_is_not() -> None:
    ours = origins(Way(host=OFFICE, insecure=True, public_url="https://a.example"), 1)
    assert (ours.way, ours.secure) == ("insecure", True)
    assert "in the clear" in str(ours.warning)


def test_a_public_address_in_the_clear_takes_the_typed_word() -> None:
    with pytest.raises(CannotHost, match="answer by https"):
        origins(Way(public_url="http://a.example"), 1)
    assert origins(Way(public_url="http://a.example", insecure=True), 1).way == "insecure"


@pytest.mark.parametrize("url", ["http://localhost:9000", "http://127.0.0.1:9000"])
def test_a_tunnel_that_ends_on_this_computer_needs_no_https(url: str) -> None:
    ours = origins(Way(public_url=url), 1)
    assert (ours.way, ours.url, ours.secure) == ("proxy", url, False)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "seats.council.example",
        "ftp://a.example",
        "https://",
        "https://a.example/path",
        "https://a.example/?x=1",
        "https://a.example/#x",
        "https://me:secret@a.example",
        "https://a.example:0",
        "https://a.example:99999",
        "https://a b",
        "https://[::1",
        "https://ex\u00e4mple.org",
        "javascript:alert(1)",
        "https://a.example\r\nSet-Cookie: x=1",
    ],
)
def test_a_public_address_that_is_none_is_said(url: str) -> None:
    with pytest.raises(CannotHost, match="no public address") as refused:
        origins(Way(public_url=url), 1)
    assert refused.value.message.isprintable()


@whatever(st.text(max_size=30), st.sampled_from(["", "https://", "http://"]))
def test_whatever_is_typed_as_a_public_address_is_ours_or_refused(text: str, before: str) -> None:
    ours = called(before + text)
    if isinstance(ours, str):
        assert ours.isprintable()
        return
    for host in ours.hosts:
        assert host.isascii()
        assert host.isprintable()
        assert not set(host) & set(" /?#@,;*")


def called(url: str) -> Origins | str:
    """What we are called behind a public address, or the sentence that refuses it."""
    try:
        return origins(Way(public_url=url, insecure=True), 8123)
    except CannotHost as refused:
        return refused.message


# Which networks there are


def test_the_networks_of_this_computer_are_ones_that_it_can_listen_on() -> None:
    for one in interfaces():
        ip = ipaddress.ip_address(one.address)
        assert not ip.is_loopback
        assert not ip.is_unspecified
        with socket.socket(socket.AF_INET6 if ip.version == 6 else socket.AF_INET) as listening:
            listening.bind((one.address, 0))
        assert address_of(one.name) in {other.address for other in interfaces()}
        assert address_of(one.address) == one.address


def test_ipv6_addresses_are_read_from_the_systems_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "if_inet6"
    table.write_text(
        "00000000000000000000000000000001 01 80 10 80       lo\n"
        "fe8000000000000000000000000000fe 02 40 20 80     eth0\n"
        "20010db8000000000000000000000007 02 40 00 80     eth0\n"
    )
    monkeypatch.setattr(addresses, "_IPV6_TABLE", table)
    assert list(addresses._ipv6_of_interfaces()) == [Interface("eth0", "2001:db8::7")]
    monkeypatch.setattr(addresses, "_IPV6_TABLE", tmp_path / "none")
    assert list(addresses._ipv6_of_interfaces()) == []


def test_where_a_system_lists_none_the_way_out_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "_ipv4_of_interfaces", lambda: iter(()))
    monkeypatch.setattr(addresses, "_ipv6_of_interfaces", lambda: iter(()))
    for one in interfaces():  # none, where this computer is on no network
        assert one.name == one.address
        assert not ipaddress.ip_address(one.address).is_loopback


def test_a_network_is_chosen_by_name_or_by_address() -> None:
    assert address_of("eth0", lambda: TWO) == OFFICE
    assert address_of("wlan0", lambda: TWO) == "10.0.0.7"
    assert address_of("127.0.0.1", lambda: TWO) == "127.0.0.1"


@pytest.mark.parametrize("typed", [None, ""])
def test_without_a_choice_it_is_the_one_there_is_or_a_question(typed: str | None) -> None:
    assert address_of(typed, lambda: TWO[:2]) == OFFICE
    with pytest.raises(CannotHost, match=r"several networks: .* eth0 \(192.168.1.20\), .* wlan0 \(10.0.0.7\)"):
        address_of(typed, lambda: TWO)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("eth9", "no network eth9 here"),
        ("\x1b[31m", r"no network \\x1b\[31m here"),
        ("192.0.2.250", "does not have the address 192.0.2.250"),
    ],
)
def test_a_network_that_is_not_there_is_said_with_those_that_are(typed: str, said: str) -> None:
    with pytest.raises(CannotHost, match=said) as refused:
        address_of(typed, lambda: TWO)
    assert "wlan0 (10.0.0.7)" in refused.value.message


def test_a_computer_on_no_network_says_so() -> None:
    with pytest.raises(CannotHost, match="on no network"):
        address_of(None, lambda: ())
