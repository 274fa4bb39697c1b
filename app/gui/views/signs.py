"""What happened in a recording as signs on its timeline."""

from PyQt6.QtCore import QCoreApplication

from app.gui.parts.timeline_painter import Sign
from app.gui.words import gesture_text
from app.gui.work.recording_content import RecordingContent
from vision.hands.gesture_table import counted

NS_PER_S = 1_000_000_000


def signs_of(content: RecordingContent) -> list[Sign]:
    """Return gaps, marks and gestures in order of time; numbers counted on fingers are no sign."""
    missing = QCoreApplication.translate("timeline", "{0} is missing")
    marked = QCoreApplication.translate("timeline", "marked")
    signs = [
        Sign("gap", gap.start_ns / NS_PER_S, gap.end_ns / NS_PER_S, missing.format(gap.source))
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
    return sorted(signs, key=lambda sign: (sign.start_s, sign.kind != "mark"))
