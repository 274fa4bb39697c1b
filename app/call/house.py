"""All that holds calls, put together."""

from app.call.peer import WAYS, Kind, Peer
from app.call.room import Room, RoomPlan
from app.call.server import Limits, Signalling
from app.call.sessions import DEFAULT_MOST, Sessions
from app.engine.clock import MonotonicClock


def house(
    plan: RoomPlan, token: str, *, most: int = DEFAULT_MOST, limits: Limits | None = None
) -> Signalling:
    """Return the HTTP side of calls held by `plan`, with all behind it."""
    clock = MonotonicClock()
    room = Room(plan, clock)

    def make_peer(kind: Kind) -> Peer:
        hears, speaks = WAYS[kind]
        return Peer(kind, clock, room.ours, room.hear, hears=hears, speaks=speaks)

    return Signalling(Sessions(room, clock, make_peer, most), token, clock, limits)
