"""A call held by this program: devices shared, a page for the guest served, all of it looked at."""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from app.call.attendance import Attendance
from app.config import Config
from app.engine.media import CameraFrame
from app.engine.sources.by_address import picture_source, sound_source
from app.engine.sources.source import Source
from app.errors import CallError
from app.gui.work.call_sound import LastMinute
from app.gui.work.fetching import Fetching
from app.gui.work.jobs import hands_or_notice
from app.hearing import ready_hearing
from app.pipelines.preview import Picture, shrunk
from audio.plc.heard import ConcealedGap

if TYPE_CHECKING:
    from app.call.room import Room, RoomPlan

log = logging.getLogger(__name__)

HOST, FIRST_PORT, PORTS = "127.0.0.1", 8790, 20
SHOWN_PX = 640


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWish:
    """What a call is to be.

    Attributes:
        camera: its address; empty for none.
        microphone: its address; empty for none.
        recorded: whether both sides are kept.
        near: whether others in this network may join, and not this machine alone.
        link: of the call that is joined; empty to hold one.
    """

    camera: str
    microphone: str
    recorded: bool
    near: bool = False
    link: str = ""


@dataclass(slots=True)
class CallNews:
    """What happened since the window last looked.

    Attributes:
        pictures: the newest of each side, "earshot" being ours.
        messages: what `app.call.messages` tells, oldest first.
        gaps: of the guest's sound that ended.
    """

    pictures: dict[str, Picture] = field(default_factory=dict)
    messages: list[object] = field(default_factory=list)
    gaps: list[ConcealedGap] = field(default_factory=list)


class CallRun:
    """Holds calls until `end`; news are taken by `take`, from the window's thread."""

    def __init__(self, ring: Callable[[], None]) -> None:
        """Call `ring`, from any thread, when there is something new."""
        self._ring = ring
        self._lock = threading.Lock()
        self._news = CallNews()
        self._converter = ThreadPoolExecutor(1, thread_name_prefix="call pictures")
        self._converting: set[str] = set()
        self._room: Room | None = None
        self.ending = asyncio.Event()
        self.minute = LastMinute()
        self._guests = self._departed = 0  # how many are here, and have left

    def take(self) -> CallNews:
        """Return what happened since the last call."""
        with self._lock:
            news, self._news = self._news, CallNews()
        return news

    def raise_hand(self, raised: bool) -> None:
        """Tell the guest that our hand is raised, or no longer; on the loop."""
        from app.call.messages import RaisedHand

        if self._room is not None:
            self._room.tell(RaisedHand("earshot", raised))

    def mute(self, muted: bool) -> None:
        """Switch our microphone off, or on again; on the loop."""
        if self._room is not None:
            self._room.mute(muted)

    async def hold(
        self,
        wish: CallWish,
        config: Config,
        library: Path,
        fetching: Fetching,
        opened: Callable[[str], object],
    ) -> None:
        """Hold calls, or join one, until `ending` is set; `opened` is told the link that joins.

        Raises:
            EarshotError: calls cannot be made here, or a device cannot be used.
        """
        missing = [name for name in ("aiohttp", "aiortc") if find_spec(name) is None]
        if missing:
            raise CallError(f"calls need {' and '.join(missing)}: pip install -e '.[call]'")
        from app.call.room import RoomPlan

        hands = await asyncio.to_thread(hands_or_notice, config, fetching, [])
        plan = RoomPlan(
            sources=lambda: self._sources(wish),
            hands=hands,
            hearing=await asyncio.to_thread(ready_hearing, config, []),
            recordings=config.recordings if wish.recorded else None,
            library=library,
            loud=True,
            watch=self._hear,
            look=self._look,
        )
        if wish.link:
            await self._join(wish.link, plan, opened)
        else:
            await self._hold(plan, opened, near=wish.near)

    async def _join(self, link: str, plan: "RoomPlan", opened: Callable[[str], object]) -> None:
        from app.call.visit import Visit, host_of

        visit = Visit(host_of(link, ""), plan)
        self._room = visit.room
        await visit.run(self.ending, partial(self._told, opened, link))

    async def _hold(self, plan: "RoomPlan", opened: Callable[[str], object], *, near: bool) -> None:
        from app.call.access import new_token
        from app.call.peer import WAYS, Kind, Peer
        from app.call.room import Room
        from app.call.server import Signalling
        from app.call.sessions import DEFAULT_MOST, Sessions
        from app.engine.clock import MonotonicClock

        clock = MonotonicClock()
        room = self._room = Room(plan, clock)

        def make_peer(kind: Kind) -> Peer:
            hears, speaks = WAYS[kind]
            return Peer(kind, clock, room.ours, room.hear, hears=hears, speaks=speaks)

        token = new_token()
        signalling = Signalling(Sessions(room, clock, make_peer, DEFAULT_MOST), token, clock, None)
        await self._serve(signalling, token, opened, near=near)

    def _told(self, opened: Callable[[str], object], link: str) -> None:
        opened(link)

    async def _serve(
        self, signalling: object, token: str, opened: Callable[[str], object], *, near: bool
    ) -> None:
        from app.call.certificate import own_address, own_certificate
        from app.call.server import Signalling, serving

        assert isinstance(signalling, Signalling)
        host, tls, link = HOST, None, f"http://{HOST}:{{}}/#token={token}"
        if near:
            host = own_address()
            tls, known = own_certificate(host)
            link = f"https://{host}:{{}}/#token={token}&cert={known}"
        for port in range(FIRST_PORT, FIRST_PORT + PORTS):
            try:
                runner = await serving(signalling.application(), host, port, tls)
            except OSError:
                log.info("port %d is taken", port)
                continue
            try:
                opened(link.format(port))
                await self.ending.wait()
            finally:
                await runner.cleanup()
            return
        raise CallError(f"no port from {FIRST_PORT} on is free for a call")

    def _sources(self, wish: CallWish) -> tuple[Source[object] | None, Source[object] | None]:
        camera = picture_source(wish.camera) if wish.camera else None
        microphone = sound_source(wish.microphone) if wish.microphone else None
        return camera, microphone

    def _hear(self, message: object) -> None:
        if isinstance(message, Attendance):
            another = message.guests < self._guests or not self._guests
            if message.guests and another:  # of the one who left last all is kept
                self.minute = LastMinute()
        with self._lock:
            if isinstance(message, Attendance):
                self._put_attendance(message.guests)
            self._news.messages.append(message)
        self._ring()

    def _put_attendance(self, guests: int) -> None:
        if guests < self._guests:  # what was seen of the one that left is of no other guest
            self._departed += 1
            self._news.pictures.pop("guest", None)
        self._guests = guests

    def _look(self, side: str, item: object) -> None:
        """See what flows, on the loop: pictures are converted elsewhere, one at a time."""
        if isinstance(item, CameraFrame):
            if side not in self._converting:
                self._converting.add(side)
                self._converter.submit(self._convert, side, item, self._departed)
        elif side == "guest":
            self.minute.push(item)
            if isinstance(item, ConcealedGap):
                with self._lock:
                    self._news.gaps.append(item)
                self._ring()

    def _convert(self, side: str, item: CameraFrame, departed: int) -> None:
        picture = Picture(item.pts_ns, shrunk(item.picture, SHOWN_PX))
        with self._lock:
            if side != "guest" or departed == self._departed:
                self._news.pictures[side] = picture
        self._converting.discard(side)
        self._ring()
