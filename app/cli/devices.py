"""`earshot devices`: the cameras and microphones of this machine."""

import argparse
import json
from dataclasses import asdict

from app.config import Config


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser("devices", help="list cameras and microphones")
    verb.add_argument("--json", action="store_true", help="print one JSON list")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Print one line per device; an empty list is no error."""
    from app.engine.sources.devices import list_devices

    found = list_devices()
    if options.json:
        print(json.dumps([asdict(device) for device in found], indent=2))
        return 0
    if not found:
        print("No camera and no microphone was found; files can be recorded with --video, --audio.")
    for device in found:
        mark = " (default)" if device.default else ""
        print(f"{device.kind:<10}  {device.address}  {device.name}{mark}")
    return 0
