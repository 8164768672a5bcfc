"""What the lead's device keeps of the door, so that it can be opened again as it was: links, the PIN, wrong tries.

The links stand here in plain, so this never lies beside the session, whose folder people copy and share.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from threading import RLock

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from panel_tui.errors import PanelError
from panel_tui.web.limits import Tries

_LOG = logging.getLogger("panel_tui.web")


class _Kept(Struct, frozen=True, tag_field="format", tag="panel-links/1"):
    links: dict[str, str] = {}
    pin: str | None = None
    tries: Tries = Tries()
    port: int = 0


class LeadFile:
    """What is kept, and `keep` keeps it anew: it waits for the disk, and raises where that fails.

    A device that cannot keep it opens the seats all the same: `lost` says so then, and the next start shows new links.
    May be used from several threads.
    """

    def __init__(self, kept: bytes | None = None, keep: Callable[[bytes], None] = lambda _: None) -> None:
        self._keep = keep
        self._kept = _read(kept)
        self._lock = RLock()
        self.lost = False

    @property
    def links(self) -> Mapping[str, str]:
        """The newest link token of each seat."""
        return self._kept.links

    @property
    def port(self) -> int:
        """The port that the links lead to, or 0 before the first."""
        return self._kept.port

    @property
    def pin(self) -> str | None:
        """The lobby's PIN, or None before the first."""
        return self._kept.pin

    @property
    def tries(self) -> Tries:
        """The wrong PINs of the last hour."""
        return self._kept.tries

    def keep_links(self, links: Mapping[str, str]) -> None:
        """Keep exactly these links."""
        with self._lock:
            self._write(replace(self._kept, links=dict(links)))

    def keep_port(self, port: int) -> None:
        """Keep the port that the links lead to now."""
        with self._lock:
            if port != self._kept.port:
                self._write(replace(self._kept, port=port))

    def keep_lobby(self, pin: str, tries: Tries) -> None:
        """Keep the PIN, and what was tried."""
        with self._lock:
            self._write(replace(self._kept, pin=pin, tries=tries))

    def _write(self, after: _Kept) -> None:
        self._kept = after
        try:
            self._keep(msgspec.json.encode(after))
        except PanelError as error:
            self.lost = True
            _LOG.warning("%s: links are not kept on this device", type(error).__name__)
        else:
            self.lost = False


def _read(kept: bytes | None) -> _Kept:
    if not kept:
        return _Kept()
    try:
        return msgspec.json.decode(kept, type=_Kept)
    except (ValueError, RecursionError):  # a newer version kept it: new links are made beside those that were mailed
        return _Kept()
