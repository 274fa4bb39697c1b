"""Where the evaluation material lies."""

from pathlib import Path

from app.errors import UsageError


def evaluation(folder: Path, holds: str) -> Path:
    """Return `folder`; UsageError unless it holds a file or folder of that name."""
    if not (folder / holds).exists():
        raise UsageError(
            f"{folder} holds no {holds}: name the evaluation material with --data, "
            "docs/benchmarks.md tells what it is"
        )
    return folder
