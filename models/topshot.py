"""The numbers of Top Shot's additive model, as `python -m models.training.topshot` wrote them."""

import json
from pathlib import Path
from typing import Any

TABLE = Path(__file__).resolve().parents[1] / "assets" / "topshot" / "model.json"


def read_table(path: Path = TABLE) -> dict[str, Any]:
    """Return the table; what is in it is told by `vision.topshot.gam`."""
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return table
