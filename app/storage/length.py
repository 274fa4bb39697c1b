"""How long a recording is: to the end of whatever of it lasts longest."""

import av

from app.engine.clock import NS_PER_S
from app.errors import StorageError
from app.storage import wav
from app.storage.events import open_events
from app.storage.recording import Recording
from app.storage.video_file import DAMAGE

NS_PER_AV_TICK = NS_PER_S // av.time_base


def length_ns(recording: Recording) -> int:
    """Return the length of a recording whose tracks are closed; raises StorageError."""
    ends_ns = [0]
    if recording.audio_path.exists():
        sound = wav.read_info(recording.audio_path)
        ends_ns.append(sound.frames * NS_PER_S // sound.sample_rate_hz)
    if recording.video_path.exists():
        ends_ns.append(_picture_end_ns(recording))
    with open_events(recording.events_path) as events:
        ends_ns.append(events.end_ns())
    return max(ends_ns)


def _picture_end_ns(recording: Recording) -> int:
    """Return the duration that the file's own header states."""
    try:
        with av.open(str(recording.video_path)) as container:
            return (container.duration or 0) * NS_PER_AV_TICK
    except (OSError, *DAMAGE) as error:
        raise StorageError(f"cannot read {recording.video_path}: {error}") from error
