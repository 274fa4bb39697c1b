"""The streaming log-mel."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from audio.mel import LogMel
from models.log_mel import log_mel

SOUND = np.random.default_rng(5).standard_normal(4000).astype(np.float32)


@given(st.lists(st.integers(0, 700), max_size=12))
def test_any_split_of_the_stream_gives_the_same_rows(lengths: list[int]) -> None:
    mel = LogMel()
    cuts = np.minimum(np.cumsum(lengths), len(SOUND)) if lengths else []
    rows = np.concatenate([mel.push(part) for part in np.split(SOUND, cuts)])
    np.testing.assert_allclose(rows, log_mel(SOUND), atol=1e-5)  # sums of 32 bits


def test_a_reset_forgets_the_past() -> None:
    mel = LogMel()
    mel.push(SOUND[:399])
    mel.reset()
    assert len(mel.push(SOUND[:399])) == 0
    assert len(mel.push(SOUND[399:400])) == 1
