"""The sessions there are: few, each under a name nobody can guess, none left behind."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from app.call.offer import Offer
from app.call.peer import Kind, Peer
from app.call.room import Room
from app.engine.clock import NS_PER_S, Clock
from app.errors import EarshotError

log = logging.getLogger(__name__)

NAME_BYTES = 16  # RFC 9725, section 5: a random name, so that knowing it is having it
CHECK_PERIOD_S = 5.0
IDLE_NS = 20 * NS_PER_S  # with the period of checks: gone within 25 s
DEFAULT_MOST = 8


class FullError(Exception):
    """There are as many sessions as there may be."""


class OverError(Exception):
    """Calls are over: all sessions end, and no more are opened."""


class RefusedError(Exception):
    """aiortc could not take an offer."""


@dataclass(slots=True)
class Session:
    """One guest's session.

    Attributes:
        peer: its connection.
        keeper: the task that ends it.
        heard_bytes: how much had come when last looked.
        heard_ns: when more had come.
    """

    peer: Peer
    keeper: asyncio.Task[None] | None
    heard_bytes: int
    heard_ns: int


class Sessions:
    """Opens, finds and ends sessions; all on one event loop."""

    def __init__(
        self, room: Room, clock: Clock, make_peer: Callable[[Kind], Peer], most: int = DEFAULT_MOST
    ) -> None:
        """Hold at most `most` sessions at once."""
        self._room = room
        self._clock = clock
        self._make_peer = make_peer
        self._most = most
        self._sessions: dict[str, Session] = {}
        self._opening = 0
        self._over = False
        self._ending: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._sessions) + self._opening

    async def open(self, kind: Kind, offer: Offer) -> tuple[str, str]:
        """Answer an offer; return the session's name and the answer.

        Raises:
            OverError: calls are over, or were before this one began.
            FullError: there are too many sessions.
            RefusedError: aiortc cannot take the offer.
            StorageError: the call is to be kept and cannot be.
        """
        self._need_going_on()
        if len(self) >= self._most:
            raise FullError
        self._opening += 1
        peer = self._make_peer(kind)
        try:
            answer = await peer.answer(offer)
            self._need_going_on()
            await self._room.enter(peer)
            self._need_going_on()
        except BaseException as error:
            await self._leave(peer)
            if isinstance(error, ValueError | RuntimeError):
                raise RefusedError(f"{type(error).__name__}: {error}") from error
            raise
        finally:
            self._opening -= 1
        name = secrets.token_urlsafe(NAME_BYTES)
        session = Session(peer, None, 0, self._clock.now_ns())
        self._sessions[name] = session
        session.keeper = asyncio.create_task(self._keep(name, session), name=f"keep {kind}")
        return name, answer

    def end(self, name: str) -> bool:
        """Begin to end a session; False where there is none of that name."""
        session = self._sessions.get(name)
        if session is None:
            return False
        session.peer.ended.set()
        self._drop(name)
        return True

    async def close(self) -> None:
        """End all sessions and wait for it; one that is just being opened ends itself."""
        self._over = True
        for name in list(self._sessions):
            self.end(name)
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _need_going_on(self) -> None:
        if self._over:
            raise OverError

    async def _leave(self, peer: Peer) -> None:
        """Have a guest leave; the connection is closed whatever becomes of what is kept."""
        try:
            await self._room.leave(peer)
        except (EarshotError, OSError) as error:
            log.error("a call was not kept whole: %s", error)
        finally:
            await peer.close()

    async def _keep(self, name: str, session: Session) -> None:
        """Wait for the end of a session, or for its silence."""
        peer = session.peer
        while not peer.ended.is_set():
            try:
                await asyncio.wait_for(peer.ended.wait(), CHECK_PERIOD_S)
            except TimeoutError:
                if await self._idle(session):
                    log.info("a %s session was idle and is ended", peer.name)
                    break
        self._drop(name)
        await self._leave(peer)

    async def _idle(self, session: Session) -> bool:
        """Tell whether nothing has come for a while: no media, no reports, no messages."""
        heard_bytes, now_ns = await session.peer.received_bytes(), self._clock.now_ns()
        if heard_bytes != session.heard_bytes:
            session.heard_bytes, session.heard_ns = heard_bytes, now_ns
        return now_ns - session.heard_ns > IDLE_NS

    def _drop(self, name: str) -> None:
        session = self._sessions.pop(name, None)
        if session is not None and session.keeper is not None:
            self._ending.add(session.keeper)
            session.keeper.add_done_callback(self._ending.discard)
