"""A part that cannot be measured says so and does not take the others along."""

from collections.abc import Iterator

import pytest

from app.errors import UsageError
from tests.bench.bench_call import figures_of
from tests.bench.report import Figure


def one() -> list[Figure]:
    """Return a figure."""
    return [Figure(key="one", value=1, unit="", n=1)]


def lacking() -> Iterator[Figure]:
    """Yield nothing for want of material."""
    yield from one()
    raise UsageError("there are no recordings")


def endless() -> list[Figure]:
    """Never end."""
    raise TimeoutError


def test_what_is_lacking_is_left_out_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    figures = figures_of({"first": lacking, "second": one})
    assert [figure.key for figure in figures] == ["one", "one", "broken_parts"]
    assert all(figure.within_budget() for figure in figures)
    assert capsys.readouterr().err == "left out: first: there are no recordings\n"


def test_what_never_ends_breaks_the_budget(capsys: pytest.CaptureFixture[str]) -> None:
    *others, broken = figures_of({"first": endless, "second": one})
    assert others == one()
    assert broken.value == 1
    assert not broken.within_budget()
    assert "broken off: first" in capsys.readouterr().err


def test_an_error_of_ours_is_not_hidden() -> None:
    def wrong() -> list[Figure]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        figures_of({"first": wrong})
