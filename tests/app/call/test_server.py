"""Signalling: who is let in, what is answered, what is left behind."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from app.call import sessions
from app.call.access import Allowance, admits
from app.call.house import house
from app.call.server import Limits, Signalling
from app.engine.clock import NS_PER_S
from tests.app.call.caller import calling
from tests.app.call.mutations import offers
from tests.app.call.waiting import until
from tests.bench.call_abuse import abused_call, abused_offers, silent_plan
from tests.fakes.clock import FakeClock

TOKEN = "sesame"
SDP = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sdp"}


@asynccontextmanager
async def served(**how: Any) -> AsyncGenerator[tuple[Any, Signalling], None]:
    signalling = house(silent_plan(), TOKEN, **how)
    async with TestClient(TestServer(signalling.application())) as client:
        yield client, signalling


async def status(client: Any, path: str = "/call", **how: Any) -> int:
    answer = await client.post(path, **how)
    await answer.read()
    return int(answer.status)


def test_only_the_token_admits() -> None:
    assert admits("sesame", "Bearer sesame")
    for wrong in (
        "",
        "Bearer",
        "Bearer ",
        "Bearer sesam",
        "bearer sesame",
        "sesame",
        "Bearer \udce9",
    ):
        assert not admits("sesame", wrong)


async def test_an_allowance_comes_back_after_a_minute() -> None:
    clock = FakeClock()
    allowance = Allowance(2, clock)
    allowance.count("here")
    assert not allowance.used_up("here")
    allowance.count("here")
    assert allowance.used_up("here")
    assert not allowance.used_up("there")
    await clock.advance(61 * NS_PER_S)
    assert not allowance.used_up("here")


def test_an_allowance_remembers_no_more_addresses_than_it_may() -> None:
    allowance = Allowance(1, FakeClock())
    for number in range(3000):
        allowance.count(str(number))
    assert allowance.used_up("2999")
    assert not allowance.used_up("0")


async def test_without_the_token_nobody_learns_anything() -> None:
    async with served() as (client, _):
        assert await status(client) == 401
        assert await status(client, headers={"Authorization": "Bearer wrong"}) == 401
        gone = await client.delete("/sessions/any", headers={"Authorization": "Bearer wrong"})
        assert gone.status == 401


async def test_the_eleventh_bad_token_of_a_minute_is_too_many() -> None:
    async with served() as (client, _):
        for _ in range(10):
            assert await status(client) == 401
        assert await status(client) == 429
        assert await status(client, headers=SDP, data="garbage") == 429  # the right one waits too


async def test_offers_are_limited_too() -> None:
    async with served(limits=Limits(offers_per_minute=3)) as (client, _):
        answers = [await status(client, headers=SDP, data="garbage") for _ in range(4)]
        assert answers == [400, 400, 400, 429]


async def test_what_is_no_offer_is_refused() -> None:
    async with served() as (client, signalling):
        json = {**SDP, "Content-Type": "application/json"}
        assert await status(client, headers=json, data="{}") == 415
        assert await status(client, headers=SDP, data=b"\xff\xfe") == 400
        assert await status(client, headers=SDP, data="x" * 70_000) == 413
        assert await status(client, headers=SDP) == 400
        packed = {**SDP, "Content-Encoding": "gzip"}
        assert await status(client, headers=packed, data=b"no gzip") == 400
        assert len(signalling._sessions) == 0


async def test_other_methods_are_refused_and_told() -> None:
    async with served() as (client, _):
        assert (await client.get("/whip")).status == 405
        assert (await client.patch("/sessions/x", headers=SDP)).status == 405
        assert (await client.delete("/sessions/x", headers=SDP)).status == 404
        told = await client.options("/whip")
        assert told.status == 204
        assert told.headers["Accept-Post"] == "application/sdp"
        assert told.headers["Access-Control-Allow-Origin"] == "*"


async def test_the_page_is_served_with_nothing_of_others() -> None:
    async with served() as (client, _):
        for path, kind in (("/", "html"), ("/page.js", "javascript"), ("/page.css", "css")):
            answer = await client.get(path)
            assert answer.status == 200
            assert kind in answer.headers["Content-Type"]
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert "http" not in (await answer.text()).replace("https://www.w3.org", "")


async def test_a_session_is_made_and_deleted() -> None:
    async with served() as (client, signalling):
        answer = await client.post("/whip", headers=SDP, data=offers()[0])
        text = await answer.text()
        assert answer.status == 201, text
        assert answer.content_type == "application/sdp"
        assert "useinbandfec=1" in text
        assert "a=setup:passive" in text
        location = answer.headers["Location"]
        assert len(location.rsplit("/", 1)[1]) >= 21  # 128 bits
        assert len(signalling._sessions) == 1
        assert (await client.delete(location, headers=SDP)).status == 200
        assert (await client.delete(location, headers=SDP)).status == 404
        assert len(signalling._sessions) == 0


async def test_there_are_no_more_sessions_than_there_may_be() -> None:
    async with served(most=1) as (client, _):
        assert await status(client, headers=SDP, data=offers()[0]) == 201
        refused = await client.post("/call", headers=SDP, data=offers()[0])
        assert refused.status == 503
        assert "Retry-After" in refused.headers


async def test_a_session_that_never_connects_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "CHECK_PERIOD_S", 0.02)
    monkeypatch.setattr(sessions, "IDLE_NS", 50_000_000)
    async with served() as (client, signalling):
        assert await status(client, "/whip", headers=SDP, data=offers()[0]) == 201
        await until(lambda: len(signalling._sessions) == 0)


async def test_a_guest_of_plain_aiortc_is_heard_and_seen() -> None:
    async with served() as (client, signalling):
        async with calling(client, "/call", TOKEN) as caller:
            (session,) = signalling._sessions._sessions.values()
            sound = session.peer.sound
            assert sound is not None
            await until(lambda: sound.statistics().packets_received > 20)
            await until(lambda: any('"hello"' in text for text in caller.messages))
            assert caller.channel is not None
            caller.channel.send('{"v": 1, "type": "hand", "side": "guest", "raised": true}')
            await until(lambda: any('"raised": true' in text for text in caller.messages))
            assert await session.peer.received_bytes() > 0
        await until(lambda: len(signalling._sessions) == 0)


async def test_mutated_offers_get_only_refusals_and_leave_nothing() -> None:
    damage = await abused_offers(40)
    assert damage.unhandled == []
    assert damage.leaked == []
    assert damage.statuses[201] > 5
    assert damage.statuses[400] > 10


async def test_a_mutated_stream_breaks_nothing() -> None:
    damage = await abused_call(800)
    assert damage.unhandled == []
    assert damage.leaked == []
    await asyncio.sleep(0)
