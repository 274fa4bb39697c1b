"""A received call on a bad network: ours, and aiortc's as it is.

Virtual time, seeded networks; the call is read speech in Opus at 32 kb/s and 20 ms. aiortc's jitter
buffer and libopus are the real ones; its listener plays what comes out as soon as it can.

concealed_N           % of 10 ms slots in which the sender is not heard, N % of packets lost alone
concealed_N_burst     the same, lost 2.5 in a row on average
concealed_8_jitter20  the same at 8 % and 20 ms jitter
..._excess            ours less the share of packets that was lost, in points
gap_ms                longest time without any sound where there should be some
delay_ms              from a packet's sending to its sound, median, 20 ms jitter
delay_jitter40_ms     the same at 40 ms jitter;  concealed_jitter20, _jitter40: what came too late
delay_after_ms        delay at the end of a call that lost 8 % for ten seconds
recover_s             until the delay is within 20 ms of what it was, after these losses
recover_stall_s       the same after the network stood still for 200 ms; a call's rest means never
drift_skips           slots made up and packets not played, clocks 200 ppm apart either way
drift_delay_ms        how far the delay strayed from its median in that call
plcmos_gain           mean PLCMOS v2 of a call that loses 8 % in bursts of 60 ms, less aiortc's
plcmos_lossy          both of them;  plcmos_lossless: our call without loss
plcmos_stretch        change by correcting the delay all the time; stretch_: by how much that was
plcmos_vs_neteq       60 ms bursts, a tenth lost: mean PLCMOS v2 less a real NetEQ's recording
plcmos_vs_neteq_N     the same at 20 and 120 ms;  plcmos_neteq_N: both;  neteq_offset: without loss
cpu_good_ms, cpu_lost_ms   of 20 ms of stereo, packet in, sound out, the network loaded
fuzz_unhandled, fuzz_leaked   errors nobody caught, and tasks, threads and connections left, after
                      10,000 mutated offers and 100,000 mutated RTP, RTCP and data-channel messages
unread_growth_mb      memory of a track that nobody reads, or ceased to, in ten minutes of packets
av_skew_ms            distance of flash and tone in the recording of a call, 95th percentile
broken_parts          parts of this benchmark that came to no end

Intervals are bootstrapped over utterances or frames.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
import soxr

from app.errors import EarshotError
from tests.bench.call_abuse import abuse_figures
from tests.bench.call_cost import cost_figures
from tests.bench.call_memory import memory_figures
from tests.bench.call_neteq import JUDGED_MS, neteq_figures
from tests.bench.call_network import network_figures
from tests.bench.call_quality import quality_figures
from tests.bench.call_recording import recording_figures
from tests.bench.network.sender import RATE_HZ as CALL_RATE_HZ
from tests.bench.peers_plc.packets import RATE_HZ
from tests.bench.plc_material import BURSTS_MS, plc_folder, utterances
from tests.bench.report import Figure, Report

ROUNDS, QUICK_ROUNDS = 15, 3
QUICK_UTTERANCES = 4
PLAYED_UTTERANCES = 10  # of five readers, again and again, where loss and delay are measured


def measure(data: Path | None, quick: bool) -> Report:
    """Measure received calls on this machine.

    Raises:
        UsageError: the evaluation material is absent.
    """
    folder = plc_folder(data)
    spoken = utterances(folder, QUICK_UTTERANCES if quick else None)
    voices = np.concatenate([utterance.sound for utterance in spoken[:PLAYED_UTTERANCES]])
    sound = soxr.resample(voices, RATE_HZ, CALL_RATE_HZ)[:, None]
    rounds = QUICK_ROUNDS if quick else ROUNDS
    bursts_ms = (JUDGED_MS,) if quick else BURSTS_MS
    return Report(
        "call",
        figures_of(
            {
                "cost": lambda: cost_figures(sound),
                "network": lambda: network_figures(sound, quick=quick),
                "abuse": lambda: abuse_figures(quick=quick),
                "memory": lambda: memory_figures(quick=quick),
                "recording": lambda: recording_figures(quick=quick),
                "plcmos": lambda: quality_figures(spoken, rounds),
                # a few utterances could not tell the two apart
                "plcmos beside NetEQ": lambda: neteq_figures(
                    utterances(folder, None), folder, rounds, bursts_ms
                ),
            }
        ),
    )


def figures_of(parts: Mapping[str, Callable[[], Iterable[Figure]]]) -> list[Figure]:
    """Return what the parts measure; one that lacks something is left out, and says what.

    One that never ends, as on a machine that is far too busy, breaks the budget but not the others.
    """
    figures: list[Figure] = []
    broken = 0
    for name, part in parts.items():
        try:
            figures += part()
        except EarshotError as error:
            print(f"left out: {name}: {error}", file=sys.stderr)
        except TimeoutError:
            print(f"broken off: {name}: it waited in vain", file=sys.stderr)
            broken += 1
    return [*figures, Figure(key="broken_parts", value=broken, unit="", n=len(parts), at_most=0)]
