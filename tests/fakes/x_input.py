"""A person at an X server: a pointer that moves and keys that are pressed, by the XTEST extension.

Spoken over the server's socket, without a library: four kinds of request, as the X protocol
(X11R7.7, sections 8 and 9) and the XTEST extension (version 2.2) lay them down.
"""

import socket
import struct
import time
from types import TracebackType
from typing import Self

KEY_PRESS, KEY_RELEASE, BUTTON_PRESS, BUTTON_RELEASE, MOTION = 2, 3, 4, 5, 6
FAKE_INPUT, QUERY_EXTENSION = 2, 98
LEFT = 1
# key codes of a US keyboard as Xvfb has it: those of Linux, plus 8
ROWS = {24: "qwertyuiop", 38: "asdfghjkl", 52: "zxcvbnm"}
KEYS = {key: first + n for first, row in ROWS.items() for n, key in enumerate(row)}
KEYS |= {str(n % 10): 9 + n for n in range(1, 11)}
KEYS |= {" ": 65, "Return": 36, "Tab": 23, "Escape": 9, "Ctrl": 37, "F2": 68, "Delete": 119}
HOLD_S = 0.02  # nobody is faster


class XInput:
    """A connection to the X server of a display, for a test that moves its pointer and keys."""

    def __init__(self, display: int) -> None:
        """Connect to a server that lets everyone in, as Xvfb does by itself."""
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(f"/tmp/.X11-unix/X{display}")
        self._socket.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        accepted, length = struct.unpack("<BxxxxxH", self._take(8))
        self._take(4 * length)
        assert accepted == 1, "the server lets nobody in"
        self._opcode = self._extension(b"XTEST")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def click(self, x: int, y: int, times: int = 1) -> None:
        """Move the pointer to a place of the screen and press its left button."""
        self._fake(MOTION, 0, x, y)
        time.sleep(HOLD_S)
        for _ in range(times):
            self._press(BUTTON_PRESS, BUTTON_RELEASE, LEFT)

    def type(self, text: str) -> None:
        """Press the keys of a text in small letters."""
        for letter in text:
            self.press(letter)

    def press(self, *keys: str) -> None:
        """Press a key, the keys before it held down."""
        *held, last = (KEYS[key] for key in keys)
        for code in held:
            self._fake(KEY_PRESS, code)
        self._press(KEY_PRESS, KEY_RELEASE, last)
        for code in reversed(held):
            self._fake(KEY_RELEASE, code)

    def _press(self, down: int, up: int, code: int) -> None:
        self._fake(down, code)
        time.sleep(HOLD_S)
        self._fake(up, code)
        time.sleep(HOLD_S)

    def _fake(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        request = struct.pack("<BBHBBxxIIxxxxxxxxhhxxxxxxxx", self._opcode, FAKE_INPUT, 9, kind,
                              detail, 0, 0, x, y)  # fmt: skip
        self._socket.sendall(request)

    def _extension(self, name: bytes) -> int:
        padded = name.ljust(-(-len(name) // 4) * 4, b"\0")
        head = struct.pack("<BxHHxx", QUERY_EXTENSION, 2 + len(padded) // 4, len(name))
        self._socket.sendall(head + padded)
        present, opcode = struct.unpack("<8xBB22x", self._take(32))
        assert present, "the server has no XTEST"
        return int(opcode)

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            piece = self._socket.recv(count - len(taken))
            assert piece, "the server went away"
            taken += piece
        return taken
