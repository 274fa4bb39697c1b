"""Earshot calls Earshot, and finds out what is wrong where it cannot."""

import asyncio
import functools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from app.call.attendance import Attendance
from app.call.house import house
from app.call.messages import Hello, Message, Microphone, Notice, RaisedHand
from app.call.offer import parse_offer
from app.call.peer import Peer
from app.call.room import Room, RoomPlan
from app.call.visit import Host, Visit, host_of
from app.engine.clock import MonotonicClock
from app.engine.sources.audio_file import AudioFile
from app.engine.sources.video_file import VideoFile
from app.errors import CallError, StorageError, UsageError
from tests.app.call.waiting import PATIENCE_S, until
from tests.bench.call_abuse import silent_plan

TOKEN = "sesame"
DEMO = Path(__file__).resolve().parents[3] / "assets" / "samples" / "demo.mkv"


@pytest.mark.parametrize(
    ("address", "endpoint", "kind", "token"),
    [
        ("http://127.0.0.1:8790/#token=abc", "http://127.0.0.1:8790/call", "call", "abc"),
        ("http://127.0.0.1:8790", "http://127.0.0.1:8790/call", "call", ""),
        ("https://example.org/live/whip", "https://example.org/live/whip", "whip", ""),
        ("https://example.org/whep?x=1", "https://example.org/whep?x=1", "whep", ""),
    ],
)
def test_an_address_says_where_and_how_to_call(
    address: str, endpoint: str, kind: str, token: str
) -> None:
    host = host_of(address, "")
    assert (host.endpoint, host.kind, host.token) == (endpoint, kind, token)


@pytest.mark.parametrize(
    "address",
    [
        "example.org",
        "ftp://example.org/",
        "http://",
        "",
        "https://a/#cert=5",
        "http://[::1",
        "http://a:99999/",
    ],
)
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(UsageError, match="no address to call"):
        host_of(address, "")


def speaking_plan() -> RoomPlan:
    return RoomPlan(
        sources=lambda: (VideoFile(DEMO, paced=True), AudioFile(DEMO, paced=True)),
        hands=None,
        hearing=None,
        recordings=None,
        library=Path("unused"),
    )


def received_by(peer: Peer) -> bool:
    """Tell whether sound and pictures have come."""
    assert peer.sound is not None
    assert peer.camera is not None
    pictures = peer.camera._pictures.statistics().sent
    return peer.sound.statistics().packets_received > 20 and pictures > 3


async def test_earshot_calls_earshot_and_both_hear_and_see() -> None:
    signalling = house(speaking_plan(), TOKEN)
    async with TestServer(signalling.application()) as server:
        told: list[Message | Attendance] = []
        plan = replace(speaking_plan(), watch=told.append)
        visit = Visit(host_of(f"{server.make_url('/')}#token={TOKEN}", ""), plan)
        ending, connected = asyncio.Event(), asyncio.Event()
        staying = asyncio.create_task(visit.run(ending, connected.set))
        await asyncio.wait_for(connected.wait(), PATIENCE_S)
        (session,) = signalling._sessions._sessions.values()
        for peer in (session.peer, visit._peer):
            await until(functools.partial(received_by, peer))
        session.peer.send(RaisedHand("earshot", raised=True))
        await until(lambda: Hello("Earshot", recording=False) in told)
        await until(lambda: RaisedHand("guest", raised=True) in told)  # their hand, seen from here
        session.peer.send(RaisedHand("guest", raised=True))
        session.peer.send(Notice("x"))
        ending.set()
        await asyncio.wait_for(staying, PATIENCE_S)
        hands = [message for message in told if isinstance(message, RaisedHand)]
        assert [(one.side, one.raised) for one in hands] == [  # what they say of ours is not news
            ("guest", True),
            ("guest", False),
        ]
        await until(lambda: len(signalling._sessions) == 0)


async def test_a_host_is_told_that_its_guest_records_and_is_muted(tmp_path: Path) -> None:
    told: list[Message | Attendance] = []
    signalling = house(replace(silent_plan(), watch=told.append), TOKEN)
    async with TestServer(signalling.application()) as server:
        plan = replace(speaking_plan(), recordings=tmp_path, library=tmp_path / "library.db")
        visit = Visit(host_of(str(server.make_url("/")), TOKEN), plan)
        visit.room.mute(muted=True)
        ending = asyncio.Event()
        staying = asyncio.create_task(visit.run(ending, lambda: None))
        await until(lambda: Microphone("guest", on=False) in told)
        assert told.count(Hello("Earshot", recording=True)) == 1
        ending.set()
        await asyncio.wait_for(staying, PATIENCE_S)


async def test_a_host_that_ends_the_call_ends_the_visit() -> None:
    signalling = house(silent_plan(), TOKEN)
    async with TestServer(signalling.application()) as server:
        visit = Visit(host_of(str(server.make_url("/whip")), TOKEN), speaking_plan())
        connected = asyncio.Event()
        staying = asyncio.create_task(visit.run(asyncio.Event(), connected.set))
        await asyncio.wait_for(connected.wait(), PATIENCE_S)
        (name,) = signalling._sessions._sessions
        assert signalling._sessions.end(name)
        await asyncio.wait_for(staying, PATIENCE_S)


async def test_a_wrong_token_is_told() -> None:
    async with TestServer(house(silent_plan(), TOKEN).application()) as server:
        visit = Visit(host_of(str(server.make_url("/")), "wrong"), speaking_plan())
        with pytest.raises(CallError, match="the token is wrong"):
            await visit.run(asyncio.Event(), lambda: None)


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        (r"(?s).*", "v=0\r\n"),
        (r"(?s).*", "v=0\r\no=- 0 0 IN IP4 0\r\ns=-\r\nt=0 0\r\nm=audio\r\n"),
        (r"a=candidate:.*", "a=candidate:1 1 udp\r"),
        (r"a=setup:.*\r\n", ""),
        (r"a=setup:.*\r\n", "a=setup:zz\r\n"),
        (r"a=ice-pwd:.*\r\n", ""),
    ],
)
async def test_an_answer_that_makes_no_sense_is_told(whole: str, broken: str) -> None:
    room = Room(silent_plan(), MonotonicClock())
    peer = Peer("call", MonotonicClock(), room.ours, room.hear, hears=True, speaks=True)

    async def answer(request: web.Request) -> web.Response:
        text = await peer.answer(parse_offer(await request.text()))
        return web.Response(status=201, text=re.sub(whole, broken, text, count=1))

    application = web.Application()
    application.router.add_post("/call", answer)
    async with TestServer(application) as server:
        visit = Visit(Host(str(server.make_url("/call")), "call", ""), silent_plan())
        with pytest.raises(CallError, match="makes no sense"):
            await visit.run(asyncio.Event(), lambda: None)
    await peer.close()


async def test_a_guest_that_cannot_stay_leaves_no_session_behind(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    unkept = replace(
        speaking_plan(), recordings=tmp_path / "a file", library=tmp_path / "library.db"
    )
    signalling = house(silent_plan(), TOKEN)
    async with TestServer(signalling.application()) as server:
        visit = Visit(host_of(str(server.make_url("/")), TOKEN), unkept)
        with pytest.raises(StorageError):
            await visit.run(asyncio.Event(), lambda: None)
        assert len(signalling._sessions) == 0


async def test_an_answer_that_comes_in_pieces_is_read_whole() -> None:
    room = Room(silent_plan(), MonotonicClock())
    peer = Peer("whip", MonotonicClock(), room.ours, room.hear, hears=True, speaks=False)

    async def answer(request: web.Request) -> web.StreamResponse:
        text = (await peer.answer(parse_offer(await request.text()))).encode()
        response = web.StreamResponse(status=201)
        await response.prepare(request)
        for piece in (text[:300], text[300:]):
            await response.write(piece)
            await asyncio.sleep(0.1)
        return response

    application = web.Application()
    application.router.add_post("/whip", answer)
    async with TestServer(application) as server:
        visit = Visit(Host(str(server.make_url("/whip")), "whip", ""), speaking_plan())
        ending, connected = asyncio.Event(), asyncio.Event()
        staying = asyncio.create_task(visit.run(ending, connected.set))
        waiting = asyncio.create_task(connected.wait())
        await asyncio.wait({staying, waiting}, timeout=PATIENCE_S, return_when="FIRST_COMPLETED")
        ending.set()
        await asyncio.wait_for(staying, PATIENCE_S)
        assert connected.is_set()
    await peer.close()


async def test_nobody_at_the_address_is_told() -> None:
    visit = Visit(Host("http://127.0.0.1:1/call", "call", ""), speaking_plan())
    with pytest.raises(CallError, match="nobody answers"):
        await visit.run(asyncio.Event(), lambda: None)
