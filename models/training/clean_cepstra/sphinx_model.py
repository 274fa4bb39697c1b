"""What the acoustic model inside the pocketsphinx wheel is made of.

Sphinx's phonetically tied mixtures: each of 42 phones has 128 Gaussians for each of three streams
(cepstra, their slopes, their bends), shared by all states of all its triphones, which differ in
their weights alone. Here only the three states of each phone without context are kept.
"""

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

STREAMS = 3
STATES_OF_PHONE = 3
LOG_OF_WEIGHT_UNIT = np.log(1.0001) * 1024  # `sendump` counts in logarithms of 1.0001, shifted 10
FIRST_OF_MDEF = 12  # bytes before the description in its header
NODE_BYTES = 8  # of the tree of contexts
SILENCE = "SIL"


@dataclass(frozen=True, slots=True)
class States:
    """What the states of the model are called.

    Attributes:
        phones: names of the phones.
        of_senone: (senones,) the state without context that each tied state belongs to.
        plain: (phones, STATES_OF_PHONE) the tied states without context.
    """

    phones: tuple[str, ...]
    of_senone: NDArray[np.int64]
    plain: NDArray[np.int64]

    @property
    def silence(self) -> range:
        """Return the states of silence."""
        first = self.phones.index(SILENCE) * STATES_OF_PHONE
        return range(first, first + STATES_OF_PHONE)


def model_folder() -> Path:
    """Return where the wheel keeps its acoustic model."""
    from pocketsphinx import get_model_path

    return Path(get_model_path()) / "en-us" / "en-us"


@cache
def states() -> States:
    """Read the binary definition of the model (`bin_mdef.h`)."""
    content = (model_folder() / "mdef").read_bytes()
    (described,) = struct.unpack_from("<i", content, FIRST_OF_MDEF - 4)
    at = FIRST_OF_MDEF + described
    phones, everything, per_phone, _, senones, _, sequences, _, nodes, _ = struct.unpack_from(
        "<10i", content, at
    )
    names_at = at + 10 * 4
    names = content[names_at:].split(b"\0", phones)[:phones]
    length = sum(len(name) + 1 for name in names)
    padded = -(-length // 4) * 4
    phones_at = names_at + padded + nodes * NODE_BYTES
    entry = np.dtype([("sequence", "<i4"), ("transitions", "<i4"), ("context", "i1", 4)])
    entries = np.frombuffer(content, entry, count=everything, offset=phones_at)
    sequences_at = phones_at + everything * entry.itemsize + 4
    tied = np.frombuffer(content, "<i2", count=sequences * per_phone, offset=sequences_at)
    of_entry = tied.reshape(sequences, per_phone)[entries["sequence"]].astype(np.int64)
    phone_of = np.where(
        np.arange(everything) < phones, np.arange(everything), entries["context"][:, 1]
    )
    of_senone = np.empty(senones, np.int64)
    of_senone[of_entry] = phone_of[:, None] * per_phone + np.arange(per_phone)
    return States(tuple(name.decode() for name in names), of_senone, of_entry[:phones])


def weights(plain: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the shares of the Gaussians in the given states, (STREAMS, ..., densities).

    `sendump` is a row of strings with their lengths, an empty one, two sizes, and bytes.
    """
    content = (model_folder() / "sendump").read_bytes()
    at = 0
    while True:
        (length,) = struct.unpack_from("<i", content, at)
        at += 4 + length
        if length == 0:
            break
    densities, senones = struct.unpack_from("<2i", content, at)
    bytes_ = np.frombuffer(content, np.uint8, offset=at + 8, count=STREAMS * densities * senones)
    table = bytes_.reshape(STREAMS, densities, senones)[:, :, plain]
    shares: NDArray[np.float32] = np.exp(-LOG_OF_WEIGHT_UNIT * table).astype(np.float32)
    return np.moveaxis(shares, 1, -1)
