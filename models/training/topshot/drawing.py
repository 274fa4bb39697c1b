"""Draws every curve of the model, as small pictures side by side in one SVG."""

from collections.abc import Mapping
from html import escape
from itertools import pairwise

from vision.topshot.gam import Curve, Gam

COLUMNS = 4
WIDTH, HEIGHT, MARGIN = 220, 130, 34
INK, GRID, LINE = "#333", "#ddd", "#0a6"


def draw_curves(gam: Gam) -> str:
    """Return the SVG: a row of panels for faces, one for scenes, one for what every frame has."""
    panels, row = [], 0
    for layer in ("face", "scene", "frame"):
        curves: Mapping[str, Curve] = getattr(gam, layer)
        for number, (name, curve) in enumerate(curves.items()):
            column = number % COLUMNS
            row += number > 0 and column == 0
            x, y = column * (WIDTH + MARGIN) + MARGIN, row * (HEIGHT + MARGIN) + MARGIN
            panels.append(_panel(f"{layer}: {name}", curve, x, y))
        row += 1
    width = COLUMNS * (WIDTH + MARGIN) + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
        f'height="{row * (HEIGHT + MARGIN) + MARGIN}" font-family="sans-serif" font-size="11">\n'
        '<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(panels) + "\n</svg>\n"
    )


def _panel(title: str, curve: Curve, x: float, y: float) -> str:
    """Return one curve; the line at the top is 0 log odds unless it rises above."""
    low, high = min(*curve.values, -0.5), max(*curve.values, 0.0)
    first, last = curve.knots[0], curve.knots[-1]

    def place(knot: float, value: float) -> tuple[float, float]:
        along = (knot - first) / (last - first)
        return x + along * WIDTH, y + (high - value) / (high - low) * HEIGHT

    points = [place(*point) for point in zip(curve.knots, curve.values, strict=True)]
    lines = "".join(
        f'<line x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}" '
        f'stroke="{LINE}" stroke-width="2"/>'
        for (a, b), (c, d) in pairwise(points)
    )
    zero = place(first, 0.0)[1]
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="{GRID}"/>'
        f'<line x1="{x}" y1="{zero:.1f}" x2="{x + WIDTH}" y2="{zero:.1f}" stroke="{GRID}"/>{lines}'
        f'<text x="{x}" y="{y - 5}" fill="{INK}">{escape(title)}</text>'
        f'<text x="{x}" y="{y + HEIGHT + 13}" fill="{INK}">{first:g}</text>'
        f'<text x="{x + WIDTH}" y="{y + HEIGHT + 13}" fill="{INK}" text-anchor="end">'
        f"{last:g}</text>"
        f'<text x="{x - 4}" y="{y + HEIGHT}" fill="{INK}" text-anchor="end">{low:.1f}</text>'
        f'<text x="{x - 4}" y="{y + 9}" fill="{INK}" text-anchor="end">{high:.1f}</text>'
    )
