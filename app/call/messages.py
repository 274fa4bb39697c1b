"""What travels over the data channel: JSON objects with a version, the same both ways.

    {"v": 1, "type": "caption", "side": "earshot", "utterance": 3, "text": "hello", "final": true}

Whoever reads ignores types it does not know, so that a newer program can talk to an older one; a
message of another version is refused whole. A side is "earshot" for the person at this program, or
"guest" for the one who called.
"""

import dataclasses
import json
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal, get_args

VERSION = 1
CHANNEL = "earshot"
MAX_MESSAGE_BYTES = 16 * 1024
MAX_DEPTH = 8

Side = Literal["earshot", "guest"]
SIDES: tuple[Side, ...] = get_args(Side)


class BadMessageError(ValueError):
    """A message that cannot be understood; the text says why."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message each way.

    Attributes:
        program: who speaks, for people to read.
        recording: the call is being recorded.
    """

    type: ClassVar[str] = "hello"
    program: str
    recording: bool


@dataclass(frozen=True, slots=True)
class Caption:
    """Words of an utterance; a later message of the same side and number replaces it.

    Attributes:
        side: who said it.
        utterance: its number.
        text: what seems to have been said; empty takes it back.
        final: it will not change any more.
    """

    type: ClassVar[str] = "caption"
    side: Side
    utterance: int
    text: str
    final: bool


@dataclass(frozen=True, slots=True)
class Gesture:
    """A gesture that a person made.

    Attributes:
        side: whose.
        gesture: its name, as in `vision.hands.deliberate`.
        handedness: "left" or "right", the person's own.
    """

    type: ClassVar[str] = "gesture"
    side: Side
    gesture: str
    handedness: str


@dataclass(frozen=True, slots=True)
class RaisedHand:
    """Someone asks to speak, or no longer does; a guest's program may send it too."""

    type: ClassVar[str] = "hand"
    side: Side
    raised: bool


@dataclass(frozen=True, slots=True)
class Microphone:
    """Someone's microphone was switched off, or on again; a guest's program may send it too."""

    type: ClassVar[str] = "microphone"
    side: Side
    on: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """How what the guest says arrives here, over the last second.

    Attributes:
        loss_percent: packets of sound that did not come.
        concealed_percent: sound that was made up for them.
        recovered_percent: sound that redundancy brought back.
        delay_ms: of sound, from arrival to playing.
        jitter_ms: of its packets.
    """

    type: ClassVar[str] = "quality"
    loss_percent: float
    concealed_percent: float
    recovered_percent: float
    delay_ms: float
    jitter_ms: float


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for a person."""

    type: ClassVar[str] = "notice"
    text: str


Message = Hello | Caption | Gesture | RaisedHand | Microphone | Quality | Notice
TYPES: dict[str, type[Message]] = {
    kind.type: kind for kind in (Hello, Caption, Gesture, RaisedHand, Microphone, Quality, Notice)
}
FIELDS: dict[str, type | tuple[type, ...]] = {
    "program": str,
    "recording": bool,
    "utterance": int,
    "text": str,
    "final": bool,
    "gesture": str,
    "handedness": str,
    "raised": bool,
    "on": bool,
    "loss_percent": (int, float),
    "concealed_percent": (int, float),
    "recovered_percent": (int, float),
    "delay_ms": (int, float),
    "jitter_ms": (int, float),
}


def swapped(message: Message) -> Message:
    """Return a message as the other side would say it: each program is "earshot" to itself."""
    if not isinstance(message, Caption | Gesture | RaisedHand | Microphone):
        return message
    return dataclasses.replace(message, side="guest" if message.side == "earshot" else "earshot")


def written(message: Message) -> str:
    """Return a message as JSON."""
    fields = asdict(message)
    return json.dumps({"v": VERSION, "type": message.type, **fields}, ensure_ascii=False)


def read(text: str | bytes) -> Message | None:
    """Return a message, or None for one of a type we do not know.

    Raises BadMessageError, and nothing else, for what is no message.
    """
    if not isinstance(text, str):
        raise BadMessageError("it is not text")
    if len(text.encode("utf-8", "replace")) > MAX_MESSAGE_BYTES:
        raise BadMessageError(f"it is longer than {MAX_MESSAGE_BYTES} bytes")
    if text.count("[") + text.count("{") > MAX_DEPTH:
        raise BadMessageError("it is nested too deeply")  # json would run out of stack
    try:
        fields = json.loads(text, parse_constant=_refuse)
    except ValueError as error:
        raise BadMessageError(f"it is not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise BadMessageError("it is not an object")
    version, name = fields.pop("v", None), fields.pop("type", None)
    if version != VERSION or isinstance(version, bool):
        raise BadMessageError(f"its version is not {VERSION}")
    if not isinstance(name, str):
        raise BadMessageError("it has no type")
    kind = TYPES.get(name)
    return None if kind is None else _made(kind, fields)


def _made(kind: type[Message], fields: dict[str, Any]) -> Message:
    """Return the message; fields it does not have are ignored."""
    values: dict[str, Any] = {}
    for name in (field.name for field in dataclasses.fields(kind)):
        if name not in fields:
            raise BadMessageError(f"it has no {name}")
        value = fields[name]
        if not _fits(name, value):
            raise BadMessageError(f"its {name} makes no sense")
        values[name] = value
    return kind(**values)


def _fits(name: str, value: object) -> bool:
    if name == "side":
        return isinstance(value, str) and value in SIDES
    wanted = FIELDS[name]
    return isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no number")
