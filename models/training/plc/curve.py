"""The learning curve as a picture.

`python -m models.training.plc.curve DIR docs/plc-learning.svg` draws the `curve.csv` that training
keeps in DIR.
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 20, 40, 50  # margins
GRID_BITS = 0.1
GRID_LINES = 8
LINES = (
    ("training_bits", "#8a8f98", "in training, with mistakes put in"),
    ("unheard_speakers_bits", "#c2410c", "on speakers never trained on, without"),
)


def drawn(rows: Sequence[dict[str, float]]) -> str:
    """Return an SVG of bits per excitation over epochs; of each line the first tenth is left out.

    Args:
        rows: of curve.csv: epochs, training_bits, unheard_speakers_bits.

    Raises:
        ValueError: there are fewer than two rows.
    """
    if len(rows) < 2:
        raise ValueError("a curve needs two checkpoints or more")
    last = rows[-1]["epochs"]
    shown = [row for row in rows if row["epochs"] >= last / 10]
    values = [row[name] for row in shown for name, _, _ in LINES]
    low, high = _grid(min(values)), _grid(max(values)) + GRID_BITS
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    parts += _axes(low, high, last)
    for number, (name, colour, label) in enumerate(LINES):
        points = " ".join(
            f"{_x(row['epochs'], last):.1f},{_y(row[name], low, high):.1f}" for row in shown
        )
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        end = f"{label}: {shown[-1][name]:.2f}"
        parts.append(
            f'<text x="{LEFT + 10 + number * 320}" y="{TOP - 16}" fill="{colour}">{end}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _axes(low: float, high: float, last: float) -> list[str]:
    lines = round((high - low) / GRID_BITS)
    every = max(1, -(-lines // GRID_LINES))
    parts = []
    for number in range(0, lines + 1, every):
        bits = low + number * GRID_BITS
        y = _y(bits, low, high)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e2e4e8"/>')
        parts.append(
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#444">{bits:.1f}</text>'
        )
    foot = HEIGHT - BOTTOM + 20
    for number in range(5):
        epochs = last * number / 4
        parts.append(
            f'<text x="{_x(epochs, last):.1f}" y="{foot}" text-anchor="middle" fill="#444">'
            f"{epochs:.1f}</text>"
        )
    parts.append(
        f'<text x="{WIDTH / 2}" y="{foot + 20}" text-anchor="middle" fill="#444">'
        "bits per excitation, over epochs of training</text>"
    )
    return parts


def _grid(bits: float) -> float:
    """Return the grid line at or below."""
    return int(bits / GRID_BITS) * GRID_BITS


def _x(epochs: float, last: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * epochs / last


def _y(bits: float, low: float, high: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (high - bits) / (high - low)


def main() -> None:
    """Draw it."""
    parser = argparse.ArgumentParser(prog="python -m models.training.plc.curve")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("picture", type=Path, metavar="FILE.svg")
    arguments = parser.parse_args()
    with (arguments.folder / "curve.csv").open(encoding="utf-8", newline="") as file:
        rows = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]
    arguments.picture.write_text(drawn(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
