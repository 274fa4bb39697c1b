"""Memory of the window while it records for half an hour, its child processes counted.

The demo clip runs in its own time through the whole pipeline, as in `earshot bench gui`.
"""

import tempfile
from pathlib import Path

from tests.bench.bench_gui import DEMO, MARGIN_S, memory_figures
from tests.bench.gui_desk import desk
from tests.bench.gui_live import looped, measure_live
from tests.bench.report import Figure, Report

LIVE_S, QUICK_LIVE_S = 1800.0, 30.0


def measure(data: Path | None, quick: bool) -> Report:
    """Measure the window on this machine."""
    seconds = QUICK_LIVE_S if quick else LIVE_S
    with tempfile.TemporaryDirectory(prefix="earshot-bench-") as place:
        clip = Path(place) / "clip.mkv"
        looped(DEMO, seconds + MARGIN_S, clip)
        with desk(Path(place)) as opened:
            live = measure_live(opened, clip, seconds)
    lasted = Figure(key="live_s", value=live.seconds, unit="s", n=1)
    lost = sum(live.sound_dropped.values())
    dropped = Figure(key="sound_dropped", value=lost, unit="", n=1, at_most=0)
    return Report(
        "gui_memory", [*memory_figures(live.rss_mb, live.interval_s, quick=quick), dropped, lasted]
    )
