"""Offers, packets and messages as an enemy or a broken program would send them; seeded."""

import random
import re
from pathlib import Path

OFFERS = Path(__file__).resolve().parents[2] / "data" / "call"
NASTY = (
    "",
    "0",
    "-1",
    "65536",
    "4294967296",
    "9" * 40,
    "\0",
    "\N{SNOWMAN}",
    "\N{ARABIC-INDIC DIGIT FIVE}",
    "a" * 2000,
    "../..",
    "%s%n",
    " ",
    ":",
    "=",
    "*",
    "sendrecv",
    "1 2 3",
)


def offers() -> list[str]:
    """Return real offers of real clients."""
    return [path.read_bytes().decode() for path in sorted(OFFERS.glob("*.sdp"))]


def mutated_offer(rng: random.Random, sources: list[str]) -> str:
    """Return an offer with one to four faults."""
    text = rng.choice(sources)
    for _ in range(rng.randint(1, 4)):
        text = rng.choice(FAULTS)(rng, text, sources)
    return text


def _lines_changed(rng: random.Random, text: str, sources: list[str]) -> str:
    lines = text.splitlines()
    if not lines:
        return text
    place = rng.randrange(len(lines))
    match rng.randrange(5):
        case 0:
            del lines[place]
        case 1:
            lines.insert(place, lines[place])
        case 2:
            other = rng.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
        case 3:
            lines.insert(place, rng.choice(rng.choice(sources).splitlines()))
        case _:
            lines = [line for line in lines if not line.startswith(lines[place][:6])]
    return rng.choice(("\r\n", "\r\n", "\n")).join(lines)


def _value_changed(rng: random.Random, text: str, sources: list[str]) -> str:
    places = list(re.finditer(r"[^\s:=/;,]+", text))
    if not places:
        return text
    place = rng.choice(places)
    return text[: place.start()] + rng.choice(NASTY) + text[place.end() :]


def _number_changed(rng: random.Random, text: str, sources: list[str]) -> str:
    places = list(re.finditer(r"\d+", text))
    if not places:
        return text
    place = rng.choice(places)
    number = str(rng.choice((rng.randrange(256), rng.randrange(1 << 33), -1)))
    return text[: place.start()] + number + text[place.end() :]


def _character_changed(rng: random.Random, text: str, sources: list[str]) -> str:
    if not text:
        return text
    place = rng.randrange(len(text))
    return text[:place] + chr(rng.randrange(1, 0x300)) + text[place + 1 :]


def _cut(rng: random.Random, text: str, sources: list[str]) -> str:
    return text[: rng.randrange(len(text) + 1)]


def _block_repeated(rng: random.Random, text: str, sources: list[str]) -> str:
    start = rng.randrange(len(text) + 1)
    return text + text[start : start + rng.randrange(3000)]


FAULTS = (
    _lines_changed,
    _lines_changed,
    _value_changed,
    _value_changed,
    _number_changed,
    _number_changed,
    _character_changed,
    _cut,
    _block_repeated,
)


def mutated_bytes(rng: random.Random, data: bytes) -> bytes:
    """Return bytes with one to six faults."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        match rng.randrange(6):
            case 0 if changed:
                changed[rng.randrange(len(changed))] = rng.randrange(256)
            case 1 if changed:
                changed[rng.randrange(min(16, len(changed)))] ^= 1 << rng.randrange(8)
            case 2:
                del changed[rng.randrange(len(changed) + 1) :]
            case 3:
                changed += rng.randbytes(rng.randrange(64))
            case 4 if changed:
                place = rng.randrange(len(changed))
                changed[place : place + 4] = rng.randbytes(4)
            case _:
                place = rng.randrange(len(changed) + 1)
                changed[place:place] = rng.randbytes(rng.randrange(1, 9))
    return bytes(changed)


def mutated_message(rng: random.Random, text: str) -> str | bytes:
    """Return a message of the data channel with faults, as text or as bytes."""
    match rng.randrange(8):
        case 0:
            return mutated_bytes(rng, text.encode())
        case 1:
            return "[" * rng.randrange(20000)
        case 2:
            return '{"v":1,"type":"hand","side":"guest","raised":' + "9" * rng.randrange(6000) + "}"
        case 3:
            return text * rng.randrange(2, 400)
        case 4:
            return _value_changed(rng, text, [])
        case 5:
            return _number_changed(rng, text, [])
        case 6:
            return text.replace("true", rng.choice(("null", "1", "[]", "{}", '"true"', "NaN")))
        case _:
            return mutated_bytes(rng, text.encode()).decode("utf-8", "replace")
