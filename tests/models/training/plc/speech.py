"""A folder of speech for tests: one pack of made-up vowels with its index."""

from pathlib import Path

import av
import numpy as np

from tests.models.plc.made_up import vowel

CLIP_S = 1.5
# Held out are those whose name's digest says so: here only ls12.
SPEAKERS = ("ls1", "ls2", "ls12", "crowd_unknown")


def write_pack(folder: Path, speakers: tuple[str, ...] = SPEAKERS) -> Path:
    """Write pack.opus and index.tsv, a clip of 1.5 s each, 0.1 s apart; return the folder."""
    samples = np.zeros(round(len(speakers) * (CLIP_S + 0.1) * 16_000), np.float32)
    rows = ["file\tstart\tend\tspeaker\tlang\tset\tsource_name\ttext"]
    for number, speaker in enumerate(speakers):
        start_s = number * (CLIP_S + 0.1)
        at = round(start_s * 16_000)
        samples[at : at + 24_000] = vowel(24_000, 90 + 40 * number, number)
        rows.append(f"pack.opus\t{start_s:.3f}\t{start_s + CLIP_S:.3f}\t{speaker}\ten\ttest\tx\t")
    (folder / "index.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    whole = np.round(samples * 20_000).astype(np.int16)
    with av.open(str(folder / "pack.opus"), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(whole[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = 16_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return folder
