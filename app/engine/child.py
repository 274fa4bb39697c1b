"""A processor that lives in a child process, for work that would hold this process's GIL.

The child is `python -m app.engine.child DESCRIPTOR`; requests and replies are pickles on its
standard input and output, what is big in a request travels in the memory behind the descriptor. It
ends when its input ends, so it never outlives a parent that was killed.
"""

import contextlib
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, cast

from app.engine.parcels import Memory, receive, send
from app.engine.processor import Hurries, Processor

CLOSE_PATIENCE_S = 0.2
LATE_STEP_NS = 250_000_000  # smaller changes are not worth a message
NICENESS = 5  # what a person looks at, and the files, come before what is being thought about
GONE = "the child process ended unexpectedly"


class ChildError(Exception):
    """The processor in the child raised, or the child is gone; the message is the child's own."""


class ChildProcessor:
    """The processor that `factory` makes, made and driven in a child process.

    `factory` and all items and results must pickle. One thread drives it, as any processor;
    `close` alone may come from another thread and ends a call under way with ChildError.

    Attributes:
        cpu_s: CPU time that the child had used at its last reply.
    """

    def __init__(self, factory: Callable[[], Processor[Any, object]]) -> None:
        """Start the child, which makes the processor while the caller goes on."""
        self._memory = Memory()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.engine.child", str(self._memory.descriptor)],
            pass_fds=[self._memory.descriptor],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            start_new_session=True,  # Ctrl-C is for the parent, which then drains the child
        )
        self.cpu_s = 0.0
        self._standing = False
        self._told_late = 0
        self._tell(factory)

    def push(self, item: object) -> Sequence[object]:
        """Push `item` in the child."""
        return cast("Sequence[object]", self._ask(("push", item)))

    def flush(self) -> Sequence[object]:
        """Flush in the child."""
        return cast("Sequence[object]", self._ask(("flush",)))

    def late(self, late_ns: int) -> None:
        """Tell a processor in the child that `Hurries`; any other does not care."""
        if late_ns // LATE_STEP_NS != self._told_late:
            self._told_late = late_ns // LATE_STEP_NS
            self._ask(("late", late_ns))

    def reset(self) -> None:
        """Reset in the child."""
        self._ask(("reset",))

    def close(self) -> None:
        """End the child, by force if it does not go at once; closing twice is fine."""
        self._process.terminate()
        try:
            self._process.wait(CLOSE_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._memory.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):  # what was not yet read is lost anyway
                    pipe.close()

    def _ask(self, request: object) -> object:
        if not self._standing:
            self._hear()
            self._standing = True
        self._tell(request)
        return self._hear()

    def _tell(self, request: object) -> None:
        requests = self._process.stdin
        assert requests is not None
        try:
            send(request, requests, self._memory)
        except (OSError, ValueError) as error:
            raise ChildError(GONE) from error

    def _hear(self) -> object:
        assert self._process.stdout is not None
        try:
            ok, reply, self.cpu_s = pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise ChildError(GONE) from error
        if not ok:
            raise ChildError(reply)
        return reply


def serve(requests: BinaryIO, replies: BinaryIO, memory: Memory) -> None:
    """Answer requests until they end: first the factory, then pushes, flushes and resets."""
    processor: Processor[Any, object] | None = None
    while True:
        try:
            request = receive(requests, memory)
        except EOFError:
            return
        reply: tuple[bool, object]
        try:
            if processor is None:
                processor = request()
                reply = (True, None)
            else:
                reply = (True, asked(processor, *request))
        except Exception as error:  # noqa: BLE001 - a boundary: the parent raises it again
            reply = (False, f"{type(error).__name__}: {error}")
        pickle.dump((*reply, time.process_time()), replies)
        replies.flush()


def asked(processor: Processor[Any, object], method: str, *arguments: object) -> object:
    """Return what a method of the processor says."""
    if method == "late" and not isinstance(processor, Hurries):
        return None
    return getattr(processor, method)(*arguments)


def main() -> None:
    """Serve on this process's own pipes, out of reach of anything that prints."""
    os.nice(NICENESS)
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, replies, Memory(int(sys.argv[1])))


if __name__ == "__main__":
    main()
