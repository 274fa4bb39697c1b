"""Who tells the sounds of a recording."""

from audio.tagging.timeline import FILE_BATCH_WINDOWS, SoundTimeline
from models.store import open_store
from models.tagger import EMBEDDED, open_embedded_tagger


def embedded_timeline(*, live: bool) -> SoundTimeline:
    """Return the timeline of the embedded tagger; live it hears one window at a time.

    Raises:
        ModelError: its network is damaged.
    """
    tagger = open_embedded_tagger(open_store().path(EMBEDDED))
    return SoundTimeline(tagger, 1 if live else FILE_BATCH_WINDOWS)
