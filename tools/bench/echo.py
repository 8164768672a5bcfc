"""The floor of the seats: the same server library, which sends what one posts to all who listen, and does nothing
else. It keeps nothing, judges nothing and draws nothing. `python -m tools.bench.echo` prints its address."""

from __future__ import annotations

import asyncio

from aiohttp import web

HEARING: set[asyncio.Queue[bytes]] = set()


async def stream(request: web.Request) -> web.StreamResponse:
    """Send on whatever is posted."""
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await answer.prepare(request)
    heard: asyncio.Queue[bytes] = asyncio.Queue(64)
    HEARING.add(heard)
    try:
        while True:
            await answer.write(b"data: " + await heard.get() + b"\n\n")
    finally:
        HEARING.discard(heard)


async def post(request: web.Request) -> web.Response:
    """Take a form and pass it to everyone."""
    data = await request.read()
    for heard in HEARING:
        heard.put_nowait(data)
    return web.json_response({})


async def main() -> None:
    """Serve until ended."""
    app = web.Application()
    app.router.add_get("/stream", stream)
    app.router.add_post("/post", post)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}/", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
