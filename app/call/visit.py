"""Calling another Earshot, or any server of WHIP or WHEP, as its guest."""

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit, urlunsplit

import aiohttp

from app.call.messages import Message, swapped
from app.call.offer import MAX_OFFER_BYTES
from app.call.peer import WAYS, Kind, Peer
from app.call.room import Room, RoomPlan
from app.call.server import SDP
from app.engine.clock import MonotonicClock
from app.errors import CallError, UsageError

log = logging.getLogger(__name__)

ANSWER_S = 15.0
CONNECT_S = 20.0
PRINT = re.compile(r"[0-9a-f]{64}")
REFUSALS = {
    401: "the token is wrong",
    404: "there is no call at that address",
    429: "too many attempts, try again in a minute",
    503: "it takes no more calls just now",
}


@dataclass(frozen=True, slots=True)
class Host:
    """Where to call.

    Attributes:
        endpoint: takes the offer.
        kind: what it is an endpoint of.
        token: what it asks for.
        certificate: SHA-256 print of its certificate, in hex; empty where an authority vouches.
    """

    endpoint: str
    kind: Kind
    token: str
    certificate: str = ""


def host_of(address: str, token: str) -> Host:
    """Read an address: that of a page, with token and print behind the #, or of an endpoint.

    Raises UsageError for what is neither.
    """
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # half a bracket, or a port that is none
        usable = False
    if not usable:
        raise UsageError(f"{address!r} is no address to call: it begins with http:// or https://")
    given = {key: values[0] for key, values in parse_qs(parts.fragment).items()}
    certificate = given.get("cert", "")
    if certificate and not PRINT.fullmatch(certificate):
        raise UsageError(f"{address!r} is no address to call: its certificate is not told whole")
    path = parts.path if parts.path not in ("", "/") else "/call"
    last = path.rstrip("/").rsplit("/", 1)[-1]
    kind: Kind = next((kind for kind in WAYS if kind == last), "call")
    return Host(
        urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")),
        *(kind, token or given.get("token", ""), certificate),
    )


class Visit:
    """One call to somebody else's server, from `run`'s beginning to its end.

    Attributes:
        room: our side of it.
    """

    def __init__(self, host: Host, plan: RoomPlan) -> None:
        self._host = host
        self._session: str | None = None  # the address of what is to be ended at the host
        clock = MonotonicClock()
        self.room = Room(plan, clock)
        goes_out, comes_in = WAYS[host.kind]
        self._peer = Mirrored(
            host.kind, clock, self.room.ours, self._heard, hears=comes_in, speaks=goes_out
        )

    async def run(self, ending: asyncio.Event, connected: Callable[[], None]) -> None:
        """Call, and stay until the other side ends it or `ending` is set.

        Args:
            ending: ends the call.
            connected: told when media can flow.

        Raises:
            CallError: nobody answers, or the call is refused.
            StorageError: it is to be kept and cannot be.
        """
        timeout = aiohttp.ClientTimeout(total=ANSWER_S)
        known = bytes.fromhex(self._host.certificate)
        trust = aiohttp.TCPConnector(ssl=aiohttp.Fingerprint(known) if known else True)
        async with aiohttp.ClientSession(timeout=timeout, connector=trust) as http:
            try:
                await self._call(http)
                await self._stay(ending, connected)
            finally:
                try:
                    await self.room.leave(self._peer)
                finally:
                    await self._peer.close()
                    if self._session is not None:
                        await self._say_goodbye(http, self._session)

    async def _call(self, http: aiohttp.ClientSession) -> None:
        """Send the offer and take the answer."""
        host = self._host
        offer = await self._peer.offer()
        try:
            async with http.post(
                host.endpoint, data=offer, headers={**self._token(), "Content-Type": SDP}
            ) as answer:
                text = await beginning(answer.content, MAX_OFFER_BYTES)
                status, location = answer.status, answer.headers.get("Location")
                base = answer.url
        except aiohttp.ServerFingerprintMismatch:
            raise CallError(f"{host.endpoint} is not whom the link names") from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise CallError(f"nobody answers at {host.endpoint} ({error})") from None
        if status != 201:
            why = REFUSALS.get(status, f"it answers {status} {text[:200].strip()}")
            raise CallError(f"{host.endpoint} refuses the call: {why}")
        try:
            self._session = urljoin(str(base), location) if location else None
            await self._peer.accept(text)
        except Exception as error:  # aiortc stumbles over foreign text in any way there is
            raise CallError(f"the answer of {host.endpoint} makes no sense ({error!r})") from error
        await self.room.enter(self._peer)

    async def _stay(self, ending: asyncio.Event, connected: Callable[[], None]) -> None:
        """Wait for the connection, then for its end."""
        ends = [asyncio.create_task(one.wait()) for one in (ending, self._peer.ended)]
        opened = asyncio.create_task(self._peer.connected.wait())
        try:
            await asyncio.wait((*ends, opened), timeout=CONNECT_S, return_when="FIRST_COMPLETED")
            if not (opened.done() or ending.is_set()):
                raise CallError(
                    f"no media can pass to {self._host.endpoint}; is a firewall between?"
                )
            if opened.done():
                connected()
                await asyncio.wait(ends, return_when="FIRST_COMPLETED")
        finally:
            for task in (*ends, opened):
                task.cancel()
            await asyncio.gather(*ends, opened, return_exceptions=True)

    async def _say_goodbye(self, http: aiohttp.ClientSession, session: str) -> None:
        try:
            async with http.delete(session, headers=self._token()):
                pass
        except (aiohttp.ClientError, TimeoutError) as error:
            log.info("the session could not be deleted: %s", error)

    def _token(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._host.token}"} if self._host.token else {}

    def _heard(self, peer: Peer, message: Message) -> None:
        self.room.hear(peer, swapped(message))


async def beginning(content: aiohttp.StreamReader, most_bytes: int) -> str:
    """Return a body as text, however many pieces it comes in; of a longer one its beginning."""
    read = bytearray()
    async for piece in content.iter_any():
        read += piece
        if len(read) >= most_bytes:
            break
    return read[:most_bytes].decode("utf-8", "replace")


class Mirrored(Peer):
    """A peer to whom we are the guest: what it is told is said from its side."""

    def send(self, message: Message) -> None:
        """Send a message, if there is a channel for them."""
        super().send(swapped(message))
