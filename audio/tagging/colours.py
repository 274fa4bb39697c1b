"""One colour for each family of sounds, on light ground and on dark.

Chosen by search for the greatest distance between any two, and from the grey of quiet, as people
see them with all cones, without the red, the green or the blue ones (Machado, Oliveira, Fernandes
2009). Each stands out from its ground by 3:1 (WCAG 2.2, 1.4.11).
"""

from collections.abc import Mapping
from types import MappingProxyType

LIGHT_GROUND, DARK_GROUND = "#ffffff", "#172126"

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "voice": "#2422c0",
        "crowd": "#e56f17",
        "music": "#631e8a",
        "animal": "#978d53",
        "indoors": "#6c352d",
        "signal": "#953307",
        "machine": "#1e8fee",
        "nature": "#608470",
        "quiet": "#b8c2c6",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "voice": "#3a6f92",
        "crowd": "#ea5202",
        "music": "#9850f2",
        "animal": "#ecee55",
        "indoors": "#aa5c40",
        "signal": "#c29998",
        "machine": "#6bcbf7",
        "nature": "#bef7b1",
        "quiet": "#4d626b",
    }
)
