"""The graph of a recording: whole, without hands, without a camera."""

from dataclasses import replace

from app.engine.graph import Graph
from app.engine.sources.said import Said
from app.pipelines.hand_stages import HandParts
from app.pipelines.record import Parts, outline, record_graph, unbuilt
from app.pipelines.shot_stages import ShotParts

PARTS = Parts(
    said=Said(()),
    camera=Said(()),
    microphone=Said(()),
    video_file=unbuilt,
    audio_file=unbuilt,
    hands=HandParts(follower=unbuilt, actions=unbuilt, control=unbuilt),
    transcriber=unbuilt,
    titler=unbuilt,
    heading=unbuilt,
    log=unbuilt,
    watch=unbuilt,
)
OF_SHOTS = {"shot scores", "shot buffer", "photos", "advice", "album"}
OF_HANDS = {"hands", "actions", "control"}


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


def test_photos_are_taken_only_where_asked_for_and_also_without_hands_or_sound() -> None:
    shots = ShotParts(scores=unbuilt, photos=unbuilt, album=unbuilt)
    for live in (True, False):
        assert not names(record_graph(PARTS, live=live)) & OF_SHOTS
        with_shots = replace(PARTS, hands=None, shots=shots)
        assert names(record_graph(with_shots, live=live)) >= OF_SHOTS
        silent = replace(with_shots, microphone=None)
        assert names(record_graph(silent, live=live)) >= OF_SHOTS


def test_sounds_are_told_where_there_is_a_microphone_and_somebody_to_tell() -> None:
    told = {("sounds", "log"), ("sounds", "watch"), ("level", "waveform")}
    for live in (True, False):
        whole = replace(PARTS, sounds=unbuilt, waveform=unbuilt)
        assert told <= {(edge.source, edge.target) for edge in record_graph(whole, live=live).edges}
        assert "sounds" not in names(record_graph(replace(whole, sounds=None), live=live))
        assert "sounds" not in names(record_graph(replace(whole, microphone=None), live=live))
