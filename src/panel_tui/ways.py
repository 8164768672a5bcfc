"""How seats reach this computer, and how this one reaches another as a seat: the options and the ways in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from panel_tui.hosting import Hosting, Way
    from panel_tui.live_room import LiveRoom
    from panel_tui.room import Room

Command = Callable[..., Any]

_OPTIONS = (
    click.option(
        "--lan",
        metavar="[NETWORK]",
        is_flag=False,
        flag_value="",
        help="Let seats in from a network: an interface such as wlan0, or its address; alone, the one there is.",
    ),
    click.option("--port", type=click.IntRange(0, 65535), help="The port to listen at; else any that is free."),
    click.option(
        "--tls-cert", type=click.Path(path_type=Path), help="Your certificate (PEM), with every one above it."
    ),
    click.option("--tls-key", type=click.Path(path_type=Path), help="The private key of that certificate (PEM)."),
    click.option("--tls-self-signed", is_flag=True, help="Encrypt with a certificate made for this occasion."),
    click.option(
        "--insecure-lan", is_flag=True, help="Go without encryption: everyone on that network can read along."
    ),
    click.option("--public-url", metavar="URL", help="The address of the proxy or tunnel that stands before this."),
)


def options(command: Command) -> Command:
    """Give a command these options. It gets `way`: a `hosting.Way`, or None where none of them was typed."""

    @wraps(command)
    def called(
        *args: Any,
        lan: str | None,
        port: int | None,
        tls_cert: Path | None,
        tls_key: Path | None,
        tls_self_signed: bool,
        insecure_lan: bool,
        public_url: str | None,
        **more: Any,
    ) -> Any:
        if (tls_cert is None) != (tls_key is None):
            raise click.UsageError("--tls-cert and --tls-key go together: give both.")
        if tls_self_signed and tls_cert is not None:
            raise click.UsageError("choose one: --tls-self-signed, or --tls-cert with --tls-key.")
        if insecure_lan and (tls_self_signed or tls_cert is not None):
            raise click.UsageError("--insecure-lan goes without encryption: leave it out, or the certificate.")
        way: Way | None = None
        if any((lan is not None, port is not None, tls_cert, tls_self_signed, insecure_lan, public_url)):
            from panel_tui.hosting import Way

            way = Way(
                host="127.0.0.1" if lan is None else _address(lan),
                port=port or 0,
                tls_cert=tls_cert,
                tls_key=tls_key,
                self_signed=tls_self_signed,
                insecure=insecure_lan,
                public_url=public_url,
            )
        return command(*args, way=way, **more)

    for option in reversed(_OPTIONS):
        called = option(called)
    return called


def _address(lan: str) -> str:
    from panel_tui.web.addresses import address_of

    return address_of(lan)


class Known(NamedTuple):
    """What was typed about the other end's certificate."""

    fingerprint: str | None
    ca: Path | None


_KNOWN = (
    click.option(
        "--fingerprint", metavar="SHA256", help="Of a seat's link: its certificate, as the lead's screen shows it."
    ),
    click.option(
        "--ca", type=click.Path(path_type=Path), help="Of a seat's link: a file of authorities to believe (PEM)."
    ),
)


def known(command: Command) -> Command:
    """Give a command the options that say which certificate is believed. It gets `known`."""

    @wraps(command)
    def called(*args: Any, fingerprint: str | None, ca: Path | None, **more: Any) -> Any:
        return command(*args, known=Known(fingerprint, ca), **more)

    for option in reversed(_KNOWN):
        called = option(called)
    return called


def join(link: str, known: Known) -> LiveRoom:
    """Join a room on another computer by a seat's link. Raises `CannotJoin`."""
    from panel_tui.remote.link import read_link, read_trust
    from panel_tui.remote.room import RemoteRoom

    return RemoteRoom.join(link, trust=read_trust(read_link(link), *known))


def open_seats(room: Room, way: Way) -> Hosting:
    """Open the seats of a room; the server is loaded only now. Raises `CannotHost`."""
    from panel_tui.web.server import open_seats

    return open_seats(room, way)


def networks() -> Sequence[tuple[str, str]]:
    """The networks this computer is on, each with its name and the address there."""
    from panel_tui.web.addresses import interfaces

    return interfaces()
