"""What the sound taggers are judged on, and the taggers themselves."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from audio.tagging.engine import Tagger
from audio.tagging.ontology import CLASSES
from models.errors import ModelError
from models.log_mel import PATCH_SAMPLES, log_mel, patches
from models.session import Session
from models.store import Store, open_store
from models.tagger import (
    EMBEDDED,
    YAMNET,
    YAMNET_HEAD,
    YamnetTagger,
    open_embedded_tagger,
)
from models.training.tagger.labels import class_of
from models.training.tagger.teacher import groups
from models.yamnet import Yamnet
from tests.bench.evaluation import evaluation
from tests.conftest import SHARED

CLIP_HOP_FRAMES = 24
RATE_HZ = 16_000


@dataclass(frozen=True, slots=True)
class Clip:
    """One labelled clip: (n,) float32 samples, the key of its class, the recording it is of."""

    samples: NDArray[np.float32]
    key: str
    original: str
    source: str

    def windows(self) -> NDArray[np.float32]:
        """Return the (n, 96, 64) windows whose middles lie in the clip, silence around it."""
        return patches(log_mel(np.pad(self.samples, PATCH_SAMPLES // 2)), CLIP_HOP_FRAMES)


@dataclass(frozen=True)
class Material:
    """Where everything is, and what is to be measured.

    Attributes:
        folder: laid out as the collection of sounds: eval/labels.tsv, eval2/labels.tsv.
        taggers: by the suffix of their figures: "" and, where its weights are, "_yamnet".
        yamnet: the network alone, for the plain recipe; None without its weights.
        groups: which of its scores are each class; None without its class map.
        quick: a small part of everything will do.
    """

    folder: Path
    taggers: Mapping[str, Tagger]
    yamnet: Yamnet | None
    groups: Sequence[NDArray[np.int64]] | None
    quick: bool

    @cached_property
    def clips(self) -> list[Clip]:
        """The clips of eval whose class is known."""
        return read_clips(self.folder / "eval", 4 if self.quick else 1)

    @cached_property
    def more_clips(self) -> list[Clip]:
        """Those of eval2, which YAMNet helped to choose."""
        return read_clips(self.folder / "eval2", 4 if self.quick else 1)


def open_material(data: Path | None, quick: bool) -> Material:
    """Return the material below `data`, with every tagger that this machine has.

    Raises:
        UsageError: the evaluation material is absent.
    """
    folder = evaluation(data or SHARED / "sound", "eval/labels.tsv")
    store = open_store()
    embedded = open_embedded_tagger(store.path(EMBEDDED))
    taggers: dict[str, Tagger] = {"": embedded}
    yamnet = find_yamnet(store, folder.parent)
    if yamnet is not None:
        head = Session(store.path(YAMNET_HEAD), "cpu")
        taggers["_yamnet"] = YamnetTagger(yamnet, embedded, head)
    class_map = folder.parent / "yamnet" / "yamnet_class_map.csv"
    members = groups(class_map, CLASSES) if class_map.is_file() else None
    return Material(folder, taggers, yamnet, members, quick)


def find_yamnet(store: Store, data: Path) -> Yamnet | None:
    """Return YAMNet, installed or beside the data; None where neither is."""
    try:
        path = store.path(YAMNET)
    except ModelError:
        path = data / "yamnet" / "yamnet_int8w.onnx"
    return Yamnet(Session(path, "cpu", float_weights=True)) if path.is_file() else None


def read_clips(folder: Path, step: int) -> list[Clip]:
    """Read every `step`-th clip of a folder with labels; none of ambiguous labels."""
    with (folder / "labels.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Clip(read(folder / row["file"]), key, row["original"], row["source"])
        for row in rows[::step]
        if (key := class_of(row["label"])) is not None
    ]


def read(path: Path) -> NDArray[np.float32]:
    """Return the samples of a 16 kHz mono file."""
    samples, rate_hz = soundfile.read(path, dtype="float32")
    if rate_hz != RATE_HZ or samples.ndim != 1:
        raise ValueError(f"{path} is not 16 kHz mono")
    return np.asarray(samples, np.float32)
