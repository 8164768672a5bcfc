"""The line to the computer that has the session: a thread with its own loop, so that no screen waits for a network.

It listens to the stream, sends what waits, one entry after the other, and begins again by itself when it breaks off.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import threading
from collections.abc import Coroutine, Mapping
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import msgspec
from msgspec import Struct

from panel_tui import wire
from panel_tui.remote.events import Reader
from panel_tui.remote.link import CannotJoin, Link, Trust, sentence_of
from panel_tui.session.view import LogLine
from panel_tui.session.words import clean_line

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession

FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0
"""Seconds before the line is tried again: the first time, and at most."""
SILENCE = 45.0
"""Seconds without a byte after which the line counts as broken; the other end says something every fifteen."""
ANSWER = 10.0
"""Seconds that an answer may take."""
NO_LINK = "This link is not valid any more: ask the lead for a new one."
NOT_OURS = "What answers there is not a panel-tui: check the link."

_LAST_WORDS = 0.4
"""Seconds that an encrypted connection is given to end as it should."""
_LONGEST_SENTENCE = 500
_T = TypeVar("_T")


class Ended(CannotJoin):
    """This seat's connection has ended for good."""


class Hearer(Protocol):
    """Whom the line serves. Called from the line's own thread; nothing here may wait for a disk or a network."""

    def came(self, message: wire.Message) -> None:
        """Something was told. Raises `ValueError` where it does not follow what came before."""

    def away(self, sentence: str | None) -> None:
        """The line is broken, and why; or, with None, whole."""

    def ended(self, sentence: str) -> None:
        """The line has ended for good."""

    def seen(self) -> int:
        """The number of the newest event that was told, 0 before the first."""

    def next(self) -> wire.Submission | None:
        """What is to be sent now."""

    def answered(self, sent: str, answer: wire.Kept | wire.NotKept) -> None:
        """What was sent under this mark is durable, or refused."""


class _Refusal(Struct):
    refused: str = ""
    again: bool = False


class Line:
    """One seat's line. `start` opens it; everything else may be called from any thread."""

    def __init__(self, link: Link, trust: Trust, hearer: Hearer) -> None:
        self._link = link
        self._trust = trust
        self._hearer = hearer
        self._tab = secrets.token_urlsafe(16)
        self._cookies: dict[str, str] = {}
        self._session: ClientSession | None = None
        self._loop = asyncio.new_event_loop()
        self._up = asyncio.Event()
        self._wake = asyncio.Event()
        self._more = asyncio.Event()
        self._first: Future[None] = Future()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)

    def start(self, patience: float = 20.0) -> None:
        """Open the line and wait for the first view. Raises `CannotJoin` with one sentence where it does not come."""
        trusted = self._trust.for_aiohttp()
        self._trusted = trusted
        self._thread.start()
        try:
            self._first.result(timeout=patience)
        except TimeoutError as error:
            self.close()
            raise CannotJoin(sentence_of(error, self._link)) from None
        except CannotJoin:
            self.close()
            raise

    def send(self) -> None:
        """There is something to send."""
        self._call(self._more.set)

    def retry(self) -> None:
        """Try now, not after the wait."""
        self._call(self._wake.set)

    def say_typing(self, point: str) -> None:
        """Let the others know that this seat is writing; nothing depends on it."""
        self._spawn(self._quietly("/do/typing", {"point": point}))

    def log(self, patience: float) -> tuple[LogLine, ...] | None:
        """The log as this seat may read it; None where it does not come in time."""
        asked = self._spawn(self._log())
        if asked is None:
            return None
        try:
            return asked.result(timeout=patience)
        except Exception:  # noqa: BLE001 - whatever it was, the log that is known is shown instead
            asked.cancel()
            return None

    def close(self) -> None:
        """Say goodbye and end. Waits for at most two seconds."""
        if not self._thread.is_alive():
            return
        goodbye = self._spawn(self._quietly("/leave", {"tab": self._tab})) if self._up.is_set() else None
        if goodbye is not None:
            with suppress(Exception):
                goodbye.result(timeout=1.0)
        self._call(self._cancel)
        self._thread.join(timeout=2.0)

    # Between the threads

    def _call(self, what: Any) -> None:
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(what)

    def _spawn(self, what: Coroutine[Any, Any, _T]) -> Future[_T] | None:
        if not self._loop.is_running():
            what.close()
            return None
        return asyncio.run_coroutine_threadsafe(what, self._loop)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            with suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._main())
        finally:
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            if self._link.origin.startswith("https:"):
                self._loop.run_until_complete(asyncio.sleep(_LAST_WORDS))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _main(self) -> None:
        import aiohttp

        self._task = asyncio.current_task()
        connector = aiohttp.TCPConnector(ssl=self._trusted, limit=8)
        timeout = aiohttp.ClientTimeout(total=ANSWER, sock_connect=ANSWER)
        jar = aiohttp.DummyCookieJar()
        headers = {"Accept": wire.accepting(), "Origin": self._link.origin, "User-Agent": "panel-tui"}
        async with aiohttp.ClientSession(
            self._link.origin, connector=connector, timeout=timeout, cookie_jar=jar, headers=headers
        ) as self._session:
            sending = asyncio.create_task(self._send_all())
            try:
                await self._live()
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)

    # The stream

    async def _live(self) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                await self._connected()
                sentence = f"{self._link.place} ended the connection."
            except Ended as ended:
                self._over(ended)
                return
            except Exception as error:  # noqa: BLE001 - every failure has a sentence, and the next try comes
                sentence = sentence_of(error, self._link)
                if not self._first.done():
                    self._first.set_exception(CannotJoin(sentence))
                    return
            if self._up.is_set():
                self._up.clear()
                wait = FIRST_WAIT
            self._hearer.away(sentence)
            self._wake.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), wait * random.Random().uniform(0.8, 1.0))  # noqa: S311
            wait = min(LONGEST_WAIT, wait * 2)

    def _over(self, ended: Ended) -> None:
        self._up.clear()
        if self._first.done():
            self._hearer.ended(ended.message)
        else:
            self._first.set_exception(CannotJoin(ended.message))

    async def _connected(self) -> None:
        from aiohttp import ClientTimeout

        if not self._cookies:
            await self._exchange()
        seen = self._hearer.seen()
        params = {"tab": self._tab, **({"from": str(seen)} if seen else {})}
        timeout = ClientTimeout(total=None, sock_connect=ANSWER, sock_read=SILENCE)
        async with self._http.get("/stream", params=params, cookies=self._cookies, timeout=timeout) as answer:
            await self._judge(answer)
            if answer.content_type != "text/event-stream":
                raise CannotJoin(NOT_OURS)
            if seen:  # where nothing happened meanwhile, nothing is told
                self._is_up()
            reader = Reader()
            async for came in answer.content.iter_any():
                for said in reader.feed(came):
                    self._hear(said.name, said.data)

    def _hear(self, name: str, data: bytes) -> None:
        message: wire.Message
        if name == "message":
            message = wire.decode(data)
        elif name == "nudge":
            message = msgspec.json.decode(data, type=wire.Nudge, strict=False)
        else:
            return
        if isinstance(message, wire.Out):
            raise Ended(_said(message.text))
        self._hearer.came(message)
        if isinstance(message, wire.Whole | wire.Change):
            self._is_up()

    def _is_up(self) -> None:
        if not self._up.is_set():
            self._up.set()
            self._hearer.away(None)
        if not self._first.done():
            self._first.set_result(None)

    @property
    def _http(self) -> ClientSession:
        if self._session is None:
            raise RuntimeError("the line is not open")
        return self._session

    async def _exchange(self) -> None:
        path = f"/join/{self._link.token}"
        async with self._http.post(path, allow_redirects=False) as answer:
            _check_number(answer)
            if answer.status in (401, 403, 404, 410):
                raise Ended(await _refused(answer) or NO_LINK)
            if answer.status == 429:
                raise CannotJoin(await _refused(answer) or "Too many tries: wait a minute, then try again.")
            cookies = {name: morsel.value for name, morsel in answer.cookies.items() if name.startswith("seat-")}
            if answer.status not in (200, 303) or not cookies:
                raise CannotJoin(NOT_OURS)
            self._cookies = cookies

    async def _judge(self, answer: ClientResponse) -> None:
        _check_number(answer)
        if answer.status == 200:
            return
        if answer.status in (401, 403):  # our cookie is dead; the link may still open the door, or says why not
            self._cookies = {}
        sentence = await _refused(answer)
        raise CannotJoin(sentence or f"{self._link.place} refused the connection ({answer.status}).")

    # What is sent

    async def _send_all(self) -> None:
        while True:
            await self._up.wait()
            submission = self._hearer.next()
            if submission is None:
                self._more.clear()
                if self._hearer.next() is None:
                    await self._more.wait()
                continue
            try:
                again = await self._send(submission)
            except Exception:  # noqa: BLE001 - it stays where it is, and is sent again under the same mark
                again = 0.5
            if again:
                await asyncio.sleep(again)

    async def _send(self, submission: wire.Submission) -> float:
        """Send one entry; the seconds to wait before it is sent again, or 0 where it was answered."""
        body = msgspec.json.encode(submission)
        headers = {"Content-Type": "application/json"}
        async with self._http.post("/record", data=body, headers=headers, cookies=self._cookies) as answer:
            content = await answer.read()
            if answer.status == 200:
                self._hearer.answered(submission.sent, msgspec.json.decode(content, type=wire.Kept))
                return 0
            if answer.status in (401, 403):
                self._cookies = {}
                return 1.0
            refusal = msgspec.json.decode(content, type=_Refusal)
            if refusal.again or answer.status in (429, 503):
                return 1.0
            said = _said(refusal.refused) or "the computer that has the session did not take it"
            self._hearer.answered(submission.sent, wire.NotKept(refused=said))
            return 0

    async def _log(self) -> tuple[LogLine, ...]:
        async with self._http.get("/log", cookies=self._cookies) as answer:
            answer.raise_for_status()
            return msgspec.json.decode(await answer.read(), type=tuple[LogLine, ...])

    async def _quietly(self, path: str, form: Mapping[str, str]) -> None:
        headers = {"Accept": "application/json"}
        with suppress(Exception):
            async with self._http.post(path, data=dict(form), cookies=self._cookies, headers=headers) as answer:
                await answer.read()


def _check_number(answer: ClientResponse) -> None:
    """Raise `Ended` where the computer that has the session runs a version that speaks differently."""
    number = answer.headers.get(wire.NUMBER_HEADER, "")
    if not number.isdecimal() and answer.headers.get("Server") != "panel-tui":
        return  # something else answers, a proxy for example
    refusal = wire.mismatch(int(number) if number.isdecimal() else 1, wire.WIRE_NUMBER)
    if refusal is not None:
        raise Ended(refusal)


async def _refused(answer: ClientResponse) -> str:
    with suppress(Exception):
        return _said(msgspec.json.decode(await answer.read(), type=_Refusal).refused)
    return ""


def _said(sentence: str) -> str:
    return clean_line(sentence[:_LONGEST_SENTENCE])
