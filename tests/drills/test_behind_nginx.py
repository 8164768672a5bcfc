"""The lead's page gives a block for nginx. Here it is taken out of the page, and a real nginx runs it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import ssl
import subprocess
import textwrap
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from tests.drills.serving import Serving, a_free_port, a_session, texts_of
from tests.web.served import Stream, mark

pytestmark = [pytest.mark.needs("nginx"), pytest.mark.slow]
PAGE = Path(__file__).parents[2] / "docs/seats-for-the-lead.md"
NAME = "panel.example.org"
URL = f"https://{NAME}"
PROMPT = 5.0
"""Seconds in which an event must be through. An nginx that gathers what it is sent would keep it for ever."""


def block_of_the_page() -> str:
    """The block below the word nginx, as a lead copies it."""
    found = re.search(r"^nginx:\n\n((?:    .*\n|\n)+)", PAGE.read_text("utf-8"), re.MULTILINE)
    assert found is not None
    return textwrap.dedent(found[1])


def put(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def a_certificate(folder: Path) -> tuple[Path, Path]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "panel.pem", folder / "panel.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, secret


class Front:
    """A served session with nginx before it."""

    def __init__(self, folder: Path) -> None:
        self.place = a_session(folder, 3)
        self.inner, self.port = a_free_port(), a_free_port()
        certificate, key = a_certificate(folder)
        self.trusts = ssl.create_default_context(cafile=certificate)
        block = put(block_of_the_page(), "listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl")
        block = put(block, "/etc/ssl/panel.pem", str(certificate))
        block = put(block, "/etc/ssl/panel.key", str(key))
        block = put(block, "127.0.0.1:8100", f"127.0.0.1:{self.inner}")
        own = "\n".join(f"{what}_temp_path {folder}/{what};" for what in ("client_body", "proxy", "fastcgi"))
        own += f"\nuwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; access_log {folder}/access.log;"
        user = "user root root;\n" if os.geteuid() == 0 else ""
        self.config, self.log = folder / "nginx.conf", folder / "error.log"
        self.config.write_text(
            f"{user}daemon off; pid {folder}/nginx.pid; error_log {self.log};\nevents {{}}\nhttp {{\n{own}\n{block}}}\n"
        )
        self.access_log = folder / "access.log"
        self.serving = Serving(self.place, "--port", str(self.inner), "--public-url", URL)
        program = ["nginx", "-p", str(folder), "-e", str(self.log), "-c", str(self.config)]
        self.nginx = subprocess.Popen(program, stderr=subprocess.DEVNULL)

    async def answers(self) -> None:
        """Wait until nginx listens."""
        async with asyncio.timeout(20):
            while True:
                assert self.nginx.poll() is None, self.log.read_text()
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.02)
                    continue
                writer.close()
                await writer.wait_closed()
                return

    def end(self) -> None:
        self.nginx.terminate()
        self.nginx.wait(20)
        self.serving.kill()


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    made = Front(tmp_path)
    yield made
    made.end()


class Browser:
    """A device somewhere: it asks for the public name, and comes from an address of its own."""

    def __init__(self, front: Front, address: str) -> None:
        self.base = f"https://127.0.0.1:{front.port}"
        connector = aiohttp.TCPConnector(local_addr=(address, 0), ssl=front.trusts)
        self.http = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            timeout=aiohttp.ClientTimeout(20),
            headers={"Host": NAME, "Sec-Fetch-Site": "same-origin"},
        )

    async def post(self, path: str, accept: str = "application/json", **fields: str) -> tuple[int, str, str]:
        """Send a form: the status, where it leads to, and what is said."""
        headers = {"Origin": URL, "Accept": accept}
        async with self.http.post(
            self.base + path, data=fields, headers=headers, allow_redirects=False, server_hostname=NAME
        ) as answer:
            return answer.status, answer.headers.get("Location", ""), await answer.text()

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.http.get(self.base + path, headers=headers, server_hostname=NAME) as answer:
            return answer.status, await answer.text()

    async def wrong_pin(self, pin: str, **headers: str) -> int:
        async with self.http.post(
            f"{self.base}/knock",
            data={"pin": pin, "name": "Somebody"},
            headers={"Origin": URL, "Accept": "application/json", **headers},
            server_hostname=NAME,
        ) as answer:
            await answer.read()
            return answer.status

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[Stream]:
        headers = {"Accept": "text/event-stream"}
        async with self.http.get(
            f"{self.base}/stream", params={"tab": mark(), "point": "4"}, headers=headers, server_hostname=NAME
        ) as answer:
            assert answer.status == 200
            yield Stream(answer)


@asynccontextmanager
async def a_browser(front: Front, address: str = "127.0.0.1") -> AsyncIterator[Browser]:
    made = Browser(front, address)
    try:
        yield made
    finally:
        await made.http.close()


async def test_links_pages_forms_and_the_stream_come_through_the_nginx_of_the_leads_page(front: Front) -> None:
    await front.answers()
    links = {seat: link.removeprefix(URL) for seat, link in front.serving.links.items()}
    assert all(link.startswith("/join/") for link in links.values())
    async with a_browser(front) as reads, a_browser(front) as writes:
        for browser, seat in ((reads, "seat-2"), (writes, "seat-3")):
            status, text = await browser.get(links[seat])
            assert (status, "Person" in text) == (200, True)
            assert (await browser.post(links[seat], accept="text/html"))[:2] == (303, "/")
            assert all(cookie["secure"] for cookie in browser.http.cookie_jar)
            status, text = await browser.get("/?point=4")
            assert status == 200
        async with reads.stream() as stream:
            async with asyncio.timeout(PROMPT):
                await stream.named("regions")
            for number in range(3):  # each at once, while the stream goes on
                status, _, said = await writes.post("/do/note", point="4", text=f"+ through {number}", sent=mark())
                assert (status, len(json.loads(said)["kept"])) == (200, 1)
                async with asyncio.timeout(PROMPT):
                    await stream.containing(f"through {number}")
        form = {"point": "4", "text": "without a script", "sent": mark(), "back": "4"}
        assert (await writes.post("/do/note", accept="text/html", **form))[:2] == (303, "/?point=4")
        long = "é" * 7000  # more than nginx keeps in its memory
        assert (await writes.post("/do/note", point="4", text=long, sent=mark()))[0] == 200
    await asyncio.to_thread(front.serving.stop)
    assert texts_of(front.place) == {"through 0": 1, "through 1": 1, "through 2": 1, "without a script": 1, long: 1}
    written = front.access_log.read_text() if front.access_log.exists() else ""
    assert "/join/" not in written


async def test_the_host_behind_it_answers_to_no_other_name_and_no_other_page(front: Front) -> None:
    await front.answers()
    async with a_browser(front) as browser:
        assert (await browser.get("/", Host="elsewhere.example.org"))[0] == 403
        assert await browser.wrong_pin("00000000", Origin="https://elsewhere.example.org") == 403
        assert (await browser.get("/"))[0] == 200


async def test_wrong_pins_are_counted_by_the_address_that_nginx_saw(front: Front) -> None:
    await front.answers()
    wrong = "00000000" if front.serving.said["pin"] != "00000000" else "11111111"
    async with a_browser(front) as guesses, a_browser(front, "127.0.0.2") as another:
        tried = [await guesses.wrong_pin(wrong) for _ in range(4)]
        assert (tried[0], tried[-1]) == (403, 429)
        # Whoever guesses cannot pass for somebody else, nor keep somebody else out.
        assert await guesses.wrong_pin(wrong, **{"X-Forwarded-For": "192.0.2.77"}) == 429
        assert await another.wrong_pin(wrong) == 403
