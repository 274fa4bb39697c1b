"""The shipped table of gestures, for tests."""

from pathlib import Path

from vision.hands.gesture_table import GestureTable, parse_gesture_table

TABLE_TEXT = (
    Path(__file__).resolve().parents[3] / "assets" / "gestures" / "static.toml"
).read_text(encoding="utf-8")


def shipped_table() -> GestureTable:
    return parse_gesture_table(TABLE_TEXT)
