"""Names of gestures and reasons, as a person reads them, through Qt's translation."""

from PyQt6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

GESTURES = {
    "open_palm": QT_TRANSLATE_NOOP("gesture", "open palm"),
    "fist": QT_TRANSLATE_NOOP("gesture", "fist"),
    "thumbs_up": QT_TRANSLATE_NOOP("gesture", "thumbs up"),
    "thumbs_down": QT_TRANSLATE_NOOP("gesture", "thumbs down"),
    "pointing": QT_TRANSLATE_NOOP("gesture", "pointing"),
    "victory": QT_TRANSLATE_NOOP("gesture", "victory"),
    "ok": QT_TRANSLATE_NOOP("gesture", "OK"),
    "rock": QT_TRANSLATE_NOOP("gesture", "rock sign"),
    "spiderman": QT_TRANSLATE_NOOP("gesture", "Spiderman"),
    "call_me": QT_TRANSLATE_NOOP("gesture", "call me"),
    "swipe_left": QT_TRANSLATE_NOOP("gesture", "swipe left"),
    "swipe_right": QT_TRANSLATE_NOOP("gesture", "swipe right"),
    "swipe_up": QT_TRANSLATE_NOOP("gesture", "swipe up"),
    "swipe_down": QT_TRANSLATE_NOOP("gesture", "swipe down"),
    "circle_cw": QT_TRANSLATE_NOOP("gesture", "circle"),
    "circle_ccw": QT_TRANSLATE_NOOP("gesture", "circle back"),
    "wave": QT_TRANSLATE_NOOP("gesture", "wave"),
    "pinch": QT_TRANSLATE_NOOP("gesture", "pinch"),
}
ACTIONS = {
    "toggle_recording": QT_TRANSLATE_NOOP("action", "begin or end a recording"),
    "shutter": QT_TRANSLATE_NOOP("action", "take a picture"),
    "mark": QT_TRANSLATE_NOOP("action", "mark this moment"),
    "raise_hand": QT_TRANSLATE_NOOP("action", "in a call: ask for the word"),
    "lower_hand": QT_TRANSLATE_NOOP("action", "in a call: no longer"),
    "mute": QT_TRANSLATE_NOOP("action", "in a call: mute, or unmute"),
}
SIDES = {
    "left": QT_TRANSLATE_NOOP("hand", "Left"),
    "right": QT_TRANSLATE_NOOP("hand", "Right"),
}


def gesture_text(name: str) -> str:
    """Return what a gesture is called."""
    return QCoreApplication.translate("gesture", GESTURES.get(name, name.replace("_", " ")))


def action_text(name: str) -> str:
    """Return what an action does."""
    return QCoreApplication.translate("action", ACTIONS.get(name, name.replace("_", " ")))


def side_text(handedness: str) -> str:
    """Return which hand it is."""
    return QCoreApplication.translate("hand", SIDES.get(handedness, handedness))
