"""The compiler of the loops that NumPy cannot do: machine code, kept on disk between runs.

It is made anew when any file of this room changes. By itself numba looks at the file of a function
alone, and would go on with what it once took from others: a constant, or a function it calls. So it
still does where neither this room's `__pycache__` nor NUMBA_CACHE_DIR can be written.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")

ROOM = Path(__file__).parent
DIGEST_DIGITS = 16


def _digest() -> str:
    digest = hashlib.sha256()
    for file in sorted(ROOM.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:DIGEST_DIGITS]


_STAMP = _digest()
_SETTINGS: Any = numba.config  # its names are set when it is imported, unknown to type checkers


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile on the first call; sums are taken in any order, a division by 0 gives inf."""
    compile_it = numba.njit(cache=True, error_model="numpy", fastmath={"reassoc", "contract"})
    wished = _SETTINGS.CACHE_DIR  # looked at once, below; others' functions shall not see ours
    _SETTINGS.CACHE_DIR = str((Path(wished) if wished else ROOM / "__pycache__") / _STAMP)
    try:
        return cast(Callable[P, R], compile_it(function))
    finally:
        _SETTINGS.CACHE_DIR = wished
