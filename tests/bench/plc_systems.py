"""Everything that is compared: ours, and every peer that can be run here."""

import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from audio.plc import Concealer, recording
from tests.bench.peers.environment import PeerMissingError
from tests.bench.peers_plc.g711 import g711
from tests.bench.peers_plc.opus import opus
from tests.bench.peers_plc.packets import PACKET_SAMPLES, RATE_HZ, Lost, Sound
from tests.bench.peers_plc.simple import ar256, repeat, zero
from tests.bench.peers_plc.tplcnet import TPLCNet

System = Callable[[Sound, Lost], Sound]
SELF_TRIED_PACKETS = 50


def peers(data: Path, stack: ExitStack, *, make: bool) -> Mapping[str, System]:
    """Return the peers by name; one that cannot be run is named on standard error.

    Args:
        data: folder of the evaluation material, where tPLCnet lies.
        stack: ends what is started.
        make: whether environments may be made, which takes minutes.
    """
    found: dict[str, System] = {"zero": zero, "repeat": repeat, "g711": g711, "ar256": ar256}
    try:
        opus(np.zeros(PACKET_SAMPLES * SELF_TRIED_PACKETS, np.float32), np.zeros(50, np.bool_))
        found["opus"] = opus
    except PeerMissingError as error:
        print(f"left out: opus: {error}", file=sys.stderr)
    try:
        network = TPLCNet(data, make=make)
        stack.callback(network.close)
        found["tplcnet_s"] = network
    except PeerMissingError as error:
        print(f"left out: tplcnet_s: {error}", file=sys.stderr)
    return found


def ours(concealer: Concealer) -> System:
    """Return what a 16 kHz mono concealer makes of an utterance, packet by packet."""

    def conceal(sound: Sound, lost: Lost) -> Sound:
        return recording.conceal(concealer, sound[:, None], lost.tolist(), PACKET_SAMPLES)[:, 0]

    assert concealer.sample_rate_hz == RATE_HZ
    return conceal
