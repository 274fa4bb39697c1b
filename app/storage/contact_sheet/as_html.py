"""A contact sheet as one page that needs no other file."""

import base64
from collections.abc import Sequence
from html import escape

import cv2
import numpy as np
from numpy.typing import NDArray

from app.storage.contact_sheet.sheet import Section
from vision.topshot.score import FrameScore

LARGE_PX, SMALL_PX = 640, 200
JPEG_QUALITY = 85
CURVE_WIDTH, CURVE_HEIGHT, CURVE_MARGIN = 1000, 120, 8  # units of the drawing
STYLE = """
:root{color-scheme:light dark;--back:#f6f6f4;--card:#fff;--text:#1d1f23;--soft:#5d636d;
--line:#b9bec7;--good:#0b7a5c}
@media(prefers-color-scheme:dark){:root{--back:#15171b;--card:#1f2227;--text:#eceef1;--soft:#a2a9b4;
--line:#4a505a;--good:#4fd1a5}}
body{margin:0;padding:2rem;background:var(--back);color:var(--text);
font:16px/1.5 Inter,system-ui,sans-serif}
main{max-width:75rem;margin:auto}h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2.5rem 0 .2rem}
p{margin:.2rem 0;color:var(--soft)}
.best{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1rem;margin:1rem 0}
figure{margin:0;background:var(--card);border-radius:.6rem;overflow:hidden}
img{display:block;width:100%;height:auto}figcaption{padding:.6rem .8rem}
.why{color:var(--good);font-weight:600}.score{float:right;color:var(--soft)}
.strip{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.5rem,1fr));gap:.5rem}
.strip figcaption{padding:.2rem .5rem;font-size:.8rem}
svg{width:100%;height:auto;margin:.6rem 0}
.curve{fill:none;stroke:var(--soft);stroke-width:2}.dot{fill:var(--good)}
.axis{stroke:var(--line);stroke-width:1}
"""


def as_html(sections: Sequence[Section]) -> str:
    """Return the page."""
    parts = "\n".join(_section(section) for section in sections)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Best frames</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head>
<body><main><h1>Best frames</h1>
{parts}
</main></body></html>
"""


def _section(section: Section) -> str:
    cards = "\n".join(
        _figure(section, one.frame, LARGE_PX, f"{place}. ", one.reason)
        for place, one in enumerate(section.ranking.best, start=1)
    )
    frames = {frame.pts_ns: frame for frame in section.ranking.frames}
    small = "\n".join(_figure(section, frames[time], SMALL_PX) for time in section.strip)
    return f"""<section><h2>{escape(section.title)}</h2><p>{escape(section.summary())}</p>
<div class="best">{cards}</div>
{_curve(section)}
<div class="strip">{small}</div></section>"""


def _figure(
    section: Section, frame: FrameScore, width_px: int, rank: str = "", why: str = ""
) -> str:
    label = escape(section.label(frame.pts_ns))
    picture = _data_address(section.pictures[frame.pts_ns], width_px)
    reason = f'<div class="why">{escape(why)}</div>' if why else ""
    return f"""<figure><img src="{picture}" alt="{escape(section.title)}, {label}">
<figcaption><span class="score">{frame.score:.2f}</span>{rank}{label}{reason}</figcaption>
</figure>"""


def _curve(section: Section) -> str:
    """Return the scores over time as a drawing, the best marked."""
    frames = section.ranking.frames
    if len(frames) < 2:
        return ""
    first, last = frames[0].pts_ns, frames[-1].pts_ns

    def place(frame: FrameScore) -> tuple[float, float]:
        x = CURVE_MARGIN + (frame.pts_ns - first) / (last - first) * (
            CURVE_WIDTH - 2 * CURVE_MARGIN
        )
        return x, CURVE_HEIGHT - CURVE_MARGIN - frame.score * (CURVE_HEIGHT - 2 * CURVE_MARGIN)

    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, frames))
    dots = "".join(
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="6"><title>{rank}</title></circle>'
        for rank, (x, y) in enumerate((place(one.frame) for one in section.ranking.best), start=1)
    )
    floor = CURVE_HEIGHT - CURVE_MARGIN
    return f"""<svg viewBox="0 0 {CURVE_WIDTH} {CURVE_HEIGHT}" role="img"
aria-label="score of each frame over time, the best marked">
<line class="axis" x1="0" y1="{floor}" x2="{CURVE_WIDTH}" y2="{floor}"/>
<polyline class="curve" points="{points}"/>{dots}</svg>"""


def _data_address(rgb: NDArray[np.uint8], width_px: int) -> str:
    """Return a picture as an address that holds it, no wider than `width_px`."""
    height, width = rgb.shape[:2]
    if width > width_px:
        size = (width_px, max(1, round(height * width_px / width)))
        rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    assert done, "a picture in memory can be encoded"
    return f"data:image/jpeg;base64,{base64.b64encode(data.tobytes()).decode()}"
