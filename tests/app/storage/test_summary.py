"""The summary agrees with what was recorded and is plain JSON."""

import json
from pathlib import Path

import pytest

from app.engine.events import Gap, GapReason, Notice
from app.errors import StorageError
from app.storage.event_store import EventStore
from app.storage.summary import summarise
from tests.app.storage.material import ORIGIN_NS, create, hand, hands
from tests.app.storage.test_repair import record


def test_everything_is_told(tmp_path: Path) -> None:
    recording = record(tmp_path / "a")
    recording.finish(500_000_000)
    told = summarise(recording.folder)
    assert json.loads(json.dumps(told)) == told
    assert told["id"] == recording.meta.id
    assert (told["state"], told["duration_ns"]) == ("finished", 500_000_000)
    assert told["audio"] == {
        "sample_rate_hz": 48_000,
        "channels": 2,
        "samples": 24_000,
        "duration_ns": 500_000_000,
    }
    assert told["video"] == {"width": 64, "height": 48, "frames": 15, "fps": 30.303}
    assert [(word["text"], word["start_ns"]) for word in told["words"]] == [
        *(("half", 0), ("a", 100_000_000), ("second", 200_000_000)),
    ]


def test_events_alone(tmp_path: Path) -> None:
    recording = create(tmp_path / "a")
    store = EventStore(recording.events_path, ORIGIN_NS)
    store.put_hands(hands(ORIGIN_NS))
    store.put_hands(hands(ORIGIN_NS + 33, hand(2), hand(3)))
    store.put_hands(hands(ORIGIN_NS + 66, hand(2)))
    store.put_gap(Gap(ORIGIN_NS, ORIGIN_NS + 9, "camera", GapReason.NO_DEVICE))
    store.put_notice(Notice(ORIGIN_NS, "camera", "No camera."))
    store.commit()
    told = summarise(recording.folder)  # while it is being recorded
    store.close()
    assert told["state"] == "recording"
    assert told["duration_ns"] is told["audio"] is told["video"] is None
    assert told["hands"] == {
        "frames": 3,
        "frames_with_hands": 2,
        "percent": 66.7,
        "frames_of_hand": {"2": 2, "3": 1},
    }
    assert told["gaps"] == [{"source": "camera", "start_ns": 0, "end_ns": 9, "reason": "no device"}]
    assert told["notices"] == [{"pts_ns": 0, "source": "camera", "text": "No camera."}]
    assert told["drops"] == {}


def test_no_recording(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is not a recording"):
        summarise(tmp_path)
