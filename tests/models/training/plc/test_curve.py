"""The learning curve: every checkpoint where it belongs."""

import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from models.training.plc import curve

SHEET = """epochs,hours,training_bits,unheard_speakers_bits
0.1,0.1,9.5,9.0
5.0,0.5,5.9,5.7
10.0,1.0,5.6,5.3
"""


def test_the_curve_falls_to_the_right(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "curve.csv").write_text(SHEET)
    picture = tmp_path / "curve.svg"
    monkeypatch.setattr(sys, "argv", ["curve", str(tmp_path), str(picture)])
    curve.main()
    text = picture.read_text()
    ET.fromstring(text)
    lines = [
        [tuple(float(part) for part in point.split(",")) for point in points.split()]
        for points in re.findall(r'polyline points="([^"]+)"', text)
    ]
    assert len(lines) == 2
    for (x0, y0), (x1, y1) in lines:  # the first checkpoint, far off, is left out
        assert x0 < x1 == curve.WIDTH - curve.RIGHT
        assert curve.TOP <= y0 < y1 <= curve.HEIGHT - curve.BOTTOM
    assert "without: 5.30" in text


def test_one_point_is_no_curve() -> None:
    with pytest.raises(ValueError, match="two checkpoints"):
        curve.drawn([{"epochs": 1.0, "training_bits": 6.0, "unheard_speakers_bits": 6.0}])
