"""Turning the pictures of phone videos upright, in the decoder's own pixel format."""

import av
from av.filter import Graph

_UPRIGHT = {
    90: (("transpose", "cclock"),),
    -90: (("transpose", "clock"),),
    180: (("hflip", None), ("vflip", None)),
    -180: (("hflip", None), ("vflip", None)),
}
"""FFmpeg filters by counter-clockwise angle of the file's display matrix, in degrees."""


class Upright:
    """Applies the rotation a file asks for; other angles than quarter turns pass unchanged."""

    def __init__(self) -> None:
        self._key: tuple[int, int, int, str] | None = None
        self._graph = Graph()

    def turn(self, picture: av.VideoFrame) -> av.VideoFrame:
        """Return the upright picture, the same object where nothing is to be done."""
        if picture.rotation not in _UPRIGHT:
            return picture
        key = (picture.rotation, picture.width, picture.height, picture.format.name)
        if key != self._key:
            self._graph = _build(picture)
            self._key = key
        self._graph.vpush(picture)
        return self._graph.vpull()


def _build(picture: av.VideoFrame) -> Graph:
    graph = Graph()
    source = graph.add_buffer(
        width=picture.width,
        height=picture.height,
        format=picture.format,
        time_base=picture.time_base,
    )
    turns = [graph.add(name, args) for name, args in _UPRIGHT[picture.rotation]]
    graph.link_nodes(source, *turns, graph.add("buffersink")).configure()
    return graph
