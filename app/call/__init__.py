"""Calls: received sound that survives bad networks, for every aiortc program and for our own calls.

For any program, `from app.call import attach`:

track      `attach(receiver)` gives a track of repaired sound
received   one sender's sound, from packets or from aiortc's own track
fallback   the latter;  playing_rate: at 48 kHz, whatever the codec
tap        the one file that touches what aiortc keeps private
receiver   one sender's sound in real time;  opus: libopus, by ctypes
rtp, dump, replay: recordings of packets

For calls of Earshot:

server     HTTP: WHIP, WHEP, both ways, the page;  access, sessions, offer, answer: its parts
house      all of it put together
room       our own side and the guests;  side: one of them at work;  peer: one connection
attendance how many guests there are
incoming   a guest's media as sources of the engine;  lip_sync: when each picture is due
outgoing   our media as tracks
messages   what travels over the data channel;  events_channel, quality
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.call.track import attach

__all__ = ["attach"]


def __getattr__(name: str) -> Any:
    """Import `attach` when it is asked for: replaying a call needs no aiortc."""
    if name != "attach":
        raise AttributeError(f"app.call has no {name}")
    from app.call.track import attach

    return attach
