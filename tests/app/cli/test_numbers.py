"""Numbers on the command line: what is none, or too large, is one sentence, no traceback."""

from argparse import ArgumentTypeError
from collections.abc import Callable

import pytest

from app.cli import main
from app.cli.numbers import count, duration, moment, natural, port, seconds


def test_times_are_read_as_people_write_them() -> None:
    assert [moment(text) // 10**9 for text in ("90", "10:00", "1:02:03")] == [90, 600, 3723]
    assert moment("0:01.5") == 1_500_000_000
    assert (seconds("0"), duration("2.5")) == (0.0, 2.5)


def test_whole_numbers_are_read() -> None:
    assert (natural("0"), count("1"), count("20"), port("8790")) == (0, 1, 20, 8790)


@pytest.mark.parametrize(
    ("read", "texts"),
    [
        (seconds, ("-1", "inf", "nan", "1e300", "soon", "")),
        (duration, ("0", "-1", "inf", "nan", "1e300")),
        (moment, ("-5", "1:-30", "inf", "0:nan", "1e30", "1e9:00", "noon", "", "1::2")),
        (natural, ("-1", "1e3", "99999999999999999999")),
        (count, ("0", "-5", "1.5", "many", "99999999999999999999")),
        (port, ("0", "65536", "99999999")),
    ],
)
def test_what_is_no_such_number(read: Callable[[str], float], texts: tuple[str, ...]) -> None:
    for text in texts:
        with pytest.raises(ArgumentTypeError, match=repr(text)):
            read(text)


@pytest.mark.parametrize(
    "command",
    [
        "search --sound laughter --after inf",
        "search --sound laughter --before 1e30",
        "search music --limit 99999999999999999999",
        "search music --limit -5",
        "record --duration 1e300",
        "shot --out photos --video x.mp4 --at 1e300",
        "serve --port 99999999",
        "serve --sessions 0",
        "transcribe x.wav --jobs -3",
        "waveform x --out x.png --after noon",
        "plc demo x.wav --out x --seed -1",
    ],
)
def test_every_verb_reads_its_numbers_so(capsys: pytest.CaptureFixture[str], command: str) -> None:
    *_, option, value = command.split()
    with pytest.raises(SystemExit) as leaving:
        main(command.split())
    assert leaving.value.code == 2
    error = capsys.readouterr().err
    assert f"argument {option}: {value!r} is " in error
    assert error.count("\n") == 1
