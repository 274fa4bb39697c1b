"""Which recogniser suits a machine and a language."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from locale import getlocale

from models.speech.catalogue import SpeechModel

MB = 1e6


@dataclass(frozen=True, slots=True)
class Machine:
    """What there is to run on; `memory_mb` is 0 where the system does not tell."""

    cores: int
    memory_mb: int


def this_machine() -> Machine:
    """Return the machine this runs on."""
    names = getattr(os, "sysconf_names", {})
    if "SC_PHYS_PAGES" in names and "SC_PAGE_SIZE" in names:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    else:
        memory = 0
    return Machine(os.cpu_count() or 1, round(memory / MB))


def this_language() -> str:
    """Return the language of the system's settings, ISO 639; English when it has none."""
    name = (getlocale()[0] or "").partition("_")[0].lower()
    return name if len(name) in (2, 3) else "en"


def recommended(
    models: Iterable[SpeechModel], machine: Machine, language: str, *, live: bool
) -> Sequence[SpeechModel]:
    """Return those that understand `language` and run on `machine`, the best first.

    Args:
        models: to choose from.
        machine: what they are to run on.
        language: ISO 639.
        live: they are to write along with a recording; otherwise any will do.
    """
    fitting = [
        model
        for model in models
        if language in model.languages and (model.streams or not live) and _fits(model, machine)
    ]
    return sorted(fitting, key=lambda model: model.rank, reverse=True)


def _fits(model: SpeechModel, machine: Machine) -> bool:
    has_memory = machine.memory_mb == 0 or machine.memory_mb >= model.least_memory_mb
    return has_memory and machine.cores >= model.least_cores
