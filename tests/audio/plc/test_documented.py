"""The example of the documentation runs as it stands there."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[3] / "docs" / "plc.md"


def test_the_example_fills_both_gaps(capsys: pytest.CaptureFixture[str]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found
    exec(compile(found[1], "docs/plc.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == [
        "(960, 1) None",
        "(960, 1) extrapolation",
        "(960, 1) extrapolation",
        "(960, 1) extrapolation",
    ]
