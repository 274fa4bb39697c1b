"""A graph on a page: as text for a terminal, as SVG for a document."""

from collections.abc import Mapping
from html import escape

from app.engine.graph import Edge, Graph, SourceNode, StageNode
from app.engine.stage import StageStatistics

NODE_WIDTH_PX, NODE_HEIGHT_PX = 168, 56
COLUMN_PX, ROW_PX = 330, 120
MARGIN_PX = 28
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1d2733 }
  .name { font-weight: 600; text-anchor: middle }
  .note { font-size: 11px; fill: #5a6675; text-anchor: middle }
  .node { fill: #f4f7fb; stroke: #6f8096; stroke-width: 1.4 }
  .source { fill: #e5f3ea; stroke: #3f8f5f }
  .essential { stroke: #b4632a; stroke-width: 2 }
  .edge { fill: none; stroke: #8a97a8; stroke-width: 1.4; marker-end: url(#tip) }
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
    rows = max(len(names) for names in columns.values())
    places = {
        name: (
            MARGIN_PX + rank * COLUMN_PX,
            MARGIN_PX + int((row + (rows - len(names)) / 2) * ROW_PX),
        )
        for rank, names in columns.items()
        for row, name in enumerate(names)
    }
    width = 2 * MARGIN_PX + max(columns) * COLUMN_PX + NODE_WIDTH_PX
    height = 2 * MARGIN_PX + (rows - 1) * ROW_PX + NODE_HEIGHT_PX
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="graph {escape(graph.name)}">',
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#8a97a8"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    parts += [svg_edge(graph, edge, places) for edge in graph.edges]
    parts += [
        svg_node(node, places[node.name], measured.get(node.name) if measured else None)
        for node in graph.nodes
    ]
    return "\n".join([*parts, "</svg>", ""])


def svg_node(
    node: SourceNode | StageNode, place: tuple[int, int], measured: StageStatistics | None
) -> str:
    """Return the box of one node, its name and where it runs."""
    x, y = place
    css = "node source" if isinstance(node, SourceNode) else "node"
    if isinstance(node, StageNode) and node.essential:
        css += " essential"
    middle = x + NODE_WIDTH_PX // 2
    note = f"{where(node)} {timing(measured)}".strip() if measured else where(node)
    return (
        f'<rect class="{css}" x="{x}" y="{y}" width="{NODE_WIDTH_PX}" '
        f'height="{NODE_HEIGHT_PX}" rx="10"/>'
        f'<text class="name" x="{middle}" y="{y + 24}">{escape(node.name)}</text>'
        f'<text class="note" x="{middle}" y="{y + 42}">{escape(note)}</text>'
    )


def svg_edge(graph: Graph, edge: Edge, places: Mapping[str, tuple[int, int]]) -> str:
    """Return one arrow with what it carries and how it is bounded.

    Edges that leave one node spread over its side, so that their labels stay apart.
    """
    leaving, arriving = graph.out_of(edge.source), graph.into(edge.target)
    x1, y1 = places[edge.source]
    x2, y2 = places[edge.target]
    x1 += NODE_WIDTH_PX
    y1 += spread(leaving.index(edge), len(leaving))
    y2 += spread(arriving.index(edge), len(arriving))
    bend = (x2 - x1) // 2
    # A label sits where its arrow has just left: there the arrows of different nodes are apart.
    label_x, label_y = x2 - bend // 2 - 12, y2 + (y1 - y2) // 6
    return (
        f'<path class="edge" d="M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"/>'
        f'<text class="note halo" x="{label_x}" y="{label_y - 4}">{escape(kinds(edge))}</text>'
        f'<text class="note halo" x="{label_x}" y="{label_y + 9}">{escape(bound(edge))}</text>'
    )


def spread(index: int, count: int) -> int:
    """Return the offset down a node's side of the `index`-th of `count` edges, in px."""
    return (index + 1) * NODE_HEIGHT_PX // (count + 1)


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
