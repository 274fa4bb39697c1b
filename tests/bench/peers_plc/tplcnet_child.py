"""tPLCnet-s as a process; runs on the Python of its own environment: MODEL as its one argument.

Each line of standard input is JSON: `told`, a file with `sound` (n,) and `lost` (k,), and `answer`,
where to put the concealed (n,) float32. Each line of standard output says that it is there.

The network sees six half packets of 10 ms, the newest one ahead of what it fills, and answers
with 20 ms that are overlapped by halves, as in its authors' real-time example.
"""

import json
import sys
from typing import Any

import numpy as np

HOP_SAMPLES = 160
FRAME_SAMPLES = 320
SEEN_HOPS = 6


def conceal(network: Any, sound: Any, lost: Any) -> Any:
    """Return `sound` with its lost packets filled."""
    inlet = network.get_input_details()[0]["index"]
    outlet = network.get_output_details()[0]["index"]
    known = np.where(np.repeat(lost, FRAME_SAMPLES), 0, sound).astype(np.float32)
    hops = np.concatenate((known, np.zeros(HOP_SAMPLES, np.float32))).reshape(-1, HOP_SAMPLES)
    hops = np.concatenate((np.zeros((1, HOP_SAMPLES), np.float32), hops))
    gone = np.concatenate(([False], np.repeat(lost, 2), [False]))
    window = np.hanning(FRAME_SAMPLES + 1)[:-1].astype(np.float32)
    seen = np.zeros((1, SEEN_HOPS, HOP_SAMPLES), np.float32)
    building = np.zeros(FRAME_SAMPLES, np.float32)
    said = []
    for index in range(len(hops) - 1):
        seen = np.roll(seen, -1, axis=1)
        seen[0, -3], seen[0, -2], seen[0, -1] = building[:HOP_SAMPLES], hops[index], hops[index + 1]
        building = np.concatenate((building[HOP_SAMPLES:], np.zeros(HOP_SAMPLES, np.float32)))
        if gone[index] or gone[index + 1]:
            network.set_tensor(inlet, seen)
            network.invoke()
            building += np.squeeze(network.get_tensor(outlet))
        else:
            building += np.concatenate((hops[index], hops[index + 1])) * window
        said.append(building[:HOP_SAMPLES].copy())
    return np.concatenate(said[1:])


def main() -> None:
    """Answer until standard input ends."""
    from ai_edge_litert.interpreter import (  # type: ignore[import-not-found]  # of its environment
        Interpreter,
    )

    network = Interpreter(sys.argv[1], num_threads=1)
    network.allocate_tensors()
    for line in sys.stdin:
        request = json.loads(line)
        told = np.load(request["told"])
        concealed = conceal(network, told["sound"], told["lost"])
        np.save(request["answer"], concealed.astype(np.float32))
        print(json.dumps({"ready": True}), flush=True)


if __name__ == "__main__":
    main()
