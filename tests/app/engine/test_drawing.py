"""Graphs on a page: nothing that runs is left out, and the SVG is well formed."""

from xml.etree import ElementTree as ET

import pytest

from app.engine.drawing import as_svg, as_text
from app.engine.graph import Graph
from app.engine.stage import StageStatistics
from tests.app.engine.nodes import Counting, Keeping, summing_graph

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def graph() -> Graph:
    return summing_graph(Counting([1]), Keeping(), essential=True)


def test_the_text_names_every_node_and_edge_with_its_bound(graph: Graph) -> None:
    text = as_text(graph)
    assert "count" in text
    assert "count -> sum: Number, Gap; 4, block; a test loses nothing" in text
    assert "keep   thread, essential" in text


def test_measured_figures_stand_beside_their_node(graph: Graph) -> None:
    text = as_text(graph, {"sum": StageStatistics(7, 1.25, 3.5, 4.0, 9.0)})
    assert "sum    loop                  p50 1.2 ms, p99 3.5 ms" in text


def test_the_picture_is_well_formed_and_holds_all_boxes_apart(graph: Graph) -> None:
    picture = ET.fromstring(as_svg(graph))
    names = [t.text for t in picture.iter(f"{SVG}text") if t.get("class") == "name"]
    assert names == ["count", "sum", "keep"]
    corners = [
        (int(box.attrib["x"]), int(box.attrib["y"]))
        for box in picture.iter(f"{SVG}rect")
        if "node" in box.get("class", "")
    ]
    assert len(set(corners)) == len(graph.nodes)
    assert len(list(picture.iter(f"{SVG}path"))) == len(graph.edges) + 1  # and the arrow's tip
