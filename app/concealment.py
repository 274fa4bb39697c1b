"""The two ways to fill what lost packets leave: by the network, or by classical means alone."""

from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from audio.plc import Continuer

Means = Literal["network", "classical"]
MEANS: tuple[Means, ...] = get_args(Means)
BEST: Means = "network"


def network(means: Means) -> "Continuer[Any] | None":
    """Return what `Concealer` takes as its network: the one that ships, or None; blocks.

    Raises:
        ModelError: the network is absent or damaged.
    """
    if means == "classical":
        return None
    from models.plc.continuer import SpeechContinuer
    from models.store import open_store

    store = open_store()
    return SpeechContinuer.load(store.path("plc_conditioning"), store.path("plc_voice"))
