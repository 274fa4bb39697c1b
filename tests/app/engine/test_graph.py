"""Graphs: what cannot run is refused with the name of the culprit."""

from dataclasses import replace

import pytest

from app.engine.graph import Graph, GraphError
from tests.app.engine.nodes import Counting, Keeping, Number, edge, summing_graph


@pytest.fixture
def graph() -> Graph:
    return summing_graph(Counting([1]), Keeping())


def test_a_sound_graph_is_accepted_and_ranked_by_distance(graph: Graph) -> None:
    graph.validate()
    assert graph.ranks() == {"count": 0, "sum": 1, "keep": 2}


def test_a_name_used_twice_is_refused(graph: Graph) -> None:
    twice = replace(graph, nodes=(*graph.nodes, graph.nodes[0]))
    with pytest.raises(GraphError, match="2 nodes are called 'count'"):
        twice.validate()


def test_an_edge_to_nowhere_is_refused(graph: Graph) -> None:
    astray = replace(graph, edges=(*graph.edges, edge("sum", "nowhere", (Number,))))
    with pytest.raises(GraphError, match="no node is called 'nowhere'"):
        astray.validate()


def test_an_edge_that_carries_what_its_source_never_gives_is_refused(graph: Graph) -> None:
    wrong = replace(graph, edges=(*graph.edges, edge("count", "keep", (str,))))
    with pytest.raises(GraphError, match="count never gives str"):
        wrong.validate()


def test_two_edges_for_one_type_are_refused(graph: Graph) -> None:
    double = replace(graph, edges=(*graph.edges, edge("sum", "keep", (Number,))))
    with pytest.raises(GraphError, match="two edges carry the same type"):
        double.validate()


def test_an_unfed_stage_is_refused(graph: Graph) -> None:
    unfed = replace(graph, edges=graph.edges[:1])
    with pytest.raises(GraphError, match="nothing gives keep its Number"):
        unfed.validate()


def test_a_circle_is_refused(graph: Graph) -> None:
    nodes = (*graph.nodes[:2], replace(graph.nodes[2], gives=(Number,)))
    circle = replace(graph, nodes=nodes, edges=(*graph.edges, edge("keep", "sum", (Number,))))
    with pytest.raises(GraphError, match="in a circle"):
        circle.validate()


def test_an_edge_into_a_source_is_refused(graph: Graph) -> None:
    back = replace(graph, edges=(*graph.edges, edge("sum", "count", (Number,))))
    with pytest.raises(GraphError, match="a source takes nothing"):
        back.validate()
