"""A call: the person at this program, and the guests; it lasts as long as there is a guest.

Our own side runs once, however many guests there are: camera and microphone are opened when the
first one comes and given back when the last one leaves. Each guest that sends media is a side of
its own. Guests do not see each other: of a guest only that guest is told, and the person here, who
is shown one guest, whoever of those that are here came first.
"""

import asyncio
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.call.attendance import Attendance
from app.call.messages import Caption, Hello, Message, Microphone, Quality, RaisedHand, Side
from app.call.microphone import SilencedMicrophone
from app.call.outgoing import Broadcast
from app.call.peer import Ours, Peer
from app.call.quality import QualityMeter
from app.call.side import Kept, RunningSide, SideSetup
from app.call.standing import Standing, at_rest
from app.engine.clock import Clock
from app.engine.sources.source import Source
from app.hearing import Hearing
from app.pipelines.drawing import SentPicture
from app.pipelines.hands import HandsSetup
from app.storage.recording import drop_empty, new_folder
from audio.block import AudioBlock

log = logging.getLogger(__name__)

PROGRAM = "Earshot"
REPORT_PERIOD_S = 1.0
BLOCKS_WAITING = 25  # half a second: beyond it a guest hears the present
PICTURES_WAITING = 1  # a slow encoder skips

Sources = tuple[Source[object] | None, Source[object] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPlan:
    """How calls are held.

    Attributes:
        sources: makes our camera and microphone anew, None for what there is not.
        hands: how hands are followed, on both sides; None follows none.
        hearing: the engine that turns what is said into words, on both sides; None for no words.
        recordings: where calls are kept; None keeps none.
        library: the database that will find them.
        loud: play guests on the loudspeaker.
        watch: is told who is there, whether the other side records, every message as well, the
            utterances of all guests counted as one, and the Quality of the guest that is shown.
        look: is shown the pictures and sound of our side and of one guest as they flow, on the
            loop, and each ConcealedGap of that guest's sound once it is over.
    """

    sources: Callable[[], Sources]
    hands: HandsSetup | None
    hearing: Hearing | None
    recordings: Path | None
    library: Path
    loud: bool = False
    watch: Callable[[Message | Attendance], None] = lambda _: None
    look: Callable[[Side, object], None] | None = None


class Room:
    """The call that is going on, if one is."""

    def __init__(self, plan: RoomPlan, clock: Clock) -> None:
        """Prepare; nothing is opened before a guest comes."""
        self._plan = plan
        self._clock = clock
        self._camera, self._microphone = plan.sources()
        self.ours = Ours(
            sound=Broadcast(BLOCKS_WAITING) if self._microphone is not None else None,
            pictures=Broadcast(PICTURES_WAITING) if self._camera is not None else None,
        )
        self._guests: dict[Peer, list[RunningSide]] = {}
        self._reports: dict[Peer, asyncio.Task[None]] = {}
        self._standings: dict[Peer, Standing] = {}
        self._utterances: dict[tuple[Peer, int], int] = {}
        self._own: RunningSide | None = None
        self._call = ""
        self._folder: Path | None = None
        self._guests_so_far = 0
        self._door = asyncio.Lock()
        self._stopping: set[asyncio.Future[list[BaseException | None]]] = set()
        self._muted = False
        self._standing = Standing()  # of our side, and of all guests as one

    async def enter(self, peer: Peer) -> None:
        """Let a guest in whose offer was answered; raises StorageError if it cannot be kept."""
        async with self._door:
            self._standings[peer] = Standing()
            if not self._guests:
                await self._begin()
            self._guests[peer] = []
            self._plan.watch(Attendance(len(self._guests)))
            self._reports[peer] = asyncio.create_task(self._report(peer), name="tell quality")
            if peer.sound is not None or peer.camera is not None:
                side = RunningSide(self._guest(peer), self._clock)
                self._guests[peer].append(side)
                await side.start()

    async def leave(self, peer: Peer) -> None:
        """Let a guest out; the last one ends the call.

        Sides stop at once, each by itself: what one said last may take seconds to be written down.
        Raises StorageError or OSError, once all is ended, for a side that was not kept whole.
        """
        async with self._door:
            sides = self._guests.pop(peer, [])
            self._plan.watch(Attendance(len(self._guests)))
            report = self._reports.pop(peer, None)
            folder = None if self._guests else self._folder
            for state in self._standings.pop(peer, Standing()).now():
                self._watch_guests(at_rest(state))
            if not self._guests and self._own is not None:
                sides.append(self._own)
                self._own = None
            stopping = asyncio.gather(*(one.stop() for one in sides), return_exceptions=True)
            self._stopping.add(stopping)
            stopping.add_done_callback(self._stopping.discard)
        if report is not None:
            report.cancel()
            await asyncio.gather(report, return_exceptions=True)
        stopped = await stopping
        if folder is not None:
            drop_empty(folder)  # where nobody sent anything
        if not self._guests:
            for state in self._standing.now():
                if state != self._own_microphone():
                    self.tell(at_rest(state))
        for error in stopped:
            if error is not None:
                raise error

    def tell(self, message: Message) -> None:
        """Tell everyone of our side, of hand and microphone only what is new."""
        if isinstance(message, RaisedHand | Microphone) and not self._standing.put(message):
            return
        self._plan.watch(message)
        for peer in self._guests:
            peer.send(message)

    def mute(self, muted: bool) -> None:
        """Switch our microphone off, or on again, and say so; it stays so for the next guest."""
        self._muted = muted
        self.tell(self._own_microphone())

    def hear(self, peer: Peer, message: Message) -> None:
        """Take what a guest's program says of itself, and of its person's hand and microphone."""
        if isinstance(message, Hello):
            self._plan.watch(message)
        if isinstance(message, RaisedHand | Microphone) and message.side == "guest":
            self._tell_guest(peer, message)

    def _tell_guest(self, peer: Peer, message: Message) -> None:
        """Tell of a guest: that guest and the person here, and no other guest."""
        if isinstance(message, RaisedHand | Microphone):
            standing = self._standings.get(peer)
            if standing is not None and standing.put(message):
                peer.send(message)
                self._watch_guests(message)
            return
        peer.send(message)
        if isinstance(message, Caption):
            key, new = (peer, message.utterance), len(self._utterances)
            message = replace(message, utterance=self._utterances.setdefault(key, new))
        self._plan.watch(message)

    def _watch_guests(self, state: RaisedHand | Microphone) -> None:
        """Tell the person here of guests: a hand is up, a microphone off, if one of them is."""
        unusual = [one for standing in self._standings.values() for one in standing.now()]
        state = next((one for one in unusual if at_rest(one) == at_rest(state)), state)
        if self._standing.put(state):
            self._plan.watch(state)

    def _is_shown(self, peer: Peer) -> bool:
        """Tell whether a guest is the one that is shown here: the first that sends media."""
        return peer is next((one for one, sides in self._guests.items() if sides), None)

    async def _begin(self) -> None:
        """Open our own side, once the call before is put away and has given the devices back."""
        if self._stopping:
            await asyncio.wait(self._stopping)
        plan = self._plan
        self._call = uuid.uuid4().hex
        self._guests_so_far = 0
        self._utterances.clear()
        self._folder = None if plan.recordings is None else new_folder(plan.recordings)
        if self._camera is None and self._microphone is None:
            return
        microphone = self._microphone
        if microphone is not None:
            microphone = SilencedMicrophone(microphone, lambda: self._muted)
        own = RunningSide(
            SideSetup(
                name="earshot",
                camera=self._camera,
                microphone=microphone,
                hands=plan.hands,
                hearing=plan.hearing,
                kept=self._kept("earshot"),
                loud=False,
                send=self._send,
                tell=self.tell,
                mute=None if microphone is None else lambda: self.mute(not self._muted),
                look=plan.look,
            ),
            self._clock,
        )
        await own.start()
        self._own = own
        self._camera, self._microphone = plan.sources()  # for the next call

    def _own_microphone(self) -> Microphone:
        return Microphone("earshot", on=not self._muted)

    def _guest(self, peer: Peer) -> SideSetup:
        self._guests_so_far += 1
        number = "" if self._guests_so_far == 1 else f" {self._guests_so_far}"
        return SideSetup(
            name="guest",
            camera=peer.camera,
            microphone=peer.sound,
            hands=self._plan.hands,
            hearing=self._plan.hearing,
            kept=self._kept(f"guest{number}"),
            loud=self._plan.loud,
            send=None,
            tell=partial(self._tell_guest, peer),
            look=None if self._plan.look is None else partial(self._look_at, peer, self._plan.look),
        )

    def _look_at(
        self, peer: Peer, look: Callable[[Side, object], None], side: Side, item: object
    ) -> None:
        if self._is_shown(peer):
            look(side, item)

    def _kept(self, name: str) -> Kept | None:
        if self._folder is None:
            return None
        return Kept(folder=self._folder / name, library=self._plan.library, call=self._call)

    def _send(self, item: object) -> None:
        if isinstance(item, SentPicture) and self.ours.pictures is not None:
            self.ours.pictures.give(item)
        elif isinstance(item, AudioBlock) and self.ours.sound is not None:
            self.ours.sound.give(item)

    async def _report(self, peer: Peer) -> None:
        """Greet a guest, then tell once a second how well its sound arrives."""
        await peer.opened.wait()
        peer.send(Hello(PROGRAM, self._folder is not None))
        ours = [state for state in self._standing.now() if state.side == "earshot"]
        for state in (*ours, *self._standings[peer].now()):
            peer.send(state)
        meter = QualityMeter()
        while peer.sound is not None:
            await asyncio.sleep(REPORT_PERIOD_S)
            quality: Quality = meter.since(peer.sound.statistics())
            gaps = peer.sound.gaps()
            peer.send(quality)
            if not self._is_shown(peer):
                continue
            self._plan.watch(quality)
            if self._plan.look is not None:
                for gap in gaps:
                    self._plan.look("guest", gap)
