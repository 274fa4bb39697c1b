"""`earshot transcribe FILE_OR_DIR...`: words of sound files, archives and recordings."""

import argparse
import asyncio
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from app.cli.exit_codes import MISTAKE
from app.cli.library import open_library
from app.cli.numbers import count
from app.cli.show import clock
from app.config import BUILT_IN_ENGINE, Config
from app.errors import UsageError

if TYPE_CHECKING:
    from app.storage.document import Document
    from app.transcription import Outcome
    from app.transcription_jobs import Job

NS_PER_S = 1_000_000_000
REDRAW_S = 0.5


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "transcribe",
        help="transcribe sound files, folders of them, and recordings",
        description="Writes FILE.json beside each sound or video file (`earshot import` puts it "
        "into the library), FILE.ENGINE.json where another engine's words are there already; a "
        "recording gets the words as a further hearing, and other formats in its folder exports. "
        "What this engine has heard before is passed over, so that a run that was cut off goes on "
        "where it ended.",
    )
    verb.add_argument("paths", type=Path, nargs="+", metavar="FILE_OR_DIR")
    verb.add_argument("--out", type=Path, metavar="DIR", help="write all files there instead")
    verb.add_argument(
        "--format", metavar="F,F...", help="also write txt, md, srt, vtt, csv, labels"
    )
    verb.add_argument(
        "--engine", metavar="NAME", help="an engine of 'earshot models' (the built-in draft)"
    )
    verb.add_argument(
        "--jobs", type=count, metavar="N", help="processes at a time (one for each core)"
    )
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Transcribe all; 2 when a file could not be."""
    from app.cli.export import chosen_formats
    from app.hearing import hearing_of
    from app.transcription import transcribe
    from app.transcription_jobs import find_jobs

    hearing = hearing_of(options.engine or BUILT_IN_ENGINE, live=False)
    formats = chosen_formats(options.format) if options.format else []
    jobs = list(find_jobs(options.paths, options.out))
    if not jobs:
        raise UsageError(
            f"there is nothing to transcribe in {', '.join(map(str, options.paths))}: "
            "no sound or video file, and no recording"
        )
    watch = Watch(jobs, formats, options.out, sys.stdout)
    workers = max(1, min(options.jobs or os.cpu_count() or 1, len(jobs)))
    asyncio.run(transcribe(jobs, hearing, workers, watch.heard, watch.ended))
    watch.export()
    watch.summarise()
    return MISTAKE if watch.problems else 0


class Watch:
    """Says what became of each file, and on a terminal how long it will take."""

    def __init__(
        self, jobs: "list[Job]", formats: list[str], out: Path | None, stream: TextIO
    ) -> None:
        """Learn how long all is, what else to write, and where."""
        from app.transcription_jobs import length_s

        self.problems = 0
        self._formats = formats
        self._out = out
        self._to_export: dict[Path, list[tuple[str, Document]]] = {}
        self._stream = stream
        self._lengths_s = {job: length_s(job) for job in jobs}
        self._heard_s = dict.fromkeys(jobs, 0.0)
        self._ended: set[Job] = set()
        self._passed_over_s = 0.0
        self._began_s = time.monotonic()
        self._drawn_s = 0.0

    def heard(self, job: "Job", seconds: float) -> None:
        """Note progress, and draw it now and then."""
        self._heard_s[job] = seconds
        if self._stream.isatty() and time.monotonic() - self._drawn_s >= REDRAW_S:
            self._drawn_s = time.monotonic()
            self._stream.write(f"\r\x1b[K{self.status()}")
            self._stream.flush()

    def ended(self, outcome: "Outcome") -> None:
        """Say what became of a file."""
        from app.errors import StorageError

        job = outcome.job
        self._ended.add(job)
        if outcome.was_done:
            self._passed_over_s += self._lengths_s[job]
        problem = outcome.problem
        if not problem:
            try:
                self._settle(outcome)
            except StorageError as error:
                problem = str(error)
        self.problems += bool(problem)
        done = "done before" if outcome.was_done else "done"
        self._line(f"failed  {job.named}: {problem}" if problem else f"{done}  {job.named}")

    def status(self) -> str:
        """Return how much is done and when the rest will be."""
        done_s = sum(
            self._lengths_s[job] if job in self._ended else min(heard, self._lengths_s[job])
            for job, heard in self._heard_s.items()
        )
        total_s = sum(self._lengths_s.values())
        worked_s = done_s - self._passed_over_s
        passed_s = time.monotonic() - self._began_s
        share = done_s / total_s if total_s else 0.0
        left = ""
        if worked_s > 0:
            left_ns = round((total_s - done_s) * passed_s / worked_s) * NS_PER_S
            left = f", {clock(left_ns).partition('.')[0]} left"
        return f"{len(self._ended)} of {len(self._lengths_s)} files, {share:.0%}{left}"

    def summarise(self) -> None:
        """Say how it went as a whole."""
        failed = f", {self.problems} failed" if self.problems else ""
        self._line(f"{len(self._ended) - self.problems} of {len(self._lengths_s)} done{failed}")

    def export(self) -> None:
        """Write the recordings that ended, once in each format; raises StorageError."""
        from app.storage.export.files import export

        if not self._formats:
            return
        for folder, documents in self._to_export.items():
            for path in export(documents, self._formats, folder):
                self._line(f"written  {path}")

    def _settle(self, outcome: "Outcome") -> None:
        """Write a file's further formats, and let the library find a recording's new words."""
        from app.cli.export import FOLDER
        from app.errors import StorageError
        from app.storage.export.files import write_beside
        from app.storage.export.formats import FORMATS

        job, document = outcome.job, outcome.document
        assert document is not None, "a job without a problem has a transcript"
        if outcome.out is None:
            with open_library() as library:
                library.add(job.named)
            titled = (document.title or job.named.resolve().name, document)
            self._to_export.setdefault(self._out or job.named / FOLDER, []).append(titled)
            return
        others: list[Path] = []
        for name in self._formats:
            path = outcome.out.with_suffix(FORMATS[name].ending)
            if name != "json" and not write_beside(document, outcome.before, name, path):
                others.append(path)
        for path in others:
            left = f"{path} is not as Earshot writes it, and is left as it is; move it away"
            if not outcome.was_done:
                raise StorageError(left)
            self._line(f"kept  {left} to have it anew")

    def _line(self, text: str) -> None:
        self._stream.write(f"\r\x1b[K{text}\n" if self._stream.isatty() else f"{text}\n")
        self._stream.flush()
