"""The graph of a call's side, and what it adds to a recording's."""

import numpy as np
import pytest
from av import VideoFrame

from app.actions import Action, ActionAsked
from app.engine.graph import StageNode
from app.engine.media import CameraFrame
from app.pipelines.call import CallParts, call_graph, outline
from app.pipelines.drawing import MOST_WAIT_NS, WIDTH_PX, Drawing
from app.pipelines.raised_hand import AFTER_SPEECH_NS, HandRaised, RaisedHand
from app.pipelines.record import unbuilt
from audio.block import AudioBlock
from audio.speech.speaking import Speaking, SpeechMonitor
from tests.app.storage.material import hand
from vision.hands.hand import HandsResult

S = 1_000_000_000
MS = 1_000_000


def picture(pts_ns: int, width: int = 320, height: int = 240) -> CameraFrame:
    pixels = np.full((height, width, 3), 80, np.uint8)
    return CameraFrame(pts_ns, VideoFrame.from_ndarray(pixels, format="rgb24"))


def asked(action: Action, at_ns: int) -> ActionAsked:
    return ActionAsked(at_ns, action, "open_palm", 0)


def test_the_whole_graph_holds_together() -> None:
    graph = outline()
    graph.validate()
    essential = {n.name for n in graph.nodes if isinstance(n, StageNode) and n.essential}
    assert essential == {"audio file", "video file", "log"}


def test_a_side_of_nothing_is_a_graph_too() -> None:
    graph = call_graph(
        CallParts(
            camera=None,
            microphone=None,
            hands=None,
            speaking=unbuilt,
            raised_hand=unbuilt,
            words=None,
            keeping=None,
            sending=None,
            playing=None,
            watch=unbuilt,
        )
    )
    graph.validate()
    assert [node.name for node in graph.nodes] == ["watch"]


def test_no_analysis_stands_before_a_file() -> None:
    graph = outline()
    for file, source in (("audio file", "microphone"), ("video file", "camera")):
        assert [edge.source for edge in graph.into(file)] == [source]


def test_a_hand_is_raised_and_lowered_and_nothing_else_is_of_hands() -> None:
    hand = RaisedHand()
    assert hand.push(asked(Action.RAISE_HAND, S)) == [HandRaised(S, raised=True)]
    assert hand.push(asked(Action.LOWER_HAND, 3 * S)) == [HandRaised(3 * S, raised=False)]
    assert hand.push(asked(Action.MUTE, 4 * S)) == ()


def test_who_speaks_raises_no_hand_nor_right_after() -> None:
    hand = RaisedHand()
    hand.push(Speaking(S, speaking=True))
    assert hand.push(asked(Action.RAISE_HAND, 2 * S)) == ()
    hand.push(Speaking(3 * S, speaking=False))
    assert hand.push(asked(Action.RAISE_HAND, 3 * S + AFTER_SPEECH_NS - 1)) == ()
    later_ns = 3 * S + AFTER_SPEECH_NS
    assert hand.push(asked(Action.RAISE_HAND, later_ns)) == [HandRaised(later_ns, raised=True)]


def test_without_a_tracker_pictures_pass_at_once_and_small() -> None:
    drawing = Drawing(tracked=False)
    (sent,) = drawing.push(picture(5 * S, 1280, 720))
    assert (sent.picture.width, sent.picture.height) == (WIDTH_PX, 360)
    assert sent.picture.format.name == "yuv420p"
    assert sent.picture.pts == 5 * 90_000
    (again,) = drawing.push(picture(6 * S, 641, 481))
    assert (again.picture.width % 2, again.picture.height % 2) == (0, 0)


def test_a_picture_waits_for_its_hands_and_shows_them() -> None:
    drawing = Drawing(tracked=True)
    assert drawing.push(picture(S)) == []
    (bare,) = drawing.push(HandsResult(S, (), palm_ran=True))
    drawing.push(picture(2 * S))
    (drawn,) = drawing.push(HandsResult(2 * S, (hand(0),), palm_ran=True))
    plain = bare.picture.to_ndarray(format="rgb24").astype(int)
    assert int(np.ptp(plain)) <= 2
    assert int(np.ptp(drawn.picture.to_ndarray(format="rgb24").astype(int))) > 50


def test_a_busy_tracker_holds_no_picture_up() -> None:
    drawing = Drawing(tracked=True)
    assert drawing.push(picture(0)) == []
    assert drawing.push(picture(MOST_WAIT_NS - 1)) == []
    assert [sent.pts_ns for sent in drawing.push(picture(MOST_WAIT_NS))] == [0]
    assert [sent.pts_ns for sent in drawing.flush()] == [MOST_WAIT_NS - 1, MOST_WAIT_NS]


def test_the_decoders_own_picture_is_never_touched() -> None:
    ready = VideoFrame.from_ndarray(np.full((360, 320), 90, np.uint8), format="yuv420p")
    ready.pts = 17
    (sent,) = Drawing(tracked=False).push(CameraFrame(S, ready))
    assert sent.picture is not ready
    assert ready.pts == 17


@pytest.mark.parametrize("split", [320, 960, 5000])
def test_noise_and_silence_are_no_speech(split: int) -> None:
    monitor, rng = SpeechMonitor(), np.random.default_rng(1)
    samples = (rng.standard_normal((48_000, 1)) * 30).astype(np.int16)
    said = [
        one
        for start in range(0, len(samples), split)
        for one in monitor.push(
            AudioBlock(start * S // 48_000, samples[start : start + split], 48_000)
        )
    ]
    assert said == []
