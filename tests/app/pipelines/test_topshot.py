"""Moments developed into photos, and the stages that find them."""

from collections.abc import Callable, Generator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest

from app.actions import Action, ActionAsked
from app.engine.events import Notice
from app.engine.media import CameraFrame
from app.pipelines import photographer
from app.pipelines.loop_stages import Album
from app.pipelines.photographer import Photographer
from app.pipelines.rehearsal import Adviser
from app.pipelines.shot_stages import AdviceOfPictures
from app.pipelines.topshot import (
    MERGED_FRAMES,
    Moment,
    Shot,
    developing,
    how_far,
    neighbours,
    part_of,
)
from app.storage.motion_photo.clip import decoded_pictures
from app.storage.motion_photo.photo import read
from app.storage.motion_photo.rules import breaches
from tests.fakes.bursts import burst, drawn_scene
from tests.fakes.faces import face, frame, gam
from vision.frame import Frame
from vision.quality import Advice, Issue
from vision.ring import I420Frame
from vision.topshot.score import FrameScore

MS = 1_000_000
TAKEN_AT = datetime(2026, 3, 4, 15, 6, 7, tzinfo=UTC)
SHUT = {"eye_right": 0.1, "eye_left": 0.1}
STEP_MS = 100


@pytest.fixture(autouse=True)
def own_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the thread of the tests keep its priority, which it could not take back."""
    monkeypatch.setattr(photographer, "step_back", lambda: None)


def seen(count: int = 24) -> tuple[I420Frame, ...]:
    """Return frames a tenth of a second apart."""
    pictures = burst(drawn_scene(64, 96), None, 2.0, 0).frames
    return tuple(
        I420Frame(number * STEP_MS * MS, pictures[number % len(pictures)].i420)
        for number in range(count)
    )


def scored(shut: int, count: int = 24) -> tuple[FrameScore, ...]:
    """Return scores of frames of which one has its eyes shut."""
    return tuple(frame(n, face(0, **(SHUT if n == shut else {}))) for n in range(count))


def developed(moment: Moment) -> tuple[list[float], Shot]:
    """Return the shares that were told, and the shot."""
    steps = developing(moment, TAKEN_AT, gam())
    shares: list[float] = []
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as end:
            return shares, end.value


def test_the_shutter_s_picture_comes_first_and_the_better_one_is_in_it() -> None:
    shares, shot = developed(Moment(1200 * MS, seen(), scored(12)))
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert shot.photo.timestamp_us == 1_200_000
    assert breaches("IMG_1_MP.jpg", shot.photo.jpeg + shot.photo.video) == []
    large = list(decoded_pictures(shot.photo.video, 1))
    assert len(large) == len(shot.sentences()) >= 1
    assert {sentence.partition(": ")[2] for sentence in shot.sentences()} == {"eyes open"}
    ratings = shot.photo.ratings
    assert ratings is not None
    assert ratings.primary.score < min(one.score for one in ratings.pictures)


def test_without_scores_the_nearest_picture_is_the_photo() -> None:
    _, shot = developed(Moment(510 * MS, seen(), ()))
    assert shot.photo.timestamp_us == 500_000
    assert shot.sentences() == []


def test_developing_can_be_cancelled() -> None:
    steps = developing(Moment(1200 * MS, seen(), scored(12)), TAKEN_AT, gam())
    next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)


def test_a_frame_is_merged_with_those_around_it() -> None:
    frames = [I420Frame(n * 33 * MS, seen(1)[0].i420) for n in range(40)]
    near = neighbours(frames, frames[20])
    assert len(near) == MERGED_FRAMES - 1
    assert {abs(one.pts_ns - frames[20].pts_ns) // (33 * MS) for one in near} == {1, 2, 3, 4}
    assert len(neighbours(frames, frames[0])) == MERGED_FRAMES - 1
    assert neighbours(frames[:1], frames[0]) == []


@pytest.mark.parametrize(
    ("elapsed_ns", "words"), [(430 * MS, "0.4 s later"), (-1_000 * MS, "1.0 s earlier")]
)
def test_times_are_told_from_the_shutter(elapsed_ns: int, words: str) -> None:
    assert how_far(elapsed_ns) == words


def test_a_part_s_shares_lie_within_the_whole() -> None:
    def steps() -> Generator[float, None, str]:
        yield 0.5
        yield 1.0
        return "done"

    assert list(part_of(steps(), 0.25, 0.5)) == [0.5, 0.75]


class Counting:
    """Reads frames of which that at the shutter has its eyes shut."""

    def __init__(self) -> None:
        self.read_ns: list[int] = []

    def read(self, frame: Frame) -> FrameScore:
        self.read_ns.append(frame.pts_ns)
        return scored(12)[frame.pts_ns // (STEP_MS * MS)]

    def reset(self) -> None:
        self.read_ns.clear()


def test_advice_is_given_once_and_taken_back() -> None:
    stage = AdviceOfPictures()
    said = list[Advice]()
    for number in range(60):
        faces = (face(0),) if number == 0 else ()
        stage.push(FrameScore(number * STEP_MS * MS, 0.5, {}, faces))
        dark = av.VideoFrame(64, 48, "gray")
        plane = np.full(dark.planes[0].buffer_size, 4 if number < 30 else 90, np.uint8)
        dark.planes[0].update(plane.tobytes())
        said += stage.push(CameraFrame(number * STEP_MS * MS, dark))
    issues = [[hint.issue for hint in one.hints] for one in said]
    assert issues[0] == [Issue.TOO_DARK]
    assert [Issue.NO_FACE] in issues
    assert len(issues) <= 4  # not with every picture


@pytest.mark.parametrize("make", [AdviceOfPictures, Adviser])
def test_a_picture_half_of_which_is_white_is_called_too_bright(
    make: Callable[[], AdviceOfPictures | Adviser],
) -> None:
    stage = make()
    half_white = np.full((48, 64, 3), 90, np.uint8)
    half_white[:, :32] = 255
    said = list[Advice]()
    for number in range(10):
        shown = av.VideoFrame.from_ndarray(half_white, "rgb24")
        said += stage.push(CameraFrame(number * STEP_MS * MS, shown))
    assert said[-1].hints[0].issue is Issue.TOO_BRIGHT


def test_photos_are_kept_and_told(tmp_path: Path) -> None:
    rests = list[float]()
    reader = Counting()
    photographer = Photographer(tmp_path / "photos", TAKEN_AT, 0, reader, rests.append)
    (notice,) = photographer.push(Moment(1200 * MS, seen(), scored(99)))
    assert not reader.read_ns  # all frames had their scores
    (path,) = (tmp_path / "photos").iterdir()
    assert path.name == "IMG_20260304_150608200_MP.jpg"
    assert notice == Notice(1200 * MS, "photos", f"Photo taken: {path.name}.")
    assert read(path).timestamp_us == 1_200_000
    assert len(rests) >= MERGED_FRAMES - 4  # between steps, so that others may work


def test_what_a_busy_machine_left_unscored_is_scored_in_the_background(tmp_path: Path) -> None:
    reader = Counting()
    photographer = Photographer(tmp_path, TAKEN_AT, 0, reader, lambda _: None)
    (notice,) = photographer.push(Moment(1200 * MS, seen(), scored(99)[::3]))
    assert reader.read_ns == [frame.pts_ns for frame in seen()]
    assert "eyes open" in notice.text
    (path,) = tmp_path.iterdir()
    assert read(path).timestamp_us == 1_200_000  # the shutter's own picture


def test_the_album_shows_what_is_told() -> None:
    shown = list[object]()
    mark = ActionAsked(STEP_MS * MS, Action.MARK, "victory", 0)

    class Watching:
        def push(self, item: object) -> Sequence[object]:
            shown.append(item)
            return [mark]

        def flush(self) -> Sequence[object]:
            return ()

        def reset(self) -> None:
            """Forget nothing."""

        def begin(self, origin_ns: int) -> None:
            """Begin."""

    notice = Notice(1, "photos", "Photo taken.")
    album = Album(Watching())
    assert album.push(notice) == [mark]  # set by the person meanwhile
    assert shown == [notice]
