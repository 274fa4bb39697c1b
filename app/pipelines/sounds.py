"""Who tells the sounds of a recording."""

import functools

from app.pipelines.hand_stages import Build
from audio.tagging.timeline import FILE_BATCH_WINDOWS, SoundTimeline
from models.store import open_store
from models.tagger import EMBEDDED, open_embedded_tagger


def listener(*, live: bool) -> Build | None:
    """Return what tells the sounds, one window at a time live; None where no tagger is shipped."""
    if EMBEDDED not in open_store().manifest.models:
        return None
    return functools.partial(embedded_timeline, 1 if live else FILE_BATCH_WINDOWS)


def embedded_timeline(batch: int) -> SoundTimeline:
    """Return the timeline that the embedded tagger tells; raises ModelError when it is damaged."""
    return SoundTimeline(open_embedded_tagger(open_store().path(EMBEDDED)), batch)
