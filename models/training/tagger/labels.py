"""Which class each label of the collected sounds is.

The collections write short labels (`labels.tsv`); whatever has no class of its own is background.
"""

from collections.abc import Mapping

AMBIGUOUS: frozenset[str] = frozenset({"boat", "scream", "chicken", "cry", "exercise_bike"})
"""Labels between two classes: neither learnt from nor judged by."""

CLASS_OF_LABEL: Mapping[str, str] = {
    "speech": "speech",
    "radio_chatter": "speech",
    "singing": "singing",
    "laughter": "laughter",
    "baby_cry": "baby_cry",
    "cough": "cough",
    "sneeze": "sneeze",
    "applause": "applause",
    "cheering": "cheering",
    "whistle": "whistling",
    "music": "music",
    "piano": "piano",
    "organ": "organ",
    "guitar": "guitar",
    "strings": "strings",
    "brass": "brass",
    "wind": "woodwind",  # of an orchestra; the weather is wind_n
    "sax": "saxophone",
    "drum": "drums",
    "bells": "mallets",
    "dog": "dog",
    "cat": "cat",
    "bird": "bird",
    "rooster": "rooster",
    "footsteps": "footsteps",
    "knock": "knock",
    "typing": "keyboard",
    "clock_tick": "clock_tick",
    "phone": "phone_ring",
    "alarm": "alarm",
    "car_alarm": "alarm",
    "siren": "alarm",
    "reverse_beep": "alarm",
    "horn": "horn",
    "engine": "engine",
    "street": "engine",
    "train": "engine",
    "chainsaw": "chainsaw",
    "helicopter": "helicopter",
    "rain": "rain",
    "thunder": "thunder",
    "waves": "waves",
    "water": "water",
    "toilet": "water",
    "wind_n": "wind",
    "fire": "fire",
}


def class_of(label: str) -> str | None:
    """Return the key of a label's class; None when it is ambiguous."""
    return None if label in AMBIGUOUS else CLASS_OF_LABEL.get(label, "background")
