"""A process that is measured: one JSON request a line in, one JSON answer a line out."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[3]


class Child:
    """A running process; leaving the `with` block ends it."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it in the folder of the source, its log lines unseen."""
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close its input, at which it ends, and wait."""
        self._process.communicate()

    def ask(self, request: Mapping[str, object]) -> Any:
        """Return the answer to a request.

        Raises:
            RuntimeError: the process ended instead.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self._process.args!r} ended without an answer to {request}")
        return json.loads(answer)
