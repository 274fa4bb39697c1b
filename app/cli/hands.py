"""`earshot hands FILE`: the hands and gestures of a picture or video file."""

import argparse
import asyncio
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.config import CULTURES, MOST_HANDS, Config
from vision.hands.profile import PROFILES

if TYPE_CHECKING:
    from app.hands_file import PictureFile
    from app.pipelines.hands import HandsSetup
    from app.storage.hands_export.look import Look

NS_PER_S = 1_000_000_000
USES = """
what --out writes, by the ending of the name:
  .json         every hand: id, side, landmarks in pixels, 0..1 and metres, and gestures
  .csv          the same as a table, a row for each hand in each picture
  .mp4          the video with the hands drawn over it, without sound
  .png, .jpg    the same of a picture

Ctrl-C stops and leaves no file behind.
"""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "hands",
        help="find the hands and gestures of a picture or video",
        epilog=USES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument("file", type=Path, metavar="FILE", help="picture or video")
    verb.add_argument(
        "--out", type=Path, action="append", default=[], metavar="X", help="may be given again"
    )
    verb.add_argument("--profile", choices=tuple(PROFILES), help="how much work a picture is worth")
    verb.add_argument(
        "--max-hands", type=int, choices=range(1, MOST_HANDS + 1), help="hands followed at once"
    )
    verb.add_argument(
        "--mirrored", action="store_true", default=None, help="the file is mirrored, as a selfie"
    )
    verb.add_argument("--culture", choices=CULTURES, help="the way of counting on fingers")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:
    """Read the file, write what was asked for, and say what was found."""
    from app.cli.progress import Progress
    from app.hands_file import picture_file
    from app.pipelines.ready_hands import ready_hands
    from app.storage.hands_export.export import check_targets

    file = picture_file(options.file)
    check_targets(options.out, options.file, still=file.still)
    chosen = replace(
        config,
        hand_profile=options.profile or config.hand_profile,
        max_hands=options.max_hands or config.max_hands,
        mirrored=config.mirrored if options.mirrored is None else options.mirrored,
        culture=options.culture or config.culture,
    )
    with Progress(sys.stderr) as progress:
        setup = ready_hands(chosen, progress.tell)
    found = asyncio.run(work(file, setup, options.out))
    for line in found.lines(file):
        print(line)
    for path in options.out:
        print(f"written: {path}")
    return 0


@dataclass(slots=True)
class Found:
    """What a file shows, counted.

    Attributes:
        pictures: that were looked at.
        with_hands: those with a hand.
        hands: ids of all hands.
        gestures: how often each was made.
        notices: what is to be said about the file.
    """

    pictures: int = 0
    with_hands: int = 0
    hands: set[int] = field(default_factory=set)
    gestures: Counter[str] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)

    def add(self, look: "Look") -> None:
        """Count one picture."""
        self.pictures += 1
        self.with_hands += bool(look.result.hands)
        self.hands |= {hand.id for hand in look.result.hands}
        self.gestures.update(made.gesture for made in look.made)

    def lines(self, file: "PictureFile") -> list[str]:
        """Return it in words."""
        hands = f"{len(self.hands)} hand{'' if len(self.hands) == 1 else 's'}"
        where = "" if file.still else f", in {self.with_hands} of {self.pictures} pictures"
        lines = [f"{file.path}: {hands}{where}"]
        counted = self.gestures.most_common()
        if counted:
            told = [name if file.still else f"{name} {times}" for name, times in counted]
            lines.append(f"  gestures: {', '.join(told)}")
        return lines + [f"  note: {text}" for text in self.notices]


async def work(file: "PictureFile", setup: "HandsSetup", out: list[Path]) -> Found:
    """Read every picture, and write each file of `out` whole or not at all."""
    from contextlib import aclosing

    from app.cli.job_progress import JobProgress
    from app.engine.events import Notice
    from app.hands_file import looks
    from app.storage.hands_export.export import export

    found = Found()
    with JobProgress(sys.stderr) as progress, export(out, file.path.name) as files:
        async with aclosing(looks(file, setup)) as items:
            async for item in items:
                if isinstance(item, Notice):
                    found.notices.append(item.text)
                    continue
                files.put(item)
                found.add(item)
                share = item.frame.pts_ns / file.duration_ns if file.duration_ns else None
                progress.tell(found.pictures, share)
    return found
