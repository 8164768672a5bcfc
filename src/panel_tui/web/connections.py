"""How many connections there are, and how long one may say nothing: bounded, whoever calls."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress
from time import monotonic

from aiohttp import web
from aiohttp.web_protocol import RequestHandler
from aiohttp.web_request import BaseRequest

from panel_tui.web.gate import HEADERS, PATIENCE

MOST = 400
"""Connections at once, from everywhere."""
BETWEEN = 75.0
"""Seconds that a connection may rest between two requests; where there are too many it is closed sooner."""
FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 59\r\n"
    b"Retry-After: 5\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    b"Too many devices are connected: try again in a few seconds.\n"[:-1]
)
_VANISHED = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 4, "TCP_USER_TIMEOUT": 30_000}
"""Seconds, a count, and milliseconds; what a system does not know is left out."""
_quiet = logging.getLogger("panel_tui.web.connections")
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False


class Connection(RequestHandler):
    """One connection. What aiohttp itself cannot make sense of is answered in our words."""

    __slots__ = ("begun",)

    begun: dict[Connection, float]
    """Those that aiohttp has not heard of yet."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """One that asks nothing is closed after `PATIENCE`, and one whose other side vanished in half a minute."""
        if (connected := transport.get_extra_info("socket")) is not None:
            for name, value in _VANISHED.items():
                if (option := getattr(socket, name, None)) is not None:
                    with suppress(OSError):
                        connected.setsockopt(socket.IPPROTO_TCP, option, value)
        self.begun.pop(self, None)
        super().connection_made(transport)
        if self._keepalive_handle is not None:  # aiohttp would wait as long as between two requests
            self._keepalive_handle.cancel()
            self._next_keepalive_close_time = self._loop.time() + PATIENCE
            self._keepalive_handle = self._loop.call_at(self._next_keepalive_close_time, self._process_keepalive)

    @property
    def idle(self) -> bool:
        """Whether nothing is being answered on it."""
        return self._current_request is None

    def handle_error(
        self,
        request: BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """One sentence, and the end of the connection; nothing of what was sent, nor of what failed."""
        if request.writer.output_size > 0:
            raise ConnectionError("the answer had begun")
        _quiet.debug("%s", type(exc).__name__)
        said = "This was not understood.\n" if status < 500 else "Something went wrong here.\n"
        response = web.Response(status=status, text=said, headers=HEADERS)
        response.force_close()
        return response


class _Full(asyncio.Protocol):
    """Tells a connection too many that it is one, and closes it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.write(FULL)
        transport.close()


class Connections:
    """Makes the protocol of each connection that comes in. Where there are too many, one that is idle has to go;
    where none is, the new one."""

    def __init__(self, server: web.Server, loop: asyncio.AbstractEventLoop) -> None:
        self._server = server
        self._loop = loop
        self._begun: dict[Connection, float] = {}

    def __call__(self) -> asyncio.Protocol:
        """A protocol for a connection that was accepted just now."""
        open_now = self._server.connections
        self._forget_begun()
        if len(open_now) + len(self._begun) >= MOST and not self._made_room(open_now):
            return _Full()
        made = Connection(
            self._server,
            loop=self._loop,
            keepalive_timeout=BETWEEN,
            lingering_time=1.0,
            auto_decompress=False,  # a small body stays small
            access_log=None,  # type: ignore[arg-type] # what was asked for holds links, and is noted nowhere
            logger=_quiet,
        )
        made.begun = self._begun
        self._begun[made] = monotonic()
        return made

    def _forget_begun(self) -> None:
        # Encryption is agreed on before aiohttp hears of a connection, and must be within PATIENCE.
        late = monotonic() - PATIENCE - 1
        for one in [one for one, at in self._begun.items() if at < late]:
            del self._begun[one]

    def _made_room(self, connections: list[RequestHandler]) -> bool:
        for one in connections:
            if isinstance(one, Connection) and one.idle and one.transport is not None:
                one.force_close()
                return True
        return False
