"""The fuller sound tagger where somebody has installed it, else the embedded one."""

from audio.tagging.engine import Tagger
from models.errors import ModelError
from models.store import open_store
from models.tagger import (
    EMBEDDED,
    YAMNET,
    YAMNET_HEAD,
    open_embedded_tagger,
    open_yamnet_tagger,
)


def ready_tagger() -> Tagger:
    """Return YAMNet under our head when it is installed, else the embedded tagger.

    Raises:
        ModelError: what ships with Earshot is damaged; the message names the mending command.
    """
    store = open_store()
    try:
        yamnet = store.path(YAMNET)
    except ModelError:
        return open_embedded_tagger(store.path(EMBEDDED))
    return open_yamnet_tagger(yamnet, store.path(EMBEDDED), store.path(YAMNET_HEAD))
