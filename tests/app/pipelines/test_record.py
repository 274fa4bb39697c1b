"""The graph of a recording: whole, without hands, without a camera; gaps reach the tracker."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app.engine.events import Gap, GapReason
from app.engine.graph import Graph
from app.engine.media import CameraFrame
from app.engine.sources.said import Said
from app.pipelines.hand_stages import HandParts, HandsOfPictures
from app.pipelines.record import Parts, outline, record_graph, unbuilt
from app.pipelines.shot_stages import ShotParts
from tests.app.storage.material import camera_frame, picture
from vision.frame import Frame
from vision.hands.hand import HandsResult

PARTS = Parts(
    said=Said(()),
    camera=Said(()),
    microphone=Said(()),
    video_file=unbuilt,
    audio_file=unbuilt,
    hands=HandParts(tracker=unbuilt, gestures=unbuilt, actions=unbuilt, control=unbuilt),
    transcriber=unbuilt,
    titler=unbuilt,
    heading=unbuilt,
    log=unbuilt,
    watch=unbuilt,
)
OF_SHOTS = {"shot scores", "shot buffer", "photos", "advice", "album"}
OF_HANDS = {"hands", "steady", "gestures", "actions", "control"}


class Counting:
    """A tracker that counts pictures since its last reset."""

    def __init__(self) -> None:
        self.pushed = 0

    def push(self, item: Frame) -> Sequence[HandsResult]:
        assert item.rgb.dtype == np.uint8
        self.pushed += 1
        return [HandsResult(item.pts_ns, (), palm_ran=True)]

    def flush(self) -> Sequence[HandsResult]:
        return ()

    def reset(self) -> None:
        self.pushed = 0


def names(graph: Graph) -> set[str]:
    graph.validate()
    return {node.name for node in graph.nodes}


def test_the_whole_graph_holds_together() -> None:
    assert names(outline()) >= OF_HANDS | OF_SHOTS


def test_any_part_may_be_missing() -> None:
    for live in (True, False):
        assert not names(record_graph(replace(PARTS, hands=None), live=live)) & OF_HANDS
        assert not names(record_graph(replace(PARTS, camera=None), live=live)) & OF_HANDS
        assert names(record_graph(replace(PARTS, microphone=None), live=live)) >= OF_HANDS


def test_photos_are_taken_only_where_asked_for_and_also_without_hands() -> None:
    shots = ShotParts(scores=unbuilt, photos=unbuilt, album=unbuilt)
    for live in (True, False):
        assert not names(record_graph(PARTS, live=live)) & OF_SHOTS
        with_shots = replace(PARTS, hands=None, shots=shots)
        assert names(record_graph(with_shots, live=live)) >= OF_SHOTS


def test_sounds_are_told_where_there_is_a_microphone_and_somebody_to_tell() -> None:
    told = {("sounds", "log"), ("sounds", "watch"), ("level", "waveform")}
    for live in (True, False):
        whole = replace(PARTS, sounds=unbuilt, waveform=unbuilt)
        assert told <= {(edge.source, edge.target) for edge in record_graph(whole, live=live).edges}
        assert "sounds" not in names(record_graph(replace(whole, sounds=None), live=live))
        assert "sounds" not in names(record_graph(replace(whole, microphone=None), live=live))


def test_gestures_are_read_off_hands_as_seen_and_the_smoothed_are_kept() -> None:
    edges = {(edge.source, edge.target) for edge in outline().edges}
    assert {("hands", "gestures"), ("steady", "log"), ("steady", "watch")} <= edges
    assert ("steady", "gestures") not in edges
    assert ("hands", "log") not in edges


def test_a_gap_ends_what_is_followed_and_is_passed_on() -> None:
    counting = Counting()
    hands = HandsOfPictures(counting)
    frame: CameraFrame = camera_frame(0, picture(0))
    gap = Gap(1, 2, "camera", GapReason.DEVICE_LOST)
    (result,) = hands.push(frame)
    assert isinstance(result, HandsResult)
    assert counting.pushed == 1
    assert hands.push(gap) == [gap]
    assert counting.pushed == 0
