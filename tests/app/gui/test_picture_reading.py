"""The picture at the place of playback is of the recording that is open."""

import queue
from collections.abc import Callable

from app.gui.work.jobs import DEMO
from app.gui.work.picture_reading import PictureReader
from app.pipelines.preview import Picture

PATIENCE_S = 100.0


def test_a_picture_on_its_way_is_not_shown_in_the_next_recording() -> None:
    on_their_way: queue.Queue[Callable[[], object]] = queue.Queue()
    shown: list[Picture] = []
    reader = PictureReader(on_their_way.put, shown.append)
    try:
        reader.choose(DEMO)
        reader.ask(0)
        late = on_their_way.get(timeout=PATIENCE_S)
        late()
        assert [picture.pts_ns for picture in shown] == [0]
        reader.choose(None)  # the next recording is of sound alone
        late()
        assert len(shown) == 1
    finally:
        reader.close()
