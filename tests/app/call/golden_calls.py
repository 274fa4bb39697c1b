"""Three bad calls, made of nothing but sines and noise, and what a receiver made of them.

python -m tests.app.call.golden_calls   writes tests/data/call anew
"""

import hashlib
import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.call import dump
from app.call.opus import OpusDecoder, version
from app.call.replay import Replay, main_stream, replay
from app.call.rtp import RtpPacket
from audio.plc import Concealer
from audio.plc.continuer import FloatArray
from audio.plc.packet import Packet
from audio.plc.receiver import AudioReceiver
from tests.audio.plc.signals import noise
from tests.bench.network.line import Line
from tests.bench.network.sender import send
from tests.bench.network.virtual import arrivals

FOLDER = Path(__file__).resolve().parents[2] / "data" / "call"
RATE_HZ = 48_000
PAYLOAD_TYPE, RED_TYPE, SSRC = 111, 63, 0x0EA7
INT16_SCALE = 32_767


@dataclass(frozen=True, slots=True)
class Golden:
    """What a replay must be.

    Attributes:
        kinds: first letter of each tick's kind, `t` for concealed.
        levels: root mean square of each tick, in 16-bit steps.
        sha256: of the 16-bit samples, on the machine of `made_by`.
        made_by: the versions that decide about the last bit.
    """

    kinds: str
    levels: list[int]
    sha256: str
    made_by: str


def sentence() -> FloatArray:
    """Return (n, 1) of three gliding vowels and three hisses, 2.4 s."""
    parts = []
    for number, (pitch_hz, glide_hz) in enumerate(((110, 40), (180, -50), (140, 20))):
        times_s = np.arange(RATE_HZ // 2) / RATE_HZ
        phase = 2 * np.pi * (pitch_hz * times_s + glide_hz * times_s**2)
        vowel = sum(np.sin(k * phase + k * k) / k for k in range(1, 20))
        swell = np.sin(np.pi * times_s / times_s[-1]) ** 0.5
        parts += [0.2 * vowel * swell, noise(RATE_HZ * 3 // 10, number, 0.02)]
    return np.concatenate(parts).astype(np.float32)[:, None]


def calls() -> dict[str, list[tuple[int, RtpPacket]]]:
    """Return the arrivals of every call by name."""
    sound = sentence()
    plain, helped = send(sound), send(sound, fec=True, packet_ms=40)
    losing = Line(loss=0.12, burst=2, spared=15, seed=7)
    shaky = Line(jitter_ms=30, reorder=0.1, reorder_ms=40, spared=0, seed=8)
    lossless = Line(delay_ms=5)
    first, second = (
        arrivals(plain[:60], lossless),
        arrivals(send(sound, first_sequence=900, first_timestamp=77)[60:], lossless),
    )
    return {
        "losses": _rtp(arrivals(plain, losing)),
        "fec": _rtp(arrivals(helped, Line(loss=0.2, spared=8, seed=9))),
        "jitter": _rtp(arrivals(plain, shaky)),
        "restart": _rtp([*first, *second]),
    }


def _rtp(coming: Sequence[tuple[int, Packet]]) -> list[tuple[int, RtpPacket]]:
    return [(at_ns, RtpPacket(PAYLOAD_TYPE, SSRC, packet)) for at_ns, packet in coming]


def played(name: str) -> Replay:
    """Return what the receiver makes of a stored call, by classical means beyond the codec's."""
    receiver = AudioReceiver(OpusDecoder(1), Concealer(RATE_HZ, 1), channels=1)
    return replay(receiver, main_stream(dump.read(FOLDER / f"{name}.rtp"), None, None))


def golden(heard: Replay) -> Golden:
    """Return what is kept of a replay."""
    samples = np.rint(np.clip(heard.sound, -1, 1) * INT16_SCALE).astype("<i2")
    levels = np.sqrt((samples.astype(np.float64).reshape(-1, 480) ** 2).mean(axis=1))
    return Golden(
        kinds="".join("t" if kind == "concealed" else kind[0] for kind in heard.kinds),
        levels=np.rint(levels).astype(int).tolist(),
        sha256=hashlib.sha256(samples.tobytes()).hexdigest(),
        made_by=f"{version()}, NumPy {np.__version__}, {_processor()}",
    )


def _processor() -> str:
    features = np._core._multiarray_umath.__cpu_features__  # type: ignore[attr-defined]
    present = [name for name, found in features.items() if found]
    return f"{platform.machine()} {hashlib.sha256(' '.join(present).encode()).hexdigest()[:8]}"


def main() -> None:
    """Write dumps and goldens."""
    FOLDER.mkdir(exist_ok=True)
    for name, coming in calls().items():
        dump.write(FOLDER / f"{name}.rtp", coming)
    kept = {
        name: {key: getattr(golden(played(name)), key) for key in Golden.__slots__}
        for name in calls()
    }
    (FOLDER / "goldens.json").write_text(json.dumps(kept) + "\n")


if __name__ == "__main__":
    main()
