"""Who tells the sounds of a recording."""

import functools

from app.pipelines.hand_stages import Build
from app.pipelines.ready_tagger import ready_tagger
from audio.tagging.timeline import FILE_BATCH_WINDOWS, SoundTimeline


def listener(*, live: bool) -> Build:
    """Return what tells the sounds, one window at a time live."""
    return functools.partial(timeline, 1 if live else FILE_BATCH_WINDOWS)


def timeline(batch: int) -> SoundTimeline:
    """Return the timeline that the best tagger at hand tells; ModelError when it is damaged."""
    return SoundTimeline(ready_tagger(), batch)
