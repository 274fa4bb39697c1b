"""The sound tagger of the person's choice, or the embedded one."""

from models.errors import ModelError
from models.store import open_store
from models.tagger import (
    EMBEDDED,
    YAMNET,
    YAMNET_HEAD,
    EmbeddedTagger,
    YamnetTagger,
    open_embedded_tagger,
    open_yamnet_tagger,
)


def ready_tagger(engine: str = EMBEDDED) -> tuple[EmbeddedTagger | YamnetTagger, str | None]:
    """Return a tagger, and what the person is to be told when it is not the one asked for.

    Args:
        engine: `sound_tagger`, or `yamnet`, which must have been installed.

    Raises:
        ModelError: not even the embedded one can be used; the message names the mending command.
    """
    store = open_store()
    if engine == YAMNET:
        try:
            return open_yamnet_tagger(store.path(YAMNET), store.path(YAMNET_HEAD)), None
        except ModelError as error:
            notice = f"Sounds are told by the embedded tagger: {error}"
            return open_embedded_tagger(store.path(EMBEDDED)), notice
    return open_embedded_tagger(store.path(EMBEDDED)), None
