"""Sessions end whole: no call that was just beginning, and no connection, is left behind."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.call.messages import RaisedHand
from app.call.offer import Offer, parse_offer
from app.call.peer import Kind, Peer
from app.call.room import Room
from app.call.sessions import OverError, Sessions
from app.call.visit import Host, Visit
from app.engine.clock import MonotonicClock
from app.errors import CallError, StorageError
from tests.app.call.mutations import offers
from tests.app.call.waiting import until
from tests.bench.call_abuse import silent_plan


class Slow(Peer):
    """A peer that takes its time to answer."""

    answers: asyncio.Event

    async def answer(self, offer: Offer) -> str:
        text = await super().answer(offer)
        await self.answers.wait()
        return text


class House:
    """Sessions, the room and the peers they made."""

    def __init__(self) -> None:
        self.answers = asyncio.Event()
        self.made: list[Peer] = []
        self.room = Room(silent_plan(), MonotonicClock())
        self.sessions = Sessions(self.room, MonotonicClock(), self._make)

    def _make(self, kind: Kind) -> Peer:
        peer = Slow(
            *(kind, MonotonicClock(), self.room.ours, self.room.hear), hears=True, speaks=True
        )
        peer.answers = self.answers
        self.made.append(peer)
        return peer

    def all_closed(self) -> bool:
        return all(one.connection.connectionState == "closed" for one in self.made)


@asynccontextmanager
async def house() -> AsyncGenerator[House, None]:
    held = House()
    try:
        yield held
    finally:
        for peer in held.made:
            await peer.close()


async def test_a_call_that_begins_while_calls_end_ends_too() -> None:
    async with house() as held:
        opening = asyncio.create_task(held.sessions.open("call", parse_offer(offers()[0])))
        await until(lambda: held.made)
        await held.sessions.close()
        held.answers.set()
        with pytest.raises(OverError):
            await opening
        assert len(held.sessions) == 0
        assert held.room._guests == {}
        assert held.all_closed()
        with pytest.raises(OverError):
            await held.sessions.open("call", parse_offer(offers()[0]))
        assert len(held.made) == 1  # nothing was begun


async def test_a_call_that_ends_while_its_devices_are_opened_gives_them_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with house() as held:
        enter, opened = held.room.enter, asyncio.Event()

        async def slow(peer: Peer) -> None:
            await enter(peer)
            opened.set()
            await asyncio.sleep(0.05)

        monkeypatch.setattr(held.room, "enter", slow)
        held.answers.set()
        opening = asyncio.create_task(held.sessions.open("call", parse_offer(offers()[0])))
        await opened.wait()
        await held.sessions.close()
        with pytest.raises(OverError):
            await opening
        assert held.room._guests == {}
        assert held.all_closed()


async def test_a_connection_is_closed_whatever_becomes_of_the_recording(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def full(_: Peer) -> None:
        raise OSError(28, "No space left on device")

    async with house() as held:
        held.answers.set()
        name, _ = await held.sessions.open("call", parse_offer(offers()[0]))
        monkeypatch.setattr(held.room, "leave", full)
        assert held.sessions.end(name)
        await held.sessions.close()
        assert held.all_closed()
    assert "No space left on device" in caplog.text


async def test_a_side_that_cannot_be_kept_leaves_no_other_running() -> None:
    class Side:
        def __init__(self, error: Exception | None) -> None:
            self.error, self.stopped = error, False

        async def stop(self) -> None:
            if self.error is not None:
                raise self.error
            await asyncio.sleep(0.02)
            self.stopped = True

    async with house() as held:
        held.answers.set()
        await held.sessions.open("call", parse_offer(offers()[0]))
        (peer,) = held.made
        fine: Any = Side(None)
        broken: Any = Side(StorageError("the disk is full"))
        sides = list(held.room._guests[peer])
        held.room._guests[peer] += [broken, fine]
        held.room.tell(RaisedHand("earshot", raised=True))
        with pytest.raises(StorageError):
            await held.room.leave(peer)
        assert fine.stopped
        assert held.room._standing.now() == []
        assert all(side._session is None for side in sides)
        await held.sessions.close()


async def test_a_visit_is_closed_whatever_becomes_of_the_recording(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def full(_: Peer) -> None:
        raise StorageError("the disk is full")

    visit = Visit(Host("http://127.0.0.1:1/call", "call", ""), silent_plan())
    monkeypatch.setattr(visit.room, "leave", full)
    with pytest.raises((CallError, StorageError)):
        await visit.run(asyncio.Event(), lambda: None)
    assert visit._peer.connection.connectionState == "closed"
