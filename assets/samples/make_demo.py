"""Make the demo clip from nothing: render the hands, synthesise the sound, write `demo.mkv`.

Run `python assets/samples/make_demo.py`; it needs numpy, opencv, PyAV, soxr and espeak-ng.
"""

import argparse
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
from recipe.flesh import HEIGHT_PX, WIDTH_PX, Flesh, Floats, meet
from recipe.play import DURATION_S, FRAME_RATE_HZ, LAMP_ON_S, LEFT, RIGHT, hand_at, soundtrack
from recipe.room import room
from recipe.skeleton import posed_bones
from recipe.skin import draw_hand
from recipe.sounds import RATE_HZ, Sound

FRAMES = round(DURATION_S * FRAME_RATE_HZ)
WHITE = 2.2  # the linear light that the sensor shows as white
EXPOSURE = 1.25
LENS_BLUR_PX = 0.55
QUALITY_CRF = "22"
AUDIO_BIT_RATE = 96_000
KEY_FRAME_EVERY = 60


def develop(light: Floats) -> npt.NDArray[np.uint8]:
    """Return linear light as an 8-bit sRGB-like picture with a soft shoulder."""
    light = np.maximum(light, 0)
    shown = EXPOSURE * light * (1 + light / WHITE**2) / (1 + light)
    picture = (np.clip(shown, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
    return cv2.GaussianBlur(picture, (0, 0), LENS_BLUR_PX).astype(np.uint8)


def picture_at(number: int, rooms: tuple[Floats, Floats]) -> npt.NDArray[np.uint8]:
    """Return frame `number` as (480, 640, 3) RGB; `rooms` are dark and lit."""
    at_s = number / FRAME_RATE_HZ
    lamp = float(number >= round(LAMP_ON_S * FRAME_RATE_HZ))
    light = rooms[int(lamp)]
    for keys, left in ((RIGHT, False), (LEFT, True)):
        hand = hand_at(keys, at_s, left)
        if hand is None:
            continue
        flesh = Flesh(posed_bones(*hand))
        light = draw_hand(light, flesh, meet(flesh), hand[1], lamp)
    return develop(light)


def write(path: Path, pictures: Iterable[npt.NDArray[np.uint8]], sound: Sound) -> None:
    """Write H.264 and Opus into a Matroska file, packets in the order of time."""
    with av.open(str(path), "w", format="matroska", options={"fflags": "+bitexact"}) as file:
        video = file.add_stream("libx264", rate=FRAME_RATE_HZ)
        video.width, video.height, video.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        video.codec_context.thread_count = 1  # more threads would change the bytes
        video.options = {"crf": QUALITY_CRF, "preset": "slow", "g": str(KEY_FRAME_EVERY)}
        audio = file.add_stream("libopus", rate=RATE_HZ, layout="mono")
        audio.bit_rate = AUDIO_BIT_RATE
        samples = np.round(sound * 32767).astype(np.int16)[None]
        block = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        block.sample_rate, block.pts, block.time_base = RATE_HZ, 0, Fraction(1, RATE_HZ)
        packets = [*audio.encode(block), *audio.encode(None)]
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FRAME_RATE_HZ)
            packets += video.encode(frame)
        packets += video.encode(None)
        for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
            file.mux(packet)


def main() -> None:
    """Render every frame and write the clip."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("demo.mkv"))
    path = parser.parse_args().out
    rooms = room(0.0), room(1.0)
    sound = soundtrack()
    write(path, (picture_at(number, rooms) for number in range(FRAMES)), sound)


if __name__ == "__main__":
    main()
