"""How the tables of edges are written: what goes where, how much may wait, and why that much."""

from app.engine.channel import Overflow
from app.engine.events import Gap
from app.engine.graph import Edge
from app.engine.media import CameraFrame
from audio.block import AudioBlock

REFUSE, OLDEST, WAIT, LATEST = (
    Overflow.DROP_NEWEST,
    Overflow.DROP_OLDEST,
    Overflow.BLOCK,
    Overflow.LATEST,
)
SOUND, PICTURE = (AudioBlock, Gap), (CameraFrame, Gap)


def edge(
    source: str,
    target: str,
    carries: tuple[type, ...],
    capacity: int,
    overflow: Overflow,
    why: str,
) -> Edge:
    """Return an edge."""
    return Edge(
        source=source, target=target, carries=carries, capacity=capacity, overflow=overflow, why=why
    )
