"""A graph on a page: as text for a terminal, as SVG for a document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app.engine.graph import Edge, Graph, SourceNode, StageNode
from app.engine.stage import StageStatistics

NODE_WIDTH_PX, NODE_HEIGHT_PX = 168, 56
COLUMN_PX, SPACE_PX, LINE_PX = 420, 44, 22
MARGIN_PX = 28
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1d2733 }
  .name { font-weight: 600; text-anchor: middle }
  .note { font-size: 11px; fill: #5a6675; text-anchor: middle }
  .node { fill: #f4f7fb; stroke: #6f8096; stroke-width: 1.4 }
  .source { fill: #e5f3ea; stroke: #3f8f5f }
  .essential { stroke: #b4632a; stroke-width: 2 }
  .edge { fill: none; stroke: #8a97a8; stroke-width: 1.4; marker-end: url(#tip) }
  .label { font-size: 11px; fill: #5a6675; text-anchor: end }
  .halo { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round }
"""


def as_text(graph: Graph, measured: Mapping[str, StageStatistics] | None = None) -> str:
    """Return what runs, where, and every edge with its capacity, policy and reason.

    `measured` adds each stage's p50 and p99 of a real run.
    """
    lines = [f"graph {graph.name}", "", "nodes"]
    width = max(len(node.name) for node in graph.nodes)
    for node in graph.nodes:
        figures = timing(measured.get(node.name)) if measured else ""
        lines.append(f"  {node.name:<{width}}  {where(node):<22}{figures}".rstrip())
    lines += ["", "edges"]
    for edge in graph.edges:
        lines.append(f"  {edge.source} -> {edge.target}: {kinds(edge)}; {bound(edge)}; {edge.why}")
    return "\n".join(lines)


def as_svg(graph: Graph, measured: Mapping[str, StageStatistics] | None = None) -> str:
    """Return a standalone picture: sources at the left, data flowing right."""
    ranks = graph.ranks()
    columns: dict[int, list[str]] = {}
    for name, rank in ranks.items():
        columns.setdefault(rank, []).append(name)
    boxes: dict[str, Box] = {}
    tallest = max(column_height(graph, names) for names in columns.values())
    for rank, names in columns.items():
        y = MARGIN_PX + (tallest - column_height(graph, names)) // 2
        for name in names:
            boxes[name] = Box(MARGIN_PX + rank * COLUMN_PX, y, box_height(graph, name))
            y += boxes[name].height + SPACE_PX
    width = 2 * MARGIN_PX + max(columns) * COLUMN_PX + NODE_WIDTH_PX
    height = 2 * MARGIN_PX + tallest
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="graph {escape(graph.name)}">',
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#8a97a8"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    parts += [svg_edge(graph, edge, boxes) for edge in graph.edges]
    parts += [
        svg_node(node, boxes[node.name], measured.get(node.name) if measured else None)
        for node in graph.nodes
    ]
    parts += [svg_label(graph, edge, boxes) for edge in graph.edges]
    return "\n".join([*parts, "</svg>", ""])


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node stands, in px."""

    x: int
    y: int
    height: int


def box_height(graph: Graph, name: str) -> int:
    """Return a height that gives each edge its own line."""
    edges = max(len(graph.into(name)), len(graph.out_of(name)))
    return max(NODE_HEIGHT_PX, (edges + 1) * LINE_PX)


def column_height(graph: Graph, names: Sequence[str]) -> int:
    """Return the height of nodes above each other."""
    return sum(box_height(graph, name) + SPACE_PX for name in names) - SPACE_PX


def svg_node(node: SourceNode | StageNode, box: Box, measured: StageStatistics | None) -> str:
    """Return the box of one node, its name and where it runs."""
    css = "node source" if isinstance(node, SourceNode) else "node"
    if isinstance(node, StageNode) and node.essential:
        css += " essential"
    x, y = box.x + NODE_WIDTH_PX // 2, box.y + box.height // 2
    note = f"{where(node)}, {timing(measured)}" if measured else where(node)
    return (
        f'<rect class="{css}" x="{box.x}" y="{box.y}" width="{NODE_WIDTH_PX}" '
        f'height="{box.height}" rx="10"/>'
        f'<text class="name" x="{x}" y="{y - 3}">{escape(node.name)}</text>'
        f'<text class="note" x="{x}" y="{y + 14}">{escape(note)}</text>'
    )


def svg_edge(graph: Graph, edge: Edge, boxes: Mapping[str, Box]) -> str:
    """Return one arrow; the edges of a node spread over its side."""
    x1, y1 = boxes[edge.source].x + NODE_WIDTH_PX, spread(edge, graph.out_of(edge.source), boxes)
    x2, y2 = boxes[edge.target].x, arrival(graph, edge, boxes)
    bend = (x2 - x1) // 2
    return f'<path class="edge" d="M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"/>'


def svg_label(graph: Graph, edge: Edge, boxes: Mapping[str, Box]) -> str:
    """Return what an edge carries and its bound, above the arrow's tip."""
    x, y = boxes[edge.target].x - 10, arrival(graph, edge, boxes) - 4
    text = escape(f"{kinds(edge)} · {bound(edge)}")
    return f'<text class="label halo" x="{x}" y="{y}">{text}</text>'


def arrival(graph: Graph, edge: Edge, boxes: Mapping[str, Box]) -> int:
    """Return the height at which an edge ends; those from above come first."""
    arriving = sorted(graph.into(edge.target), key=lambda e: (boxes[e.source].y, boxes[e.source].x))
    box = boxes[edge.target]
    return box.y + (arriving.index(edge) + 1) * box.height // (len(arriving) + 1)


def spread(edge: Edge, leaving: Sequence[Edge], boxes: Mapping[str, Box]) -> int:
    """Return the height at which an edge begins; those that go up come first."""
    ordered = sorted(leaving, key=lambda e: boxes[e.target].y + boxes[e.target].height // 2)
    box = boxes[edge.source]
    return box.y + (ordered.index(edge) + 1) * box.height // (len(ordered) + 1)


def where(node: SourceNode | StageNode) -> str:
    """Say what kind of node it is and where it runs."""
    if isinstance(node, SourceNode):
        return "source"
    return f"{node.runs.value}, essential" if node.essential else node.runs.value


def timing(statistics: StageStatistics | None) -> str:
    """Say how long one push took, measured."""
    if statistics is None:
        return ""
    return f"p50 {statistics.busy_p50_ms:.1f} ms, p99 {statistics.busy_p99_ms:.1f} ms"


def kinds(edge: Edge) -> str:
    """Name what travels."""
    return ", ".join(kind.__name__ for kind in edge.carries)


def bound(edge: Edge) -> str:
    """Say how many items may wait and what happens then."""
    return f"{edge.capacity}, {edge.overflow.value}"
