"""Names of gestures and reasons, as a person reads them, through Qt's translation."""

from PyQt6.QtCore import QCoreApplication

GESTURES = {
    "open_palm": "open palm",
    "fist": "fist",
    "thumbs_up": "thumbs up",
    "thumbs_down": "thumbs down",
    "pointing": "pointing",
    "victory": "victory",
    "ok": "OK",
    "rock": "rock sign",
    "spiderman": "Spiderman",
    "call_me": "call me",
    "swipe_left": "swipe left",
    "swipe_right": "swipe right",
    "swipe_up": "swipe up",
    "swipe_down": "swipe down",
    "circle_cw": "circle",
    "circle_ccw": "circle back",
    "wave": "wave",
    "pinch": "pinch",
}
ACTIONS = {
    "toggle_recording": "begin or end a recording",
    "shutter": "take a picture",
    "mark": "mark this moment",
    "raise_hand": "in a call: ask for the word",
    "lower_hand": "in a call: no longer",
    "mute": "in a call: mute, or unmute",
}
SIDES = {"left": "Left", "right": "Right"}


def gesture_text(name: str) -> str:
    """Return what a gesture is called."""
    return QCoreApplication.translate("gesture", GESTURES.get(name, name.replace("_", " ")))


def action_text(name: str) -> str:
    """Return what an action does."""
    return QCoreApplication.translate("action", ACTIONS.get(name, name.replace("_", " ")))


def side_text(handedness: str) -> str:
    """Return which hand it is."""
    return QCoreApplication.translate("hand", SIDES.get(handedness, handedness))
