"""A recording in words: gestures, marks and sounds."""

from pathlib import Path

from app.cli.show import as_text
from app.storage.event_store import EventStore
from app.storage.summary import summarise
from audio.tagging.sounds import SoundEvent
from tests.app.storage.material import ORIGIN_NS, create
from vision.hands.deliberate import GestureMade

S = 1_000_000_000


def made(at_s: int, hand_id: int, gesture: str) -> GestureMade:
    return GestureMade(ORIGIN_NS + at_s * S, hand_id, "left" if hand_id else "right", gesture)


def test_gestures_of_one_moment_and_hand_share_a_line_and_marks_tell_their_cause(
    tmp_path: Path,
) -> None:
    recording = create(tmp_path / "r")
    store = EventStore(recording.events_path, ORIGIN_NS)
    for gesture in (made(2, 0, "victory"), made(2, 0, "count_2"), made(2, 1, "fist")):
        store.put_gesture(gesture)
    store.put_mark(ORIGIN_NS + 3 * S, "thumbs_up")
    store.close()
    recording.finish(4 * S)
    summary = summarise(recording.folder)
    assert [row["gesture"] for row in summary["gestures"]] == ["victory", "count_2", "fist"]
    assert summary["marks"] == [{"pts_ns": 3 * S, "source": "thumbs_up"}]
    lines = [line.strip() for line in as_text(summary).splitlines()]
    assert "gesture: 0:02.0  victory, count_2 (right hand)" in lines
    assert "gesture: 0:02.0  fist (left hand)" in lines
    assert "mark: 0:03.0 (thumbs_up)" in lines


def test_sounds_are_listed_those_that_go_on_after_a_pause_once(tmp_path: Path) -> None:
    recording = create(tmp_path / "r")
    store = EventStore(recording.events_path, ORIGIN_NS)
    for number, (start_s, end_s, sound) in enumerate(((1, 2, "baby_cry"), (2.5, 3, "baby_cry"))):
        times = (ORIGIN_NS + round(start_s * S), ORIGIN_NS + end_s * S)
        store.put_sound(SoundEvent(number, *times, sound, 0.75, ended=True))
    store.close()
    recording.finish(4 * S)
    summary = summarise(recording.folder)
    heard = {"sound": "baby_cry", "start_ns": S, "end_ns": 3 * S, "probability": 0.75}
    assert summary["sounds"] == [heard]
    assert "  sound: 0:01.0 to 0:03.0  baby cry" in as_text(summary).splitlines()
