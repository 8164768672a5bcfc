"""The options that say how seats reach this computer, as every command with them reads them."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from panel_tui import ways
from panel_tui.hosting import CannotHost, Way


def read(*options: str) -> Way | None:
    """What a command with these options is given."""
    given: list[Way | None] = []

    @click.command()
    @click.argument("session")
    @ways.options
    def command(session: str, way: Way | None) -> None:
        assert session == "a-session"
        given.append(way)

    done = CliRunner().invoke(command, ["a-session", *options])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    if done.exit_code:
        raise click.UsageError(done.output)
    return given[0]


def test_without_an_option_no_way_was_chosen() -> None:
    assert read() is None


@pytest.mark.parametrize(
    ("options", "way"),
    [
        (("--port", "8100"), Way(port=8100)),
        (("--public-url", "https://p.example.org"), Way(public_url="https://p.example.org")),
        (("--tls-self-signed",), Way(self_signed=True)),
        (("--tls-cert", "a.pem", "--tls-key", "a.key"), Way(tls_cert=Path("a.pem"), tls_key=Path("a.key"))),
        (("--lan", "127.0.0.1", "--insecure-lan"), Way(host="127.0.0.1", insecure=True)),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_options_become_a_way(options: tuple[str, ...], way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "_address", str)
    assert read(*options) == way


def test_a_network_that_is_not_there_is_named() -> None:
    with pytest.raises(CannotHost):
        read("--lan", "no-such-network")


@pytest.mark.parametrize(
    "options",
    [
        ("--tls-cert", "a.pem"),
        ("--tls-key", "a.key"),
        ("--tls-self-signed", "--tls-cert", "a.pem", "--tls-key", "a.key"),
        ("--insecure-lan", "--tls-self-signed"),
        ("--port", "70000"),
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_refused(options: tuple[str, ...]) -> None:
    with pytest.raises(click.UsageError):
        read(*options)


def test_the_networks_are_named_with_their_addresses() -> None:
    assert all(name and address for name, address in ways.networks())
