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
TERMS = {  # what speaks for a picture or against it; see vision.topshot.reasons
    "eyes": QT_TRANSLATE_NOOP("term", "eyes"),
    "smile": QT_TRANSLATE_NOOP("term", "smile"),
    "sharpness": QT_TRANSLATE_NOOP("term", "sharpness"),
    "exposure": QT_TRANSLATE_NOOP("term", "exposure"),
    "look": QT_TRANSLATE_NOOP("term", "look to the camera"),
    "framing": QT_TRANSLATE_NOOP("term", "framing"),
    "face": QT_TRANSLATE_NOOP("term", "a face in view"),
    "calm": QT_TRANSLATE_NOOP("term", "calm face"),
    "camera": QT_TRANSLATE_NOOP("term", "steady camera"),
    "settled": QT_TRANSLATE_NOOP("term", "settled light"),
    "action": QT_TRANSLATE_NOOP("term", "peak of the action"),
}
REASONS = (
    QT_TRANSLATE_NOOP("reason", "eyes open"),
    QT_TRANSLATE_NOOP("reason", "everyone's eyes open"),
    QT_TRANSLATE_NOOP("reason", "eyes more open"),
    QT_TRANSLATE_NOOP("reason", "bigger smile"),
    QT_TRANSLATE_NOOP("reason", "sharper"),
    QT_TRANSLATE_NOOP("reason", "better exposed"),
    QT_TRANSLATE_NOOP("reason", "looking at the camera"),
    QT_TRANSLATE_NOOP("reason", "face not cut off"),
    QT_TRANSLATE_NOOP("reason", "face in view"),
    QT_TRANSLATE_NOOP("reason", "calmer face"),
    QT_TRANSLATE_NOOP("reason", "steadier camera"),
    QT_TRANSLATE_NOOP("reason", "light has settled"),
    QT_TRANSLATE_NOOP("reason", "at the peak of the action"),
    QT_TRANSLATE_NOOP("reason", "better overall"),
)
FAMILIES = {
    "voice": QT_TRANSLATE_NOOP("sound", "voices"),
    "crowd": QT_TRANSLATE_NOOP("sound", "crowd"),
    "music": QT_TRANSLATE_NOOP("sound", "music"),
    "animal": QT_TRANSLATE_NOOP("sound", "animals"),
    "indoors": QT_TRANSLATE_NOOP("sound", "indoors"),
    "signal": QT_TRANSLATE_NOOP("sound", "signals"),
    "machine": QT_TRANSLATE_NOOP("sound", "machines"),
    "nature": QT_TRANSLATE_NOOP("sound", "nature"),
    "quiet": QT_TRANSLATE_NOOP("sound", "quiet"),
}
SOUNDS = {
    "speech": QT_TRANSLATE_NOOP("sound", "speech"),
    "singing": QT_TRANSLATE_NOOP("sound", "singing"),
    "laughter": QT_TRANSLATE_NOOP("sound", "laughter"),
    "baby_cry": QT_TRANSLATE_NOOP("sound", "baby cry"),
    "cough": QT_TRANSLATE_NOOP("sound", "cough"),
    "sneeze": QT_TRANSLATE_NOOP("sound", "sneeze"),
    "applause": QT_TRANSLATE_NOOP("sound", "applause"),
    "cheering": QT_TRANSLATE_NOOP("sound", "cheering"),
    "whistling": QT_TRANSLATE_NOOP("sound", "whistling"),
    "music": QT_TRANSLATE_NOOP("sound", "music"),
    "piano": QT_TRANSLATE_NOOP("sound", "piano"),
    "organ": QT_TRANSLATE_NOOP("sound", "organ"),
    "guitar": QT_TRANSLATE_NOOP("sound", "guitar"),
    "strings": QT_TRANSLATE_NOOP("sound", "strings"),
    "brass": QT_TRANSLATE_NOOP("sound", "brass"),
    "woodwind": QT_TRANSLATE_NOOP("sound", "woodwind"),
    "saxophone": QT_TRANSLATE_NOOP("sound", "saxophone"),
    "drums": QT_TRANSLATE_NOOP("sound", "drums"),
    "mallets": QT_TRANSLATE_NOOP("sound", "mallets"),
    "dog": QT_TRANSLATE_NOOP("sound", "dog"),
    "cat": QT_TRANSLATE_NOOP("sound", "cat"),
    "bird": QT_TRANSLATE_NOOP("sound", "bird"),
    "rooster": QT_TRANSLATE_NOOP("sound", "rooster"),
    "footsteps": QT_TRANSLATE_NOOP("sound", "footsteps"),
    "knock": QT_TRANSLATE_NOOP("sound", "knock"),
    "keyboard": QT_TRANSLATE_NOOP("sound", "keyboard"),
    "clock_tick": QT_TRANSLATE_NOOP("sound", "clock tick"),
    "phone_ring": QT_TRANSLATE_NOOP("sound", "phone ring"),
    "alarm": QT_TRANSLATE_NOOP("sound", "alarm"),
    "horn": QT_TRANSLATE_NOOP("sound", "horn"),
    "engine": QT_TRANSLATE_NOOP("sound", "engine"),
    "chainsaw": QT_TRANSLATE_NOOP("sound", "chainsaw"),
    "helicopter": QT_TRANSLATE_NOOP("sound", "helicopter"),
    "rain": QT_TRANSLATE_NOOP("sound", "rain"),
    "thunder": QT_TRANSLATE_NOOP("sound", "thunder"),
    "waves": QT_TRANSLATE_NOOP("sound", "waves"),
    "water": QT_TRANSLATE_NOOP("sound", "water"),
    "wind": QT_TRANSLATE_NOOP("sound", "wind"),
    "fire": QT_TRANSLATE_NOOP("sound", "fire"),
    "background": QT_TRANSLATE_NOOP("sound", "background"),
    "silence": QT_TRANSLATE_NOOP("sound", "silence"),
}
ADVICE = {
    "too_dark": QT_TRANSLATE_NOOP("advice", "Too dark: turn on a light."),
    "too_bright": QT_TRANSLATE_NOOP("advice", "Too bright: turn away from the light."),
    "no_face": QT_TRANSLATE_NOOP("advice", "No face in the picture."),
    "face_cut": QT_TRANSLATE_NOOP("advice", "The face is cut off: move to the middle."),
    "backlit": QT_TRANSLATE_NOOP("advice", "The light is behind you: turn around."),
    "moving": QT_TRANSLATE_NOOP("advice", "Hold still."),
    "blurred": QT_TRANSLATE_NOOP("advice", "Blurred: wipe the lens or move back a little."),
    "eyes_closed": QT_TRANSLATE_NOOP("advice", "Eyes are closed."),
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


def term_text(idea: str) -> str:
    """Return what an idea of the frame model is called."""
    return QCoreApplication.translate("term", TERMS.get(idea, idea))


def reason_text(reasons: str) -> str:
    """Return reasons, with commas between them, in the person's language."""
    pieces = reasons.split(", ")
    return ", ".join(QCoreApplication.translate("reason", piece) for piece in pieces)


def family_text(family: str) -> str:
    """Return what a family of sounds is called."""
    return QCoreApplication.translate("sound", FAMILIES.get(family, family))


def sound_text(key: str) -> str:
    """Return what a sound is called."""
    return QCoreApplication.translate("sound", SOUNDS.get(key, key.replace("_", " ")))


def advice_text(issue: str) -> str:
    """Return what to tell a person whose picture is not good."""
    return QCoreApplication.translate("advice", ADVICE[issue])
