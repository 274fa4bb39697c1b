"""Gaps are filled without delay, without clicks, and the same however the stream is cut."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.plc import Concealer, Rung
from audio.plc.continuer import FloatArray
from tests.audio.plc.signals import Cut, Hum, noise, steepest_seam, through, voice

RATES_HZ = (8_000, 16_000, 24_000, 44_100, 48_000)


def stream(rate_hz: int, seconds: float, channels: int = 1) -> FloatArray:
    """Return a vowel in a little noise, the channels unlike each other."""
    count = int(rate_hz * seconds)
    sound = [
        voice(count, rate_hz, 120 + 7 * channel) + noise(count, channel, 0.01)
        for channel in range(channels)
    ]
    return np.stack(sound, axis=1)


def rms(samples: FloatArray) -> float:
    """Return the root of the mean square."""
    return float(np.sqrt(np.mean(samples**2)))


def ms(rate_hz: int, *runs: tuple[str, float]) -> list[Cut]:
    """Return cuts given in milliseconds."""
    return [(kind, int(rate_hz * length / 1000)) for kind, length in runs]


@st.composite
def cut_runs(draw: st.DrawFn) -> tuple[int, int, list[Cut], list[Cut]]:
    """Draw a rate, channels, runs of good and lost samples, and the same runs in pieces."""
    rate_hz = draw(st.sampled_from(RATES_HZ))
    channels = draw(st.sampled_from([1, 2]))
    lengths_ms = draw(st.lists(st.floats(0.1, 130), min_size=2, max_size=6))
    kinds = itertools.cycle(draw(st.sampled_from([("good", "lost"), ("lost", "good")])))
    whole = ms(rate_hz, *zip(kinds, lengths_ms, strict=False))
    pieces: list[Cut] = []
    for kind, count in whole:
        places = sorted(draw(st.lists(st.integers(0, count), max_size=4)))
        pieces += [(kind, b - a) for a, b in itertools.pairwise([0, *places, count])]
    return rate_hz, channels, whole, pieces


@pytest.mark.parametrize("network", [None, Hum()])
@settings(max_examples=25)
@given(drawn=cut_runs())
def test_any_cut_gives_the_same_output(
    network: Hum | None, drawn: tuple[int, int, list[Cut], list[Cut]]
) -> None:
    rate_hz, channels, whole, pieces = drawn
    sound = stream(rate_hz, 1.0, channels)
    at_once = through(Concealer(rate_hz, channels, network), sound, whole)
    in_pieces = through(Concealer(rate_hz, channels, network), sound, pieces)
    assert np.array_equal(at_once, in_pieces)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_sample_by_sample_as_well(rate_hz: int) -> None:
    sound = stream(rate_hz, 0.07)
    runs = ms(rate_hz, ("good", 30), ("lost", 13), ("good", 9), ("lost", 4), ("good", 3))
    single = [(kind, 1) for kind, count in runs for _ in range(count)]
    at_once = through(Concealer(rate_hz), sound, runs)
    assert np.array_equal(through(Concealer(rate_hz), sound, single), at_once)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("packet_ms", [2.5, 10, 20, 60, 120])
def test_good_sound_passes_at_once_and_unchanged_outside_the_cross_fade(
    rate_hz: int, packet_ms: float
) -> None:
    sound = stream(rate_hz, 0.6, channels=2)
    runs = ms(rate_hz, ("good", packet_ms), ("lost", packet_ms), ("good", packet_ms))
    played = through(Concealer(rate_hz, 2), sound, runs)
    lengths = [count for _, count in runs]
    assert len(played) == sum(lengths)
    assert np.array_equal(played[: lengths[0]], sound[: lengths[0]])
    merged = sum(lengths[:2]) + rate_hz * 5 // 1000
    assert np.array_equal(played[merged:], sound[merged : len(played)])


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("pitch_hz", [80, 123, 310])
def test_a_steady_voice_goes_on_as_it_was(rate_hz: int, pitch_hz: float) -> None:
    sound = voice(rate_hz // 2, rate_hz, pitch_hz)[:, None]
    good, gap = ms(rate_hz, ("good", 300), ("lost", 60))
    played = through(Concealer(rate_hz), sound, [good, gap])[good[1] :]
    expected = sound[good[1] :][: len(played)]
    repeated = rate_hz // 100
    assert rms(played[:repeated] - expected[:repeated]) < 0.04 * rms(expected[:repeated])
    for tenth in np.split(played[: rate_hz // 25], 4):
        assert 0.2 * rms(expected) < rms(tenth) < 1.1 * rms(expected)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("gap_ms", [2.5, 20, 60, 121, 200])
@pytest.mark.parametrize("kind", ["voice", "noise", "stop", "dc", "square"])
def test_no_seam_jumps_by_more_than_twice_what_is_around_it(
    rate_hz: int, gap_ms: float, kind: str
) -> None:
    count = rate_hz // 2
    sound = {
        "voice": voice(count, rate_hz, 131),
        "noise": noise(count),
        "stop": voice(count, rate_hz, 131) * (np.arange(count) < rate_hz * 0.31),
        "dc": np.full(count, 0.7, np.float32),
        "square": np.sign(voice(count, rate_hz, 100)),
    }[kind].astype(np.float32)[:, None]
    runs = ms(rate_hz, ("good", 200), ("lost", gap_ms), ("good", 80))
    played = through(Concealer(rate_hz), sound, runs)[:, 0]
    start, end = runs[0][1], runs[0][1] + runs[1][1]
    assert steepest_seam(played, sound[:, 0], rate_hz, start, end) <= 2


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_from_120_ms_on_there_is_exact_silence_until_sound_fades_in(rate_hz: int) -> None:
    sound = stream(rate_hz, 1.0, channels=2)
    runs = ms(rate_hz, ("good", 200), ("lost", 300), ("good", 100))
    concealer = Concealer(rate_hz, 2)
    played = through(concealer, sound, runs)
    silent, end = runs[0][1] + rate_hz * 120 // 1000, runs[0][1] + runs[1][1]
    assert not played[silent:end].any()
    assert played[silent - rate_hz // 100 : silent].any()
    assert np.abs(played[end] / sound[end]).max() < 0.01
    assert concealer.rung is Rung.SILENCE


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_a_loss_at_the_very_start_is_silence(rate_hz: int) -> None:
    sound = stream(rate_hz, 0.3)
    runs = ms(rate_hz, ("lost", 60), ("good", 60))
    played = through(Concealer(rate_hz), sound, runs)
    assert not played[: runs[0][1]].any()
    after = runs[0][1] + rate_hz * 5 // 1000
    assert np.array_equal(played[after:], sound[after : len(played)])


def test_silence_stays_silent_and_asks_no_network() -> None:
    network = Hum()
    concealer = Concealer(48_000, 1, network)
    concealer.good(np.zeros((9_600, 1), np.float32))
    assert not concealer.lost(4_800).any()
    assert network.begun == 0


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_what_is_not_a_number_becomes_silence_and_harms_nothing(rate_hz: int) -> None:
    sound = stream(rate_hz, 0.5)
    bad = sound.copy()
    bad[100:200], bad[300], bad[301] = np.nan, np.inf, -np.inf
    concealer = Concealer(rate_hz)
    played = through(concealer, bad, ms(rate_hz, ("good", 50), ("lost", 60), ("good", 30)))
    assert np.isfinite(played).all()
    assert not played[100:200].any()


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_full_scale_stays_within_full_scale(rate_hz: int) -> None:
    square = np.sign(voice(rate_hz // 2, rate_hz, 90))[:, None]
    runs = ms(rate_hz, ("good", 200), ("lost", 60), ("good", 7), ("lost", 60), ("good", 20))
    assert np.abs(through(Concealer(rate_hz), square, runs)).max() <= 1.0


def test_every_other_packet_lost_stays_as_loud() -> None:
    sound = stream(16_000, 2.0)
    runs = ms(16_000, ("good", 400), *[("lost", 20), ("good", 20)] * 30)
    played = through(Concealer(16_000), sound, runs)
    assert 0.8 * rms(sound) < rms(played) < 1.1 * rms(sound)


def test_the_state_is_a_value() -> None:
    sound = stream(48_000, 0.5, channels=2)
    concealer = Concealer(48_000, 2, Hum())
    through(concealer, sound, ms(48_000, ("good", 100), ("lost", 30)))
    kept = concealer.state
    rest = ms(48_000, ("lost", 20), ("good", 20), ("lost", 20))
    first = through(concealer, sound, rest)
    concealer.state = kept
    assert np.array_equal(through(concealer, sound, rest), first)


def test_reset_starts_anew() -> None:
    sound = stream(44_100, 0.5)
    runs = ms(44_100, ("good", 100), ("lost", 30), ("good", 20))
    concealer = Concealer(44_100)
    first = through(concealer, sound, runs)
    concealer.reset()
    assert np.array_equal(through(concealer, sound, runs), first)


@pytest.mark.parametrize("balance", [(1.0, 1.0), (1.0, 0.0), (0.3, 0.9), (1.0, -1.0)])
def test_a_voice_stays_at_its_place_between_the_channels(balance: tuple[float, float]) -> None:
    mono = voice(24_000, 48_000)[:, None]
    network = Hum()
    runs = ms(48_000, ("good", 200), ("lost", 60))
    played = through(Concealer(48_000, 2, network), mono * np.array(balance, np.float32), runs)
    filled = played[runs[0][1] + 480 :]
    left, right = filled.T
    assert np.allclose(left * balance[1], right * balance[0], atol=2e-4)
    assert network.begun == 1


def test_above_8_khz_the_sound_fades() -> None:
    rate_hz = 48_000
    times_s = np.arange(rate_hz // 2) / rate_hz
    hiss = (0.3 * np.sin(2 * np.pi * 11_000 * times_s)).astype(np.float32)[:, None]
    runs = ms(rate_hz, ("good", 200), ("lost", 60))
    played = through(Concealer(rate_hz), hiss, runs)
    start = runs[0][1]
    assert np.abs(played[start : start + 96]).max() > 0.2
    assert np.abs(played[start + rate_hz // 100 :]).max() < 0.01


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_what_follows_draws_the_filling_into_phase(rate_hz: int) -> None:
    sound = voice(rate_hz, rate_hz, 125)[:, None]
    good, gap, late = (int(rate_hz * s) for s in (0.3, 0.01, 0.0015))
    after = sound[good + gap + late :][: rate_hz // 10]  # the voice has slipped meanwhile
    merge = rate_hz * 5 // 1000

    def merged(following: FloatArray | None) -> float:
        concealer = Concealer(rate_hz)
        concealer.good(sound[:good])
        concealer.lost(gap, following=following)
        played = concealer.good(after)
        assert np.array_equal(played[merge:], after[merge:])
        return rms(played[:merge] - after[:merge])

    assert merged(after) < 0.4 * merged(None)


@pytest.mark.parametrize("gap", [1, 40, 120, 960])
def test_a_short_filling_bends_by_less(gap: int) -> None:
    sound = voice(48_000, 48_000, 125)[:, None]
    lags = []
    for late in range(0, 200, 10):  # of half a period
        concealer = Concealer(48_000)
        concealer.good(sound[:12_000])
        concealer.lost(gap, following=sound[12_000 + gap + late :][:960])
        lags.append(abs(concealer.state.lag))
    assert max(lags) <= min(gap // 4, 120)
    assert (max(lags) > 0) == (gap >= 4)


def test_the_budget_chooses_and_the_rung_is_told() -> None:
    concealer = Concealer(16_000, 1, Hum())
    sound = stream(16_000, 0.5)
    concealer.good(sound)
    assert concealer.rung is None
    told: list[Rung | None] = []
    for budget_ms in (7.0, np.inf, 0.0, np.inf):  # never up again within a gap
        concealer.lost(320, budget_ms)
        told.append(concealer.rung)
    assert told == [Rung.EXTRAPOLATION, Rung.EXTRAPOLATION, Rung.REPEAT, Rung.REPEAT]
    concealer.good(sound[:320])
    concealer.lost(320)
    assert concealer.rung == Rung.NETWORK


@pytest.mark.parametrize(
    ("lost_ms", "rung"),
    [(119, Rung.EXTRAPOLATION), (120, Rung.EXTRAPOLATION), (121, Rung.SILENCE)],
)
@pytest.mark.parametrize("pieces", [1, 3])
def test_the_rung_told_is_that_of_the_last_lost_sample(
    lost_ms: int, rung: Rung, pieces: int
) -> None:
    sound = stream(48_000, 0.5)
    concealer = Concealer(48_000)
    concealer.good(sound)
    for _ in range(pieces):
        concealer.lost(lost_ms * 48 // pieces)
    assert concealer.rung is rung
    concealer.good(sound[:960])
    assert concealer.rung is rung


def test_going_down_a_rung_does_not_jump() -> None:
    concealer = Concealer(16_000)
    concealer.good(stream(16_000, 0.5))
    played = [concealer.lost(400, budget_ms=budget) for budget in (np.inf, 0.0)]
    seam = np.abs(np.diff(np.concatenate(played)[:, 0]))
    assert seam[399] <= 2 * seam[300:399].max()


@pytest.mark.parametrize(("rate_hz", "channels"), [(7_999, 1), (16_000, 3), (16_000, 0)])
def test_impossible_streams_are_refused(rate_hz: int, channels: int) -> None:
    with pytest.raises(ValueError, match=r"are neither|is not between"):
        Concealer(rate_hz, channels)


def test_a_block_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(n, 2\)"):
        Concealer(16_000, 2).good(np.zeros((320, 1), np.float32))


def test_nothing_lost_is_nothing() -> None:
    concealer = Concealer(16_000)
    assert concealer.lost(0).shape == (0, 1)
    assert concealer.rung is None
