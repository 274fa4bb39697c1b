"""Sounds as people look at them: a dog that barks, pauses and barks again is one stretch of dog."""

from collections.abc import Iterable

from app.engine.clock import NS_PER_S
from app.storage.events import StoredSound

PAUSE_NS = NS_PER_S  # the same sound after a shorter pause goes on


def segments(sounds: Iterable[StoredSound]) -> list[StoredSound]:
    """Return the sounds, those that go on after a short pause joined, by their beginnings.

    The probability of what is joined is the mean over the time that it sounds.
    """
    last: dict[str, StoredSound] = {}
    sounding_ns: dict[str, int] = {}
    done: list[StoredSound] = []
    for sound in sorted(sounds, key=lambda one: one.start_ns):
        length_ns = max(sound.end_ns - sound.start_ns, 1)
        before = last.get(sound.sound)
        if before is None or sound.start_ns - before.end_ns > PAUSE_NS:
            if before is not None:
                done.append(before)
            last[sound.sound], sounding_ns[sound.sound] = sound, length_ns
            continue
        known_ns = sounding_ns[sound.sound]
        probability = before.probability * known_ns + sound.probability * length_ns
        last[sound.sound] = StoredSound(
            before.start_ns,
            max(before.end_ns, sound.end_ns),
            sound.sound,
            probability / (known_ns + length_ns),
        )
        sounding_ns[sound.sound] = known_ns + length_ns
    return sorted([*done, *last.values()], key=lambda one: (one.start_ns, one.sound))
