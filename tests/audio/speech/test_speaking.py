"""Whether someone speaks is told at each change, and nobody is left speaking at a gap."""

import numpy as np

from audio.block import NS_PER_S, AudioBlock
from audio.speech.speaking import Speaking, SpeechMonitor
from audio.speech.vad import VoiceGate
from tests.fakes.speech import LOUD_INT16, any_voice, loud_detector

RATE_HZ = 16_000
BLOCK_SAMPLES = RATE_HZ // 50


def monitor() -> SpeechMonitor:
    return SpeechMonitor(VoiceGate(lambda: loud_detector, lambda: any_voice))


def heard(monitor: SpeechMonitor, start_s: float, length_s: float, *, loud: bool) -> list[Speaking]:
    """Return what it tells of so many seconds of speech or silence."""
    samples = np.full((BLOCK_SAMPLES, 1), 2 * LOUD_INT16 * loud, np.int16)
    times = np.arange(start_s, start_s + length_s, BLOCK_SAMPLES / RATE_HZ)
    return [
        told
        for time_s in times
        for told in monitor.push(AudioBlock(round(time_s * NS_PER_S), samples, RATE_HZ))
    ]


def test_each_change_is_told_once() -> None:
    listening = monitor()
    told = heard(listening, 0, 2, loud=True) + heard(listening, 2, 3, loud=False)
    assert [change.speaking for change in told] == [True, False]
    assert told[0].pts_ns < 2 * NS_PER_S < told[1].pts_ns


def test_nobody_is_left_speaking_where_the_sound_ends() -> None:
    listening = monitor()
    heard(listening, 0, 2, loud=True)
    assert listening.flush() == [Speaking(2 * NS_PER_S, speaking=False)]
    listening.reset()
    assert listening.flush() == ()
    assert heard(listening, 9, 3, loud=False) == []


def test_who_speaks_on_after_a_gap_is_told_of_anew() -> None:
    listening = monitor()
    heard(listening, 0, 2, loud=True)
    listening.flush()
    assert [change.speaking for change in heard(listening, 9, 2, loud=True)] == [True]
