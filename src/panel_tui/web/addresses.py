"""Where the seats are reached: the networks this computer is on, the link, and what counts as our own address."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from msgspec import Struct

from panel_tui.hosting import CannotHost, Way
from panel_tui.session.terms import SeatsWay
from panel_tui.web import tls

_IPV6_TABLE = Path("/proc/net/if_inet6")
_SIOCGIFADDR = 0x8915 if sys.platform == "linux" else 0xC0206921
"""Asks a system for an interface's address: the number on Linux, and that of macOS and the BSDs."""
_ELSEWHERE = ("192.0.2.1", "2001:db8::1")
"""Addresses for documentation (RFC 5737, RFC 3849). Nothing is sent to them."""
_DEFAULT_PORTS = {"http": 80, "https": 443}

IN_THE_CLEAR = (
    "Links, names and notes cross this network in the clear: whoever listens there can read them, and come in as "
    "anybody. Use a certificate, or a network that only the panel is on."
)
SELF_SIGNED = (
    "Every browser will warn of this certificate once: read its fingerprint aloud, and let people go on only where "
    "theirs is the same."
)
BEHIND_ANOTHER = "Whoever runs {host} can read everything that passes it: use one that your organisation answers for."


class Interface(NamedTuple):
    """A network that this computer is on, by its name and the address there."""

    name: str
    address: str


class Origins(Struct, frozen=True, kw_only=True):
    """What this server is called.

    `url` is what links begin with, without a slash at the end. `hosts` are the values of Host, and `origins` those of
    Origin, that are ours; in lower case. `names` are the hosts without their ports, for a certificate. `secure` says
    that browsers reach us by https, and `address` where to listen. `warning` is what the lead must know, or None.
    """

    url: str
    address: str
    hosts: frozenset[str]
    origins: frozenset[str]
    names: tuple[str, ...]
    secure: bool
    way: SeatsWay
    warning: str | None


def origins(way: Way, port: int) -> Origins:
    """What the server is called that listens this way at this port.

    Raises `CannotHost` where others could reach it without encryption and nobody typed that they may, or where an
    address is none of ours.
    """
    ip = _listening_at(way.host)
    encrypted = way.tls_cert is not None or way.self_signed
    if not ip.is_loopback and not encrypted and not way.insecure:
        raise CannotHost(
            f"Seats at {ip} would be reached without encryption: give --tls-cert or --tls-self-signed, "
            "or type --insecure-lan if that is truly meant."
        )
    if way.public_url is not None:
        return _public(way, str(ip), way.public_url, in_the_clear=not ip.is_loopback and not encrypted)
    names = _names(way, ip)
    scheme = "https" if encrypted else "http"
    if ip.is_loopback:
        kind: SeatsWay = "loopback"
        warning = SELF_SIGNED if way.self_signed else None
    elif encrypted:
        kind, warning = "tls", SELF_SIGNED if way.self_signed else None
    else:
        kind, warning = "insecure", IN_THE_CLEAR
    return _called(scheme, names, port, str(ip), kind, warning)


def interfaces() -> tuple[Interface, ...]:
    """The networks this computer is on, IPv4 first, without itself and without addresses good on one wire alone."""
    found = dict.fromkeys([*_ipv4_of_interfaces(), *_ipv6_of_interfaces()])
    return tuple(found) if found else tuple(_ways_out())


def address_of(lan: str | None, there: Callable[[], Iterable[Interface]] = interfaces) -> str:
    """The address to listen at for what was typed after `--lan`: an interface's name, an address, or nothing.

    Nothing means the one network there is. Raises `CannotHost`, and names those there are.
    """
    found = tuple(there())
    if not found:
        raise CannotHost("This computer is on no network: connect it to one, or leave --lan away.")
    choice = ", ".join(f"{one.name} ({one.address})" for one in found)
    if not lan:
        if len({one.name for one in found}) > 1:
            raise CannotHost(f"This computer is on several networks: choose one after --lan, of {choice}.")
        return found[0].address
    for one in found:
        if lan == one.name:
            return one.address
    ip = _ip(lan)
    if ip is None:
        raise CannotHost(f"There is no network {ascii(lan)[1:-1]} here: choose one after --lan, of {choice}.")
    if ip.is_unspecified:
        raise CannotHost(f"{ip} means every network at once: choose one after --lan, of {choice}.")
    if not _is_ours(ip):
        raise CannotHost(f"This computer does not have the address {ip}: choose one after --lan, of {choice}.")
    return str(ip)


def _listening_at(host: str) -> IPv4Address | IPv6Address:
    ip = IPv4Address("127.0.0.1") if host == "localhost" else _ip(host)
    if ip is None:
        raise CannotHost(f"{ascii(host)[1:-1]} is not an address to listen at: give one in numbers, as 192.168.1.20.")
    if ip.is_unspecified:
        raise CannotHost(f"{ip} means every network at once: give the address of the one that seats are on.")
    return ip


def _names(way: Way, ip: IPv4Address | IPv6Address) -> tuple[str, ...]:
    """What people may call us by, best first. A name in a certificate is one that somebody made for this."""
    named = [name.lower() for name in tls.names_in(way.tls_cert)] if way.tls_cert is not None else []
    if ip.is_loopback:
        return tuple(dict.fromkeys([*named, str(ip), "localhost"]))
    machine = socket.gethostname().lower()
    own = [machine, f"{machine}.local"] if _is_hostname(machine) and "." not in machine else [machine]
    return tuple(dict.fromkeys([*named, str(ip), *filter(_is_hostname, own)]))


def _called(
    scheme: str, names: tuple[str, ...], port: int, address: str, kind: SeatsWay, warning: str | None
) -> Origins:
    hosts = [spelling for name in names for spelling in _spellings(scheme, name, port)]
    return Origins(
        url=f"{scheme}://{hosts[0]}",
        address=address,
        hosts=frozenset(hosts),
        origins=frozenset(f"{scheme}://{host}" for host in hosts),
        names=names,
        secure=scheme == "https",
        way=kind,
        warning=warning,
    )


def _public(way: Way, address: str, url: str, *, in_the_clear: bool) -> Origins:
    wrong = CannotHost(
        f"{ascii(url)[1:-1]} is no public address for the seats: give it as https://NAME, without a path."
    )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    ip = _ip(host)
    plain_name = ip is not None or _is_hostname(host)
    if parts.scheme not in _DEFAULT_PORTS or not plain_name or parts.path not in {"", "/"} or port == 0:
        raise wrong
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise wrong
    nearby = host == "localhost" or (ip is not None and ip.is_loopback)
    if parts.scheme == "http" and not nearby:
        if not way.insecure:
            raise CannotHost(
                f"Seats would reach {host} without encryption: let it answer by https, or type --insecure-lan if that "
                "is truly meant."
            )
        in_the_clear = True
    kind: SeatsWay = "insecure" if in_the_clear else "proxy"
    warning = IN_THE_CLEAR if in_the_clear else BEHIND_ANOTHER.format(host=host)
    port = port or _DEFAULT_PORTS[parts.scheme]
    return _called(parts.scheme, (str(ip) if ip is not None else host,), port, address, kind, warning)


def _spellings(scheme: str, name: str, port: int) -> list[str]:
    host = f"[{name}]" if ":" in name else name
    return [host, f"{host}:{port}"] if port == _DEFAULT_PORTS[scheme] else [f"{host}:{port}"]


def _ip(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_hostname(name: str) -> bool:
    labels = name.removesuffix(".").split(".")
    return len(name) <= 253 and all(
        0 < len(label) <= 63 and label.isascii() and label.replace("-", "a").replace("_", "a").isalnum()
        for label in labels
    )


def _is_ours(ip: IPv4Address | IPv6Address) -> bool:
    try:
        with socket.socket(socket.AF_INET if ip.version == 4 else socket.AF_INET6) as probe:
            probe.bind((str(ip), 0))
    except OSError:
        return False
    return True


def _ipv4_of_interfaces() -> Iterator[Interface]:
    if sys.platform == "win32":  # pragma: no cover
        return
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            with contextlib.suppress(OSError):  # it has no IPv4 address
                answer = fcntl.ioctl(asking, _SIOCGIFADDR, struct.pack("256s", os.fsencode(name)[:15]))
                yield from _outward(name, IPv4Address(answer[20:24]))


def _ipv6_of_interfaces() -> Iterator[Interface]:
    try:
        lines = _IPV6_TABLE.read_text("ascii").splitlines()
    except (OSError, ValueError):  # not Linux, or it has no IPv6
        return
    for line in lines:
        number, *_, name = line.split()
        yield from _outward(name, IPv6Address(int(number, 16)))


def _ways_out() -> Iterator[Interface]:
    """The addresses that this computer would send from, where its system does not list them."""
    for family, elsewhere in zip((socket.AF_INET, socket.AF_INET6), _ELSEWHERE, strict=True):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.connect((elsewhere, 9))  # a datagram socket only looks up the way
            ip = ipaddress.ip_address(asking.getsockname()[0])
            yield from _outward(str(ip), ip)


def _outward(name: str, ip: IPv4Address | IPv6Address) -> Iterator[Interface]:
    if not (ip.is_loopback or ip.is_link_local or ip.is_unspecified or ip.is_multicast):
        yield Interface(name, str(ip))
