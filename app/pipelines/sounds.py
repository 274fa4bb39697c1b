"""Who tells the sounds of a recording."""

from app.pipelines.ready_tagger import ready_tagger
from audio.tagging.timeline import FILE_BATCH_WINDOWS, SoundTimeline


def sound_timeline(*, live: bool) -> SoundTimeline:
    """Return the timeline that the best tagger at hand tells; live it hears window by window.

    Raises:
        ModelError: its network is damaged.
    """
    return SoundTimeline(ready_tagger(), 1 if live else FILE_BATCH_WINDOWS)
