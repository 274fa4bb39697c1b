"""What is kept of a call: every side by itself, its words with its name."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from app.storage import wav
from app.storage.event_store import EventStore
from app.storage.library import Library
from app.storage.recording import Recording
from app.storage.takes import preferred_take
from app.storage.video_file import read_video_info
from tests.app.storage.material import final
from tests.bench.call_recording import recorded_call


def test_a_guest_is_kept_whole_and_can_be_found(tmp_path: Path) -> None:
    asyncio.run(recorded_call(tmp_path, 2.0))
    recording = Recording.open(next(tmp_path.glob("*/guest")))
    assert recording.meta.state == "finished"
    assert recording.meta.speaker == "guest"
    assert (recording.meta.duration_ns or 0) > 1e9
    assert wav.read_info(recording.audio_path).sample_rate_hz == 48_000
    assert read_video_info(recording.video_path).frames > 3
    with Library(tmp_path / "library.db") as library:
        assert [Path(entry.folder) for entry in library.entries()] == [recording.folder]


def test_a_sides_words_carry_its_name(tmp_path: Path) -> None:
    recording = Recording.create(
        tmp_path / "guest",
        started_at=datetime.now(UTC),
        origin_ns=0,
        app_version="1",
        sources=("guest's sound",),
        speaker="guest",
        call="c0ffee",
    )
    store = EventStore(recording.events_path, 0)
    store.put_final(final(1, "hello there"), "engine", draft=False)
    store.close()
    recording.finish(1)
    read = Recording.open(recording.folder)
    assert (read.meta.speaker, read.meta.call) == ("guest", "c0ffee")
    assert [said.speaker for said in preferred_take(read).transcript.utterances] == ["guest"]
