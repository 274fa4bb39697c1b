"""What a bad network leaves of a call: slots made up, gaps, delay; ours and aiortc's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.call.opus import OpusDecoder
from audio.plc import Concealer
from audio.plc.continuer import FloatArray
from audio.plc.heard import ReceiverStatistics
from audio.plc.packet import SEQUENCE_BITS, TIMESTAMP_BITS
from audio.plc.receiver import AudioReceiver
from tests.bench.network.line import Line, Network, Phases, Stall
from tests.bench.network.plain import hear_plain
from tests.bench.network.sender import RATE_HZ, Sent, send
from tests.bench.network.virtual import Played, hear
from tests.bench.report import Figure

SEED = 20_261_121
LOSSES = (3, 8, 20)
BURST = 2.5
PACKETS, QUICK_PACKETS = 15_000, 1_500
DRIFT_PPM, DRIFT_S, QUICK_DRIFT_S = 200.0, 1800, 60
TICKS_PER_S, PACKETS_PER_S = 100, 50
SETTLED_MS = 20  # within which a delay is what it was before
FADED_TICKS = 12  # after 120 ms without a packet a caller is silent by intention
PEER = "aiortc"


@dataclass(frozen=True, slots=True)
class Slots:
    """The ticks of a call from its first sound to its last.

    Attributes:
        missing: share in which nothing of the sender was played, 0..1.
        longest_ms: without any sound, where there should have been some.
        delays_ms: of each tick; NaN where nothing of the sender was played.
    """

    missing: float
    longest_ms: float
    delays_ms: NDArray[np.float64]


class Lab:
    """One caller's packets, and everyone who may receive them."""

    def __init__(self, sent: Sequence[Sent]) -> None:
        self.sent = sent

    def ours(self, network: Network) -> tuple[Slots, ReceiverStatistics]:
        """Return what our receiver makes of the call."""
        receiver = AudioReceiver(OpusDecoder(1), Concealer(RATE_HZ, 1), channels=1)
        played = hear(receiver, self.sent, network)
        made_up = np.array([kind == "concealed" for kind in played.kinds])
        return _slots(played, made_up), receiver.statistics()

    def plain(self, network: Network) -> Slots:
        """Return what aiortc makes of it."""
        played = hear_plain(self.sent, network, 1)
        return _slots(played, np.isnan(played.delays_ms))

    def lost(self, network: Network) -> float:
        """Return the share of packets the network loses, in percent."""
        fates = [fate for _, fate in zip(self.sent, network.fates(), strict=False)]
        return 100 * sum(fate is None for fate in fates) / len(fates)


def network_figures(sound: FloatArray, *, quick: bool) -> Iterator[Figure]:
    """Yield every figure of the network's part."""
    lab = Lab(repeated(send(sound), QUICK_PACKETS if quick else PACKETS))
    yield from _loss_figures(lab)
    yield from _jitter_figures(lab)
    yield from _both_figures(lab)
    yield from _recovery_figures(lab)
    yield from drift_figures(sound, QUICK_DRIFT_S if quick else DRIFT_S)


def _loss_figures(lab: Lab) -> Iterator[Figure]:
    longest_ms = {None: 0.0, PEER: 0.0}
    count = len(lab.sent)
    for percent in LOSSES:
        for burst, suffix in ((1.0, ""), (BURST, "_burst")):
            line = Line(loss=percent / 100, burst=burst, seed=SEED + percent)
            key, lost = f"concealed_{percent}{suffix}", lab.lost(line)
            (slots, _), plain = lab.ours(line), lab.plain(line)
            share = 100 * slots.missing
            yield Figure(key=key, value=share, unit="%", n=count)
            yield Figure(
                key=f"{key}_excess", value=share - lost, unit="points", n=count, at_most=1.0
            )
            yield Figure(key=key, value=100 * plain.missing, unit="%", n=count, peer=PEER)
            longest_ms[None] = max(longest_ms[None], slots.longest_ms)
            longest_ms[PEER] = max(longest_ms[PEER], plain.longest_ms)
    yield Figure(key="gap_ms", value=longest_ms[None], unit="ms", n=6 * count, at_most=0)
    yield Figure(key="gap_ms", value=longest_ms[PEER], unit="ms", n=6 * count, peer=PEER)


def _jitter_figures(lab: Lab) -> Iterator[Figure]:
    count = len(lab.sent)
    for jitter_ms, delay_key, most_ms in ((20, "delay_ms", 120), (40, "delay_jitter40_ms", 160)):
        line = Line(jitter_ms=jitter_ms, seed=SEED + jitter_ms)
        (slots, _), plain = lab.ours(line), lab.plain(line)
        yield Figure(key=delay_key, value=_p50(slots), unit="ms", n=count, at_most=most_ms)
        yield Figure(key=delay_key, value=_p50(plain), unit="ms", n=count, peer=PEER)
        key = f"concealed_jitter{jitter_ms}"
        yield Figure(key=key, value=100 * slots.missing, unit="%", n=count, at_most=1.0)
        yield Figure(key=key, value=100 * plain.missing, unit="%", n=count, peer=PEER)


def _both_figures(lab: Lab) -> Iterator[Figure]:
    """Yield what losses and jitter do together."""
    line = Line(loss=0.08, jitter_ms=20, seed=SEED)
    share, count = 100 * lab.ours(line)[0].missing, len(lab.sent)
    yield Figure(key="concealed_8_jitter20", value=share, unit="%", n=count)
    excess = share - lab.lost(line)
    yield Figure(
        key="concealed_8_jitter20_excess", value=excess, unit="points", n=count, at_most=1.0
    )


def _recovery_figures(lab: Lab) -> Iterator[Figure]:
    """Yield the delay before, while and after a bad stretch of ten seconds."""
    good, bad = 250, 500  # packets
    losses = Phases(
        [(good, Line(seed=SEED)), (bad, Line(loss=0.08, spared=0, seed=SEED)), (0, Line())]
    )
    short = Lab(lab.sent[: good + bad + 1000])
    (slots, _), plain = short.ours(losses), short.plain(losses)
    for found, peer in ((slots, None), (plain, PEER)):
        after_ms, recover_s = _recovery(found.delays_ms, good, good + bad)
        within = SETTLED_MS + float(np.nanmedian(found.delays_ms[: 2 * good]))
        yield Figure(
            key="delay_after_ms", value=after_ms, unit="ms", n=1, peer=peer,
            at_most=None if peer else within,
        )  # fmt: skip
        yield Figure(
            key="recover_s", value=recover_s, unit="s", n=1, peer=peer,
            at_most=None if peer else 5,
        )  # fmt: skip
    held = Stall(good, 10)
    (slots, _), plain = short.ours(held), short.plain(held)
    for found, peer in ((slots, None), (plain, PEER)):
        _, recover_s = _recovery(found.delays_ms, good, good + 10)
        yield Figure(key="recover_stall_s", value=recover_s, unit="s", n=1, peer=peer)


def drift_figures(sound: FloatArray, seconds: int) -> Iterator[Figure]:
    """Yield what a sender's clock that is fast or slow does to a call that loses nothing."""
    sent = repeated(send(sound), seconds * PACKETS_PER_S)
    skips, strayed_ms = 0.0, 0.0
    for ppm in (-DRIFT_PPM, DRIFT_PPM):
        drifting = Lab([replace(one, sent_ns=round(one.sent_ns * (1 + ppm / 1e6))) for one in sent])
        slots, counts = drifting.ours(Line())
        skips += slots.missing * len(slots.delays_ms) + counts.packets_late
        skips += counts.packets_discarded
        delays_ms = slots.delays_ms
        strayed_ms = max(strayed_ms, float(np.nanmax(np.abs(delays_ms - np.nanmedian(delays_ms)))))
    n = 2 * len(sent)
    yield Figure(key="drift_skips", value=skips, unit="", n=n, at_most=0)
    yield Figure(key="drift_delay_ms", value=strayed_ms, unit="ms", n=n, at_most=SETTLED_MS)


def _recovery(delays_ms: NDArray[np.float64], begin: int, end: int) -> tuple[float, float]:
    """Return the last delay, and how long after packet `end` it stayed away from that before."""
    before_ms = float(np.nanmedian(delays_ms[: 2 * begin]))
    after = delays_ms[2 * end :]
    away = np.flatnonzero(np.abs(after - before_ms) > SETTLED_MS)
    recover_s = (away[-1] + 1) / TICKS_PER_S if len(away) else 0.0
    return float(np.nanmedian(after[-5 * TICKS_PER_S :])), recover_s


def _p50(slots: Slots) -> float:
    return float(np.nanmedian(slots.delays_ms))


def _slots(played: Played, missing: NDArray[np.bool_]) -> Slots:
    heard = np.flatnonzero(~np.isnan(played.delays_ms) & ~missing)
    begin, end = int(heard[0]), int(heard[-1]) + 1
    missing = missing[begin:end]
    ticks = played.sound[begin * RATE_HZ // TICKS_PER_S : end * RATE_HZ // TICKS_PER_S, 0]
    silent = ~ticks.reshape(end - begin, -1).any(axis=1) & missing
    return Slots(
        float(missing.mean()),
        1000 / TICKS_PER_S * _longest(silent, missing, len(played.gaps) > 0),
        played.delays_ms[begin:end],
    )


def _longest(silent: NDArray[np.bool_], missing: NDArray[np.bool_], fades: bool) -> int:
    """Return the longest run of silent ticks; those after a filling has faded do not count."""
    longest = run = gap = 0
    for is_silent, is_missing in zip(silent, missing, strict=True):
        gap = gap + 1 if is_missing else 0
        run = run + 1 if is_silent and not (fades and gap > FADED_TICKS) else 0
        longest = max(longest, run)
    return longest


def repeated(once: Sequence[Sent], packets: int) -> list[Sent]:
    """Return so many packets, said again and again, their numbers and times going on."""
    first, step = once[0], once[1].start - once[0].start
    step_ns = once[1].sent_ns - first.sent_ns
    return [
        Sent(
            replace(
                once[number % len(once)].packet,
                sequence=(first.packet.sequence + number) % (1 << SEQUENCE_BITS),
                timestamp=(first.packet.timestamp + number * step) % (1 << TIMESTAMP_BITS),
            ),
            first.sent_ns + number * step_ns,
            number * step,
        )
        for number in range(packets)
    ]
