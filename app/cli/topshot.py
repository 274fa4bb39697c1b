"""`earshot topshot FILES...`: the best frames of clips or of a burst of photographs."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.config import Config
from app.errors import MediaFileError, StorageError, UsageError

if TYPE_CHECKING:
    from app.best_frames import Found, Work
    from app.pipelines.ready_faces import FacesSetup

DEFAULT_BEST, MOST_BEST = 3, 24
IN_PICTURE = 20  # clips in one contact.png; more go into contact2.png and so on
USES = """
FILES are video files, each looked at on its own, photographs, which together are one burst, and
folders of both. What --out DIR gets:

  contact.png, contact.html   the best frames with scores and reasons, and how the score ran
  topshot.json, topshot.csv   every frame's score, and what each term added to it
  NAME_best1.jpg, ...         the best frames of each clip, merged with their neighbours: less
                              noise, not more range

What cannot be read is left out and told, and the exit code is 2. Ctrl-C stops and leaves no file
behind.
"""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "topshot",
        help="find the best frames of clips or photographs",
        epilog=USES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="clip, photograph, folder"
    )
    verb.add_argument("--out", type=Path, metavar="DIR", help="folder for what is found")
    verb.add_argument(
        "--best",
        type=int,
        choices=range(1, MOST_BEST + 1),
        default=DEFAULT_BEST,
        metavar="N",
        help=f"how many of each, {DEFAULT_BEST} unless told",
    )
    verb.add_argument("--json", action="store_true", help="print what topshot.json holds")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Look at the files, write what was asked for, and say what was found."""
    from app.best_frames import work_of
    from app.cli.exit_codes import MISTAKE
    from app.cli.progress import Progress
    from app.pipelines.ready_faces import ready_faces
    from app.storage.contact_sheet.as_table import as_json_text
    from app.storage.whole_file import check_is_not_read

    work = work_of(options.files)
    if options.out is not None:
        if options.out.exists() and not options.out.is_dir():
            raise UsageError(f"{options.out} is a file; --out takes a folder")
        check_is_not_read(options.out / "contact.png", *work.burst)  # before the long work
    with Progress(sys.stderr) as progress:
        faces = ready_faces(progress.tell)
    left_out: list[str] = []
    found = asyncio.run(looked_at(work, faces, options.best, left_out))
    if options.out is not None:
        write(options.out, found, work)
    if options.json:
        print(as_json_text([one.section for one in found]), end="")
    else:
        for line in lines(found):
            print(line)
        if options.out is not None:
            print(f"written: {options.out}")
    for problem in left_out:
        print(f"left out: {problem}", file=sys.stderr)
    return MISTAKE if left_out else 0


async def looked_at(
    work: "Work", faces: "FacesSetup", most: int, left_out: list[str]
) -> "list[Found]":
    """Rank each clip, and the burst; `left_out` gets a sentence for each file without pictures.

    Raises:
        MediaFileError: none has any.
    """
    from app.best_frames import best_of_burst, best_of_clip
    from app.cli.job_progress import JobProgress

    found = []
    with JobProgress(sys.stderr) as progress:
        for path in work.clips:
            try:
                found.append(await best_of_clip(path, faces.scorer(), most, progress.tell))
            except MediaFileError as error:
                left_out.append(str(error))
        if work.burst:
            burst = best_of_burst(work.burst, faces.scorer(), most, progress.tell, left_out)
            found += [burst] if burst is not None else []
    if not found:
        raise MediaFileError(left_out[0])
    return found


def lines(found: "list[Found]") -> list[str]:
    """Return what was found in words."""
    told = []
    for one in found:
        told.append(f"{one.section.title}: {one.section.summary()}")
        for place, best in enumerate(one.section.ranking.best, start=1):
            label = one.section.label(best.frame.pts_ns)
            told.append(f"  {place}. {label}  {best.frame.score:.2f}  {best.reason}".rstrip())
        told += [f"  note: {text}" for text in one.notices]
    return told


def write(folder: Path, found: "list[Found]", work: "Work") -> None:
    """Write all files into a folder, each whole or not at all.

    Raises:
        StorageError: one cannot be written.
        UsageError: one would replace a file of `work`.
    """
    from app.storage.contact_sheet.as_html import as_html
    from app.storage.contact_sheet.as_png import as_png
    from app.storage.contact_sheet.as_table import as_csv, as_json_text
    from app.storage.motion_photo.photo import encoded_jpeg
    from app.storage.whole_file import check_is_not_read, whole_file

    sections = [one.section for one in found]
    files = {
        f"contact{'' if not start else start // IN_PICTURE + 1}.png": as_png(
            sections[start : start + IN_PICTURE]
        )
        for start in range(0, len(sections), IN_PICTURE)
    }
    files |= {
        "contact.html": as_html(sections).encode(),
        "topshot.json": as_json_text(sections).encode(),
        "topshot.csv": as_csv(sections).encode(),
    }
    for one in found:
        stem = Path(one.section.title).stem
        for place, picture in enumerate(one.best, start=1):
            name = f"{stem}_best{place}.jpg"
            while name in files:  # clips of one name, from several folders
                name = f"_{name}"
            files[name] = encoded_jpeg(picture)
    for name in files:
        check_is_not_read(folder / name, *work.clips, *work.burst)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make {folder}: {error.strerror}") from error
    for name, content in files.items():
        with whole_file(folder / name) as part:
            part.write_bytes(content)
