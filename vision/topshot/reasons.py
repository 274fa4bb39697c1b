"""Why one frame is better than another, in plain words out of the model's terms."""

import math

from vision.topshot.score import FrameScore

# Terms that speak of one thing are summed before they are put in words.
IDEAS = {
    "eyes": ("eye",),
    "smile": ("smile",),
    "sharpness": ("sharp", "fine"),
    "exposure": ("light", "clipped"),
    "look": ("turned", "gaze"),
    "framing": ("cut",),
    "face": ("lost_face",),
    "calm": ("change",),
    "camera": ("camera",),
    "settled": ("settled",),
    "action": ("motion", "action"),
}
WORDS = {
    "eyes": "eyes open",
    "smile": "bigger smile",
    "sharpness": "sharper",
    "exposure": "better exposed",
    "look": "looking at the camera",
    "framing": "face not cut off",
    "face": "face in view",
    "calm": "calmer face",
    "camera": "steadier camera",
    "settled": "light has settled",
    "action": "at the peak of the action",
}
EVERYONE = "everyone's eyes open"
MORE_OPEN = "eyes more open"
# Such words are true of a frame whose own terms cost it no more, not of any that is merely better.
TRUE_FROM = {"eyes": -1.0, "look": -0.5, "framing": -0.5}
MOST_WORDS = 3
# Said is what makes up at least this share of all that speaks for the frame.
TELLING_SHARE = 0.15


def reason(better: FrameScore, other: FrameScore) -> str:
    """Return why a frame is better, such as "eyes open, sharper"; the weightiest first."""
    gains = {idea: _gain(better, other, names) for idea, names in IDEAS.items()}
    for_it = sum(gain for gain in gains.values() if gain > 0)
    telling = sorted(
        (idea for idea, gain in gains.items() if gain > TELLING_SHARE * for_it),
        key=lambda idea: -gains[idea],
    )
    words = [_words(idea, better) for idea in telling]
    return ", ".join([said for said in words if said][:MOST_WORDS]) or "better overall"


def _words(idea: str, better: FrameScore) -> str:
    """Return what a frame has over another; nothing where that is not true of the frame itself."""
    worst = min(better.terms.get(name, 0.0) for name in IDEAS[idea])
    if worst < TRUE_FROM.get(idea, -math.inf):
        return MORE_OPEN if idea == "eyes" else ""
    return EVERYONE if idea == "eyes" and len(better.faces) > 1 else WORDS[idea]


def _gain(better: FrameScore, other: FrameScore, names: tuple[str, ...]) -> float:
    """Return by how many log odds some terms favour a frame."""
    return sum(better.terms.get(name, 0.0) - other.terms.get(name, 0.0) for name in names)
