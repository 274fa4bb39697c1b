"""Abuse of the signalling and of a running call: everything must be refused or survive."""

import asyncio
import contextlib
import gc
import logging
import random
import struct
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient, TestServer
from aiortc import RTCPeerConnection, clock
from google_crc32c import value as crc32c

from app.call.house import house
from app.call.messages import Caption, Hello, Quality, RaisedHand, written
from app.call.room import RoomPlan
from app.call.server import Limits
from tests.app.call.caller import Caller, calling
from tests.app.call.mutations import mutated_bytes, mutated_message, mutated_offer, offers
from tests.app.call.waiting import until
from tests.bench.report import Figure

TOKEN = "token of the abuse bench"
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
OFFERS, QUICK_OFFERS = 10_000, 40
MESSAGES_SENT, QUICK_MESSAGES = 100_000, 900
AT_ONCE = 8
SETTLE_S = 30.0
TOLD = 10  # kinds of errors, of which there may be thousands
SCTP_HEADER_BYTES = 12
MESSAGES = [
    written(message)
    for message in (
        Hello("a guest", recording=False),
        Caption("guest", 1, "hello", final=True),
        RaisedHand("guest", raised=True),
        Quality(1.0, 2.0, 3.0, 4.0, 5.0),
    )
]


def abuse_figures(*, quick: bool) -> list[Figure]:
    """Return what was broken and what was left behind."""
    offers_sent, messages = (QUICK_OFFERS, QUICK_MESSAGES) if quick else (OFFERS, MESSAGES_SENT)
    damages = [asyncio.run(abused_offers(offers_sent)), asyncio.run(abused_call(messages))]
    unhandled = Counter(text for damage in damages for text in damage.unhandled)
    leaked = [what for damage in damages for what in damage.leaked]
    for text, times in [*unhandled.most_common(TOLD), *Counter(leaked).items()]:
        print(f"abuse: {times} times: {text}", file=sys.stderr)
    count = offers_sent + messages
    return [
        Figure(key="fuzz_unhandled", value=unhandled.total(), unit="", n=count, at_most=0),
        Figure(key="fuzz_leaked", value=len(leaked), unit="", n=count, at_most=0),
    ]


@dataclass(slots=True)
class Damage:
    """What went wrong.

    Attributes:
        unhandled: errors that reached the event loop, or were logged as such.
        leaked: tasks, threads and connections more than before.
        statuses: how requests were answered.
    """

    unhandled: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


class _Errors(logging.Handler):
    """Collects errors that only a log tells of."""

    def __init__(self, damage: Damage) -> None:
        super().__init__(logging.ERROR)
        self._damage = damage

    def emit(self, record: logging.LogRecord) -> None:
        self._damage.unhandled.append(f"{record.name}: {record.getMessage()[:2000]}")


@contextlib.contextmanager
def watched(damage: Damage) -> Generator[None, None, None]:
    """Collect what the loop and the logs report, and threads and connections left behind."""
    loop = asyncio.get_running_loop()
    handler = _Errors(damage)

    def reported(_: Any, context: dict[str, Any]) -> None:
        damage.unhandled.append(f"{context.get('message')}: {context.get('exception')!r}")

    loop.set_exception_handler(reported)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        loop.set_exception_handler(None)


def alive() -> dict[str, int]:
    """Count what can leak."""
    gc.collect()
    return {
        "tasks": len(asyncio.all_tasks()),
        "threads": sum("decoder" in thread.name for thread in threading.enumerate()),
        "connections": sum(
            isinstance(one, RTCPeerConnection) and one.connectionState != "closed"
            for one in gc.get_objects()
        ),
    }


def silent_plan() -> RoomPlan:
    """Return a room that only receives."""
    return RoomPlan(
        sources=lambda: (None, None),
        hands=None,
        hearing=None,
        recordings=None,
        library=Path("unused"),
    )


def grown(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """Return what there is more of."""
    return [f"{after[what] - before[what]} {what}" for what in before if after[what] > before[what]]


async def abused_offers(count: int, seed: int = 1) -> Damage:
    """Send `count` mutated offers to a real server; end the sessions that come of them."""
    damage = Damage()
    plan = silent_plan()
    limits = Limits(bad_tokens_per_minute=10, offers_per_minute=10**9)
    application = house(plan, TOKEN, most=AT_ONCE, limits=limits).application()
    rng, sources = random.Random(seed), offers()
    with watched(damage):
        before = alive()
        async with TestClient(TestServer(application)) as client:
            for first in range(0, count, AT_ONCE):
                texts = [mutated_offer(rng, sources) for _ in range(min(AT_ONCE, count - first))]
                await asyncio.gather(*(_offered(client, text, rng, damage) for text in texts))
        await _settled(before)
        damage.leaked += grown(before, alive())
    return damage


async def _offered(client: Any, text: str, rng: random.Random, damage: Damage) -> None:
    kind = rng.choice(("whip", "whep", "call"))
    answer = await client.post(
        f"/{kind}",
        data=text.encode("utf-8", "surrogatepass"),
        headers={**AUTHORIZED, "Content-Type": "application/sdp"},
    )
    damage.statuses[answer.status] += 1
    await answer.read()
    if answer.status == 201:
        ended = await client.delete(answer.headers["Location"], headers=AUTHORIZED)
        await ended.read()
        if ended.status != 200:
            damage.unhandled.append(f"DELETE was answered {ended.status}")
    elif not 400 <= answer.status < 500:
        damage.unhandled.append(f"an offer was answered {answer.status}")


async def _settled(before: dict[str, int]) -> None:
    """Give what is ending a moment to end."""
    with contextlib.suppress(TimeoutError):
        await until(lambda: all(alive()[what] <= n for what, n in before.items()), SETTLE_S)


async def abused_call(count: int, seed: int = 1) -> Damage:
    """Hand a running call `count` mutated RTP, RTCP, SCTP packets and messages."""
    damage = Damage()
    signalling = house(silent_plan(), TOKEN, most=AT_ONCE)
    with watched(damage):
        before = alive()
        async with (
            TestClient(TestServer(signalling.application())) as client,
            calling(client, "/whip", TOKEN) as caller,
        ):
            (session,) = signalling._sessions._sessions.values()
            await until(lambda: session.peer._channel is not None)
            abuse = await abuse_of(session.peer, caller, random.Random(seed))
            for number in range(count):
                kind = number % len(abuse)
                try:
                    await abuse[kind]()
                except Exception as error:  # noqa: BLE001 - whatever is raised is counted
                    damage.unhandled.append(f"kind {kind}: {error!r}")
                if number % 20 == 0:
                    await asyncio.sleep(0)
            damage.statuses[200] += count
            if session.peer.connection.connectionState != "connected":
                damage.unhandled.append("the call broke off")
        await _settled(before)
        damage.leaked += grown(before, alive())
    return damage


async def abuse_of(
    peer: Any, caller: Caller, rng: random.Random
) -> list[Callable[[], Awaitable[None]]]:
    """Return what hands a peer one more mutated packet or message of each kind."""
    transport = peer.connection.getTransceivers()[0].receiver.transport
    sctp, channel = peer.connection.sctp, peer._channel
    chunks: list[bytes] = []
    take = sctp._handle_data

    async def overhears(data: bytes) -> None:
        chunks.append(data)
        await take(data)

    sctp._handle_data = overhears
    own = caller.channel
    assert own is not None
    await until(lambda: own.readyState == "open")
    for size in range(0, 2000, 400):
        own.send("x" * size)
    media, reports = await overheard(transport)
    sctp._handle_data = take

    async def packet() -> None:
        data = mutated_bytes(rng, rng.choice(media))
        await transport._handle_rtp_data(data, arrival_time_ms=clock.current_ms())

    async def report() -> None:
        await transport._handle_rtcp_data(mutated_bytes(rng, rng.choice(reports)))

    async def chunk() -> None:
        await sctp._handle_data(checked(mutated_bytes(rng, rng.choice(chunks))))

    async def message() -> None:
        channel._taken = 0  # each is to be read, not one in fifty
        channel._received(mutated_message(rng, rng.choice(MESSAGES)))

    return [packet, report, chunk, message]


def checked(packet: bytes) -> bytes:
    """Return an SCTP packet with the checksum that belongs to it (RFC 9260, appendix A)."""
    if len(packet) < SCTP_HEADER_BYTES:
        return packet
    blank = packet[:8] + bytes(4) + packet[12:]
    return packet[:8] + struct.pack("<L", crc32c(blank)) + packet[12:]


async def overheard(transport: Any, seconds: float = 2.0) -> tuple[list[bytes], list[bytes]]:
    """Return RTP and RTCP packets that came in so many seconds, decrypted."""
    media: list[bytes] = []
    reports: list[bytes] = []
    take_media, take_report = transport._handle_rtp_data, transport._handle_rtcp_data

    async def heard_media(data: bytes, arrival_time_ms: int) -> None:
        media.append(data)
        await take_media(data, arrival_time_ms)

    async def heard_report(data: bytes) -> None:
        reports.append(data)
        await take_report(data)

    transport._handle_rtp_data, transport._handle_rtcp_data = heard_media, heard_report
    await until(lambda: len(media) > 100 * seconds and len(reports) > seconds, 30)
    transport._handle_rtp_data, transport._handle_rtcp_data = take_media, take_report
    return media, reports
