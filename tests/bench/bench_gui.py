"""How the window feels: frames and answers while everything runs, starts, long recordings, search.

Without a screen by default (Qt's offscreen platform paints the same pixels with the same code);
under Xvfb or on a desktop with QT_QPA_PLATFORM=xcb. The live part plays the demo clip in its own
time through the whole pipeline: two files written, hands, gestures, words, titles.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tests.bench.bench_engine import rss_slope_mb_per_h, spread
from tests.bench.gui_desk import desk
from tests.bench.gui_large import (
    opening_ms,
    typing_ms,
    write_library,
    write_ten_hours,
    zooming_ms,
)
from tests.bench.gui_live import LiveFigures, looped, measure_live
from tests.bench.gui_start import starting_ms
from tests.bench.report import Figure, Report

DEMO = Path(__file__).resolve().parents[2] / "assets" / "samples" / "demo.mkv"
LIVE_S, QUICK_LIVE_S = 600.0, 12.0
STARTS, QUICK_STARTS = 9, 2
MARGIN_S = 15.0  # the clip is longer than the look at it


def measure(data: Path | None, quick: bool) -> Report:
    """Measure the window on this machine."""
    seconds = QUICK_LIVE_S if quick else LIVE_S
    with tempfile.TemporaryDirectory(prefix="earshot-bench-") as place:
        home = Path(place)
        starts_ms, starts_cpu_ms = starting_ms(home / "fresh", QUICK_STARTS if quick else STARTS)
        clip = home / "clip.mkv"
        looped(DEMO, seconds + MARGIN_S, clip)
        words = write_library(home)
        write_ten_hours(home / "ten hours")
        with desk(home) as opened:
            typed_ms = typing_ms(opened, words)
            opened_ms = opening_ms(opened, home / "ten hours")
            zoomed_ms = zooming_ms(opened)
            live = measure_live(opened, clip, seconds)
    return Report(
        "gui",
        [
            *live_figures(live, quick=quick),
            spread("start_ms", starts_ms, "ms", np.median, at_most=2000),
            spread("start_cpu_ms", starts_cpu_ms, "ms", np.median, at_most=2000),
            spread("ten_hours_open_ms", opened_ms, "ms", np.max, at_most=1000),
            spread("ten_hours_zoom_p99_ms", zoomed_ms, "ms", p99, at_most=33),
            spread("search_typing_p95_ms", typed_ms, "ms", p95, at_most=250),
        ],
    )


def live_figures(live: LiveFigures, *, quick: bool) -> list[Figure]:
    """Return the figures of the live part."""
    return [
        spread("frame_interval_p99_ms", live.frames_ms, "ms", p99, at_most=33),
        spread("frame_interval_p50_ms", live.frames_ms, "ms", np.median, at_most=33),
        spread("input_to_paint_p95_ms", live.answers_ms, "ms", p95, at_most=100),
        Figure(
            key="sound_dropped",
            value=sum(live.sound_dropped.values()),
            unit="",
            n=len(live.sound_dropped),
            at_most=0,
        ),
        Figure(key="live_s", value=live.seconds, unit="s", n=1),
        *memory_figures(live.rss_mb, live.interval_s, quick=quick),
    ]


def memory_figures(rss_mb: Sequence[float], interval_s: float, *, quick: bool) -> list[Figure]:
    """Return how much memory there is and how it grows; a short run cannot tell."""
    return [
        Figure(key="rss_mb", value=max(rss_mb), unit="MB", n=len(rss_mb)),
        Figure(
            key="rss_slope_mb_per_h",
            value=rss_slope_mb_per_h(rss_mb, interval_s),
            unit="MB/h",
            n=len(rss_mb),
            at_most=None if quick else 30.0,
        ),
    ]


def p99(values: np.ndarray) -> float:
    """Return the 99th percentile."""
    return float(np.percentile(values, 99))


def p95(values: np.ndarray) -> float:
    """Return the 95th percentile."""
    return float(np.percentile(values, 95))
