"""`earshot waveform DIR --out x.png`: the sound of a recording, coloured by what was heard."""

import argparse
from pathlib import Path

from app.cli.numbers import moment
from app.config import Config
from app.errors import StorageError, UsageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "waveform",
        help="draw the sound of a recording, coloured by what was heard",
        description="Draws a PNG or SVG. Colours can be told apart by the colour-blind too.",
    )
    verb.add_argument("folder", type=Path, metavar="DIR")
    verb.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="a file ending in .png or .svg"
    )
    verb.add_argument(
        "--after", type=moment, default=0, metavar="T", help="from 10:00 on, or 1:02:03"
    )
    verb.add_argument("--before", type=moment, metavar="T", help="up to there")
    verb.add_argument("--dark", action="store_true", help="on dark ground")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Draw the picture."""
    from app.cli.waveform_picture import as_png, as_svg, drawn
    from app.storage.events import open_events
    from app.storage.pyramid import read_pyramid
    from app.storage.recording import Recording, one_line
    from app.storage.repair import repair
    from app.storage.segments import segments
    from app.storage.whole_file import whole_file

    renderers = {".png": as_png, ".svg": as_svg}
    render = renderers.get(options.out.suffix.lower())
    if render is None:
        raise UsageError(f"{options.out} must end in .png or .svg")
    repair(options.folder)
    recording = Recording.open(options.folder)
    pyramid = read_pyramid(recording)
    if pyramid is None:
        raise StorageError(f"{options.folder} has no sound to draw")
    start_ns, end_ns = options.after, pyramid.duration_ns
    if options.before is not None:
        end_ns = min(end_ns, options.before)
    if start_ns >= end_ns:
        raise UsageError("there is nothing between these times")
    with open_events(recording.events_path) as events:
        sounds = segments(events.sounds())
    title = one_line(recording.meta.title or options.folder.resolve().name)
    picture = drawn(title, pyramid, sounds, start_ns, end_ns, dark=options.dark)
    with whole_file(options.out) as part:
        part.write_bytes(render(picture))
    print(options.out)
    return 0
