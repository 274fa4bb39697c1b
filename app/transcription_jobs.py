"""Which sounds a person means who names files, recordings and folders: a job each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine.sources.media_file import open_media_file
from app.errors import MediaFileError, UsageError
from app.storage.meta import META_NAME
from app.storage.recording import AUDIO_NAME

ENDINGS = """
.aac .aif .aiff .avi .flac .m4a .m4v .mka .mkv .mov .mp2 .mp3 .mp4 .oga .ogg .opus .wav .webm .wma
"""
SOUNDS = frozenset(
    ENDINGS.split()
)  # what is taken out of a folder; a file that is named may be any


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One sound to be heard.

    Attributes:
        named: what the person named or what was found: a file, or the folder of a recording.
        sound: the file that is decoded.
        out: the JSON file that is written, unless another engine's words are in it; None for a
            recording, which gets a further take.
    """

    named: Path
    sound: Path
    out: Path | None


def find_jobs(paths: Sequence[Path], out: Path | None) -> Iterator[Job]:
    """Yield a job for each file, each recording, and each sound inside other folders, once.

    Args:
        paths: what a person named; folders are searched, hidden ones passed over.
        out: where transcripts of files go, in the same folders as below `paths`; beside each file
            when None.

    Raises:
        UsageError: a path does not exist, or two files would be written to one place.
    """
    taken: dict[Path, Path] = {}
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist; check the path")
        for job in _jobs_of(path, path if path.is_dir() else path.parent, out):
            if job.sound.resolve() in found:
                continue
            found.add(job.sound.resolve())
            if job.out is not None and taken.setdefault(job.out, job.sound) != job.sound:
                raise UsageError(
                    f"{taken[job.out]} and {job.sound} would both be written to {job.out}; "
                    "transcribe them one by one, or without --out"
                )
            yield job


def _jobs_of(path: Path, root: Path, out: Path | None) -> Iterator[Job]:
    if (path / META_NAME).exists():
        yield Job(named=path, sound=path / AUDIO_NAME, out=None)
    elif path.is_dir():
        for inside in sorted(path.iterdir()):
            is_wanted = inside.is_dir() or inside.suffix.lower() in SOUNDS
            if is_wanted and not inside.name.startswith(".") and not inside.is_symlink():
                yield from _jobs_of(inside, root, out)
    else:
        folder = path.parent if out is None else out / path.parent.relative_to(root)
        yield Job(named=path, sound=path, out=folder / f"{path.name}.json")


def length_s(job: Job) -> float:
    """Return how long the sound says it is; 0 when it does not say, or cannot be read."""
    try:
        with open_media_file(job.sound, "audio") as decoding:
            duration, unit = decoding.stream.duration, decoding.stream.time_base
            return float(duration * unit) if duration and unit else 0.0
    except MediaFileError:
        return 0.0
