"""A seat's link, and what is trusted at its other end. Every way in which it can be wrong has its own sentence."""

from __future__ import annotations

import re
import ssl
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from panel_tui.errors import PanelError
from panel_tui.session.words import clean_line

if TYPE_CHECKING:
    from aiohttp import Fingerprint

_TOKEN = re.compile(r"/join/([A-Za-z0-9_-]{16,128})/?")
_LIKE = "a seat's link looks like https://HOST:PORT/join/… and is copied whole"


class CannotJoin(PanelError):
    """This seat cannot be joined from here."""


class Link(Struct, frozen=True, kw_only=True):
    """A seat's link, taken apart: `origin` is `https://host:port`, `place` its host and port for people."""

    origin: str
    place: str
    token: str


def read_link(url: str) -> Link:
    """Take a link apart. Raises `CannotJoin`."""
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise CannotJoin(f"This is no seat's link: {_LIKE}.") from None
    found = _TOKEN.fullmatch(parts.path)
    if parts.scheme not in ("http", "https") or not host or found is None or "@" in parts.netloc:
        raise CannotJoin(f"This is no seat's link: {_LIKE}.")
    name = f"[{host}]" if ":" in host else host
    place = name if port is None else f"{name}:{port}"
    return Link(origin=f"{parts.scheme}://{place}", place=clean_line(place), token=found[1])


class Trust(Struct, frozen=True, kw_only=True):
    """Whose certificate is believed: that with a fingerprint (SHA-256), those of a file of authorities, or else what
    this computer believes anyway."""

    fingerprint: bytes | None = None
    ca: Path | None = None

    def for_aiohttp(self) -> Fingerprint | ssl.SSLContext | bool:
        """The same as the library takes it. Raises `CannotJoin` where the file holds no certificate."""
        if self.fingerprint is not None:
            from aiohttp import Fingerprint

            return Fingerprint(self.fingerprint)
        if self.ca is None:
            return True
        try:
            return ssl.create_default_context(cafile=self.ca)
        except (OSError, ssl.SSLError, ValueError):
            raise CannotJoin(
                f"No certificate could be read from {clean_line(str(self.ca))}; give a PEM file."
            ) from None


def read_trust(link: Link, fingerprint: str | None, ca: Path | None) -> Trust:
    """What was typed about the certificate. Raises `CannotJoin`."""
    if (fingerprint or ca) and link.origin.startswith("http://"):
        raise CannotJoin("This link is not encrypted, so there is no certificate to compare; leave that option away.")
    if fingerprint is None:
        return Trust(ca=ca)
    try:
        digest = bytes.fromhex(re.sub(r"[:\s-]", "", fingerprint))
    except ValueError:
        digest = b""
    if len(digest) != 32:
        raise CannotJoin("A fingerprint is 32 pairs of hexadecimal digits (SHA-256), as the lead's screen shows it.")
    return Trust(fingerprint=digest, ca=ca)


def sentence_of(error: BaseException, link: Link) -> str:
    """Why a computer could not be talked to, in one sentence."""
    import aiohttp

    if isinstance(error, PanelError):
        return error.message
    if isinstance(error, aiohttp.ServerFingerprintMismatch):
        return (
            f"The certificate of {link.place} is another one than that of this fingerprint: do not go on, and ask the "
            "lead to read it aloud."
        )
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return (
            f"The certificate of {link.place} is not one that this computer knows: give --fingerprint as the lead's "
            "screen shows it, or --ca with your organisation's file."
        )
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"There is no computer called {link.place}: check the link and your network."
    if isinstance(error, aiohttp.ClientConnectorSSLError):
        return f"{link.place} does not answer encrypted: check whether the link begins with http:// or https://."
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"Nothing answers at {link.place}: ask the lead whether the seats are open, and check your network."
    if isinstance(error, TimeoutError):
        return f"{link.place} does not answer in time: check your network."
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError):
        return f"{link.place} broke the connection off."
    return f"What answers at {link.place} is not a panel-tui: check the link."
