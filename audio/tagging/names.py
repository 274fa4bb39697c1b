"""Sounds by the names people give them."""

import difflib
from collections.abc import Sequence

from audio.tagging.ontology import CLASSES, FAMILIES

CLOSE = 0.7  # how alike a name must be to be suggested, as difflib counts


def sounds_called(name: str) -> tuple[str, ...]:
    """Return the keys of the classes that `name` means; none when it means nothing.

    A family's name means all its classes; else a class's own name, or that of one of its members.
    """
    wanted = plain(name)
    if wanted in FAMILIES:
        return tuple(one.key for one in CLASSES if one.family == wanted)
    named = tuple(one.key for one in CLASSES if wanted in (plain(one.key), plain(one.name)))
    return named or tuple(
        one.key for one in CLASSES if wanted in {part for m in one.members for part in parts(m)}
    )


def alike(name: str) -> Sequence[str]:
    """Return names of classes that look like this one, the best first."""
    names = [plain(one.key) for one in CLASSES]
    return difflib.get_close_matches(plain(name), names, cutoff=CLOSE)


def plain(name: str) -> str:
    """Return a name in small letters, with blanks between its words."""
    return " ".join(name.replace("_", " ").casefold().split())


def parts(name: str) -> tuple[str, ...]:
    """Return the whole name and what its commas part, as AudioSet lists what is one class."""
    return (plain(name), *(plain(part) for part in name.split(",")))
