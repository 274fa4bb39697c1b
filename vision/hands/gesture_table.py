"""The table of gestures, `assets/gestures/static.toml`, as frozen values.

The file explains its own words. Here it is read, checked, and asked which shapes could be meant
by two gestures at once.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

ThumbState = Literal["out", "in", "any"]
FingerState = Literal["straight", "bent", "arched", "curled", "hooked", "any"]
ThumbDirection = Literal["up", "down", "any"]
PalmSide = Literal["camera", "any"]
Touch = Literal["index", "middle", "ring", "little"]

FORMAT = 1
SIGNS = "signs"  # the vocabulary of signs; every other one counts
COUNT_PREFIX = "count_"
RULE_KEYS = {"shape", "touches", "thumb", "palm"}

# What a state allows, in states that exclude each other.
THUMB_PARTS = {"out": {"out"}, "in": {"in"}, "any": {"out", "in"}}
FINGER_PARTS = {
    "straight": {"straight"},
    "hooked": {"hooked"},
    "arched": {"hooked", "rounded"},
    "curled": {"curled"},
    "bent": {"hooked", "rounded", "curled"},
    "any": {"straight", "hooked", "rounded", "curled"},
}


def counted(gesture: str) -> int | None:
    """Return the number that a gesture counts; None for a sign."""
    number = gesture.removeprefix(COUNT_PREFIX)
    return int(number) if number != gesture and number.isdecimal() else None


class GestureTableError(ValueError):
    """The table of gestures says something that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A condition that is half met at `at` and met in full one `margin` beyond."""

    at: float
    margin: float

    def met(self, value: float) -> float:
        """Return how well `value` lies above the threshold, 0..1."""
        return min(1.0, max(0.0, 0.5 + (value - self.at) / (2 * self.margin)))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where one state ends and the next begins; units as the names say, distances in palms."""

    bent_deg: Threshold
    curled_deg: Threshold
    hooked_root_deg: Threshold
    thumb_out: Threshold
    touch: Threshold
    thumb_up_deg: Threshold
    palm_to_camera: Threshold


@dataclass(frozen=True, slots=True)
class GestureRule:
    """One shape of one gesture.

    Attributes:
        gesture: its name.
        thumb: where the thumb is.
        fingers: how index, middle, ring and little finger are.
        touches: the finger tips that the thumb's tip meets.
        thumb_direction: where the thumb points in the picture.
        palm: which side of the hand the camera must see.
    """

    gesture: str
    thumb: ThumbState
    fingers: tuple[FingerState, FingerState, FingerState, FingerState]
    touches: tuple[Touch, ...] = ()
    thumb_direction: ThumbDirection = "any"
    palm: PalmSide = "any"

    def overlaps(self, other: "GestureRule") -> bool:
        """Tell whether one hand could meet both rules; touches exclude nothing."""
        directions = {self.thumb_direction, other.thumb_direction}
        return (
            directions != {"up", "down"}
            and not THUMB_PARTS[self.thumb].isdisjoint(THUMB_PARTS[other.thumb])
            and not any(
                FINGER_PARTS[mine].isdisjoint(FINGER_PARTS[theirs])
                for mine, theirs in zip(self.fingers, other.fingers, strict=True)
            )
        )


@dataclass(frozen=True, slots=True)
class GestureTable:
    """All vocabularies: `signs`, and counting in each culture.

    Attributes:
        thresholds: shared by all rules.
        vocabularies: rules by the name of the vocabulary.
        two_handed: the vocabularies in which five and n on two hands make 5 + n.
    """

    thresholds: Thresholds
    vocabularies: Mapping[str, tuple[GestureRule, ...]]
    two_handed: frozenset[str]

    @property
    def cultures(self) -> tuple[str, ...]:
        """The vocabularies that count."""
        return tuple(name for name in self.vocabularies if name != SIGNS)

    def rules(self, vocabulary: str) -> tuple[GestureRule, ...]:
        """Return the rules of a vocabulary; GestureTableError when there is none of that name."""
        if vocabulary not in self.vocabularies:
            raise GestureTableError(
                f"there is no gesture vocabulary {vocabulary!r}; "
                f"choose one of {', '.join(self.vocabularies)}"
            )
        return self.vocabularies[vocabulary]

    def collisions(self, vocabulary: str, other: str) -> frozenset[tuple[str, str]]:
        """Return the pairs of gestures, one of each vocabulary, that one hand could mean.

        Within one vocabulary a gesture is not paired with itself.
        """
        return frozenset(
            (mine.gesture, theirs.gesture)
            for mine in self.rules(vocabulary)
            for theirs in self.rules(other)
            if mine.overlaps(theirs) and (vocabulary != other or mine.gesture != theirs.gesture)
        )


def parse_gesture_table(text: str) -> GestureTable:
    """Read the text of the table; GestureTableError names the entry that is wrong."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GestureTableError(f"the gesture table is not valid TOML: {error}") from error
    if document.pop("format", None) != FORMAT:
        raise GestureTableError(f"the gesture table is not of format {FORMAT}")
    thresholds = _thresholds(document.pop("thresholds", {}))
    two_handed = frozenset(document.pop("two_handed", ()))
    stated = document.pop("collisions", {})
    vocabularies = {name: tuple(_vocabulary(name, table)) for name, table in document.items()}
    if SIGNS not in vocabularies:
        raise GestureTableError(f"the gesture table has no vocabulary {SIGNS!r}")
    for name in two_handed:
        _one_of(name, vocabularies, "two_handed")
    table = GestureTable(thresholds, vocabularies, two_handed)
    _check_collisions(table, stated)
    return table


def _check_collisions(table: GestureTable, stated: Mapping[str, Mapping[str, list[str]]]) -> None:
    """See that no vocabulary collides with itself, and that the file states what else does."""
    for name in table.vocabularies:
        if pairs := table.collisions(name, name):
            one, other = min(pairs)
            raise GestureTableError(
                f"{one} and {other} of {name} in the gesture table share a hand's shape"
            )
    for culture in table.cultures:
        told = {(sign, n) for sign, ns in stated.get(culture, {}).items() for n in ns}
        if differing := told ^ table.collisions(SIGNS, culture):
            sign, number = min(differing)
            raise GestureTableError(
                f"collisions.{culture} of the gesture table is wrong about {sign} and {number}"
            )


def _thresholds(table: Mapping[str, Any]) -> Thresholds:
    names = Thresholds.__dataclass_fields__
    for name in table:
        _one_of(name, names, "thresholds")
    values = {}
    for name in names:
        row = table.get(name)
        if not isinstance(row, dict) or row.keys() != {"at", "margin"} or not row["margin"] > 0:
            raise GestureTableError(
                f"thresholds.{name} of the gesture table needs `at` and a positive `margin`"
            )
        values[name] = Threshold(float(row["at"]), float(row["margin"]))
    return Thresholds(**values)


def _vocabulary(name: str, table: object) -> Iterable[GestureRule]:
    if not isinstance(table, dict):
        raise GestureTableError(f"{name} in the gesture table is not a vocabulary")
    for gesture, rows in table.items():
        for row in rows if isinstance(rows, list) else [rows]:
            yield _rule(gesture, row, f"{name}.{gesture}")


def _rule(gesture: str, row: object, where: str) -> GestureRule:
    if not isinstance(row, dict) or "shape" not in row:
        raise GestureTableError(f"{where} in the gesture table has no shape")
    for key in row:
        _one_of(key, RULE_KEYS, where)
    shape = str(row["shape"]).split()
    if len(shape) != 1 + len(get_args(Touch)):
        raise GestureTableError(f"{where} in the gesture table: a shape is five words, thumb first")
    for word in shape[1:]:
        _one_of(word, get_args(FingerState), where)
    for word in row.get("touches", []):
        _one_of(word, get_args(Touch), where)
    return GestureRule(
        gesture,
        thumb=cast("ThumbState", _one_of(shape[0], get_args(ThumbState), where)),
        fingers=cast("tuple[FingerState, FingerState, FingerState, FingerState]", tuple(shape[1:])),
        touches=tuple(row.get("touches", [])),
        thumb_direction=_one_of(row.get("thumb", "any"), get_args(ThumbDirection), where),
        palm=_one_of(row.get("palm", "any"), get_args(PalmSide), where),
    )


def _one_of(word: Any, known: Iterable[str], where: str) -> Any:
    """Return `word` when it is known."""
    if word not in known:
        raise GestureTableError(
            f"{where} in the gesture table: {word!r} is none of {', '.join(sorted(known))}"
        )
    return word
