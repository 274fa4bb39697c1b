"""The classes of sound that ship with Earshot, in the order of every tagger's scores."""

from models.sound_classes import SoundClass, families, load_sound_classes

CLASSES: tuple[SoundClass, ...] = load_sound_classes()
FAMILIES: tuple[str, ...] = families(CLASSES)
INDEX: dict[str, int] = {one.key: index for index, one in enumerate(CLASSES)}
"""Where a class stands in the scores, by its key."""
