"""What happened in a recording as signs on its timeline."""

from collections import Counter

from PyQt6.QtCore import QCoreApplication

from app.gui.parts.labels import clock
from app.gui.parts.timeline_painter import FAMILY, QUIET, Sign
from app.gui.said import said
from app.gui.words import family_text, gesture_text, sound_text
from app.gui.work.recording_content import RecordingContent
from vision.hands.gesture_table import counted

NS_PER_S = 1_000_000_000
COMMON = ("speech", "music")  # their colour says enough


def signs_of(content: RecordingContent) -> list[Sign]:
    """Return gaps, marks and gestures in order of time; numbers counted on fingers are no sign."""
    missing = QCoreApplication.translate("timeline", "{0} is missing")
    marked = QCoreApplication.translate("timeline", "marked")
    signs = [
        Sign(
            "gap", gap.start_ns / NS_PER_S, gap.end_ns / NS_PER_S, missing.format(said(gap.source))
        )
        for gap in content.gaps
    ]
    signs += [
        Sign("mark", mark.pts_ns / NS_PER_S, mark.pts_ns / NS_PER_S, marked)
        for mark in content.marks
    ]
    signs += [
        Sign("gesture", at_s, at_s, gesture_text(made.gesture))
        for made in content.gestures
        if counted(made.gesture) is None
        for at_s in (made.pts_ns / NS_PER_S,)
    ]
    signs += [
        Sign("sound", at_s, heard.end_ns / NS_PER_S, sound_text(heard.sound))
        for heard in content.sounds
        if heard.sound not in COMMON
        for at_s in (heard.start_ns / NS_PER_S,)
    ]
    photo = QCoreApplication.translate("timeline", "photo")
    signs += [Sign("photo", at / NS_PER_S, at / NS_PER_S, photo) for at, _ in content.photos]
    return sorted(signs, key=lambda sign: (sign.start_s, sign.kind != "mark"))


def families_of(content: RecordingContent) -> list[tuple[str, str]]:
    """Return the families of sounds in a recording with how long each lasted, longest first."""
    lasted_ns: Counter[str] = Counter()
    for heard in content.sounds:
        lasted_ns[FAMILY.get(heard.sound, QUIET)] += heard.end_ns - heard.start_ns
    return [
        (family, f"{family_text(family)} {clock(length_ns)}")
        for family, length_ns in lasted_ns.most_common()
    ]
