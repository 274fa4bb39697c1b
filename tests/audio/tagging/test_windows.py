"""Windows: centred on their bars, one for each, whatever the blocks; changes where they are."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.tagging.change import EDGES, changes, edge_ns
from audio.tagging.windows import BAR_NS, BAR_SAMPLES, Windows
from models.log_mel import PATCH_FRAMES

RNG = np.random.default_rng(0)
PCM = RNG.standard_normal(40_000).astype(np.float32) * np.float32(0.1)


@settings(max_examples=8)
@given(st.lists(st.integers(0, len(PCM)), max_size=8).map(sorted))
def test_any_split_gives_the_same_windows(cuts: list[int]) -> None:
    whole, split = Windows(), Windows()
    expected = [whole.push(PCM), whole.flush()]
    found = [split.push(part) for part in np.split(PCM, cuts)] + [split.flush()]
    for index in range(2):
        np.testing.assert_allclose(
            np.concatenate([part[index] for part in found]),
            np.concatenate([part[index] for part in expected]),
            atol=1e-4,  # matrix products of other shapes round otherwise
        )


def test_there_is_one_window_for_each_whole_bar() -> None:
    for count in (0, 1, BAR_SAMPLES - 1, BAR_SAMPLES, 8239, 8240, 16_001):
        windows = Windows()
        first, levels_dbfs = windows.push(PCM[:count])
        rest, more_dbfs = windows.flush()
        assert len(first) + len(rest) == count // BAR_SAMPLES
        assert len(levels_dbfs) + len(more_dbfs) == count // BAR_SAMPLES


def test_a_click_lies_in_the_middle_of_the_window_of_its_bar() -> None:
    pcm = np.zeros(32_000, np.float32)
    bar = 17
    pcm[bar * BAR_SAMPLES + BAR_SAMPLES // 2] = 1.0
    windows = Windows()
    patches, levels_dbfs = windows.push(pcm)
    assert levels_dbfs.argmax() == bar
    loud = np.flatnonzero(patches[bar].max(axis=1) > patches[bar].min() + 1)
    assert abs(loud.mean() - (PATCH_FRAMES - 1) / 2) < 1


def test_the_greatest_change_is_where_a_sound_begins() -> None:
    for start in (15_000, 15_320, 15_777):
        pcm = PCM * np.float32(0.001)
        pcm[start:] = PCM[start:]
        windows = Windows()
        differ = changes(windows.push(pcm)[0])
        assert differ.shape[1] == EDGES
        differ[:4] = 0  # the stream's own beginning
        bar, edge = np.unravel_index(int(differ.argmax()), differ.shape)
        found_ns = edge_ns(int(bar) * BAR_NS, int(edge))
        assert abs(found_ns - start * 62_500) < 15_000_000
