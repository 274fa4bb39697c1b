"""The compiler of the loops that NumPy cannot do: machine code, kept on disk between runs."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile on the first call; sums are taken in any order, a division by 0 gives inf."""
    compile_it = numba.njit(cache=True, error_model="numpy", fastmath={"reassoc", "contract"})
    return cast(Callable[P, R], compile_it(function))
