"""How well sounds are told: whole clips, windows in mixes, the speech gate, and what it costs.

Every tagger is measured in the same run: the embedded one, YAMNet with our head where its weights
are (figures ending in _yamnet), and YAMNet's own scores as the plain recipe. The data are laid out
as the collections of sounds: eval and eval2 with labels.tsv; ../yamnet and ../speech beside them.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.report import Figure, Report
from tests.bench.tagging_clips import clip_figures
from tests.bench.tagging_gate import gate_figures
from tests.bench.tagging_material import Material, open_material
from tests.bench.tagging_mixes import mix_figures
from tests.bench.tagging_speed import speed_figures
from tests.bench.tagging_timelines import timeline_figures

PARTS: Sequence[Callable[[Material], list[Figure]]] = (
    clip_figures,
    mix_figures,
    timeline_figures,
    gate_figures,
    speed_figures,
)


def measure(data: Path | None, quick: bool) -> Report:
    """Measure every part on the sounds below `data`."""
    material = open_material(data, quick)
    return Report("tagging", [figure for part in PARTS for figure in part(material)])
