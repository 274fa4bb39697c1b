"""Record from our microphone and report: `record_microphone DEVICE SECONDS FILE`.

Prints `block` at the first one, `notice TEXT` and `gap REASON LENGTH_NS` as they come; stores the
samples and the (pts_ns, length) of each block. SECONDS are of sound heard, not of time passed.
"""

import asyncio
import sys
from contextlib import aclosing
from pathlib import Path

import numpy as np

from app.engine.clock import MonotonicClock
from app.engine.events import Gap
from app.engine.sources.microphone import SAMPLE_RATE_HZ, Microphone
from audio.block import AudioBlock


async def record(device: str, seconds: float, path: Path) -> None:
    """Record until so much sound has been heard."""
    blocks: list[AudioBlock] = []
    clock = MonotonicClock()
    async with aclosing(Microphone(device).items(clock, clock.now_ns())) as items:
        async for item in items:
            if isinstance(item, AudioBlock):
                if not blocks:
                    sys.stdout.write("block\n")
                blocks.append(item)
            elif isinstance(item, Gap):
                sys.stdout.write(f"gap {item.reason.name} {item.end_ns - item.start_ns}\n")
            else:
                sys.stdout.write(f"notice {item.text}\n")
            sys.stdout.flush()
            if sum(len(block.samples) for block in blocks) >= seconds * SAMPLE_RATE_HZ:
                break
    np.savez(
        path,
        samples=np.concatenate([block.samples for block in blocks]).ravel(),
        blocks=np.array([(block.pts_ns, len(block.samples)) for block in blocks]),
    )


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1], float(sys.argv[2]), Path(sys.argv[3])))
