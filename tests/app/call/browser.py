"""A real Chromium without a window, with a camera and a microphone that are not there."""

import asyncio
import base64
import contextlib
import itertools
import json
import shutil
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import aiohttp

from tests.app.call.waiting import PATIENCE_S, until, until_answer

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--window-size=1280,800",
    "--remote-debugging-port=0",
)


class Page:
    """One page, spoken to by the DevTools protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)

    async def send(self, method: str, **parameters: Any) -> Any:
        """Call a method of the protocol; return its result."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            said = json.loads(await self._socket.receive_str())
            if said.get("id") == number:
                assert "error" not in said, said
                return said["result"]

    async def open(self, address: str) -> None:
        """Go to an address and wait until its script has run."""
        await self.send("Page.navigate", url=address)
        await self.until("document.readyState === 'complete'")

    async def value(self, script: str) -> Any:
        """Return the value of an expression, awaited where it is a promise."""
        result = await self.send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    async def until(self, script: str, timeout_s: float = PATIENCE_S) -> Any:
        """Wait until an expression is true; return its value."""
        try:
            return await until_answer(lambda: self.value(script), timeout_s)
        except TimeoutError:
            raise AssertionError(f"never true in the browser: {script}") from None

    async def picture(self) -> bytes:
        """Return what the page looks like, as PNG."""
        shot = await self.send("Page.captureScreenshot", format="png")
        return base64.b64decode(shot["data"])


@contextlib.asynccontextmanager
async def browser(*more: str) -> AsyncGenerator[Page, None]:
    """Start Chromium and give its one page."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            CHROMIUM,
            *FLAGS,
            *more,
            f"--user-data-dir={folder}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            port = await until(lambda: _port(Path(folder) / "DevToolsActivePort"))
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                    pages = [page for page in await answer.json() if page["type"] == "page"]
                address = pages[0]["webSocketDebuggerUrl"]
                async with session.ws_connect(address, max_msg_size=1 << 26) as socket:
                    yield Page(socket)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


def _port(path: Path) -> int | None:
    """Return the port that Chromium writes down once it listens."""
    written = path.read_text() if path.exists() else ""
    return int(written.split()[0]) if written.endswith("\n") or "/" in written else None
