"""Writing a recogniser's `model.toml`, so that an installed folder says what it is."""

import json
from dataclasses import fields
from pathlib import Path

from models.speech.catalogue import SpeechModel


def write_description(model: SpeechModel, path: Path) -> None:
    """Write what `read_description` reads back to an equal SpeechModel."""
    tables: list[str] = []
    lines: list[str] = []
    for field in fields(SpeechModel):
        value = getattr(model, field.name)
        if field.name == "quality":
            rows = [f"{{ figure = {_text(q.figure)}, origin = {_text(q.origin)} }}" for q in value]
            lines.append(f"quality = [{', '.join(rows)}]")
        elif isinstance(value, dict):
            rows = [f"{_text(key)} = {_text(part)}" for key, part in value.items()]
            tables.append("\n".join((f"[{field.name}]", *rows)))
        else:
            lines.append(
                f"{field.name} = {_text(list(value) if isinstance(value, tuple) else value)}"
            )
    path.write_text("\n".join((*lines, *tables)) + "\n", encoding="utf-8")


def _text(value: object) -> str:
    """Return a string, number, truth value or list of strings as TOML, which here is JSON."""
    return json.dumps(value, ensure_ascii=False)
