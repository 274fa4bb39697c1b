"""The sounds that Earshot tells apart, read from the assets."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import ModelError

ONTOLOGY = Path(__file__).resolve().parents[1] / "assets" / "tagging" / "ontology.toml"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class SoundClass:
    """One kind of sound.

    Attributes:
        name: the class in AudioSet's ontology.
        key: the same in snake_case, as events and file formats write it.
        family: the group whose colour it has.
        members: AudioSet's names of all that is this sound, `name` first.
    """

    name: str
    key: str
    family: str
    members: tuple[str, ...]


def parse_sound_classes(text: str) -> tuple[SoundClass, ...]:
    """Return the classes of an ontology, in its order.

    Raises:
        ModelError: it has another format, a family it does not list, or a key twice.
    """
    table = tomllib.loads(text)
    if table.get("format") != FORMAT:
        raise ModelError(f"the table of sounds must have format {FORMAT}")
    classes = tuple(
        SoundClass(row["name"], row["key"], row["family"], (row["name"], *row["members"]))
        for row in table["class"]
    )
    for one in classes:
        if one.family not in table["families"]:
            raise ModelError(f"the sound {one.key} is of the unlisted family {one.family}")
    if len({one.key for one in classes}) < len(classes):
        raise ModelError("the table of sounds has a key twice")
    return classes


def load_sound_classes(path: Path = ONTOLOGY) -> tuple[SoundClass, ...]:
    """Read the classes that ship with Earshot."""
    return parse_sound_classes(path.read_text(encoding="utf-8"))


def families(classes: Sequence[SoundClass]) -> tuple[str, ...]:
    """Return the families in the order of their first classes."""
    return tuple(dict.fromkeys(one.family for one in classes))
