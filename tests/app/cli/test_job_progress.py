"""How far a file is, and when it will be done."""

import io

from app.cli.job_progress import JobProgress


class Terminal(io.StringIO):
    """Takes what is drawn."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_share_speed_and_time_to_go() -> None:
    times = iter([0.0, 10.0])
    stream = Terminal()
    with JobProgress(stream, lambda: next(times)) as progress:
        progress.tell(100, 0.25)
        line = stream.getvalue()
    assert "██████░" in line
    assert " 25%  100 pictures, 10 a second, 0:30 to go" in line
    assert stream.getvalue().endswith("\r\x1b[K")


def test_where_the_length_is_unknown_only_what_is_done_is_told() -> None:
    times = iter([0.0, 2.0])
    stream = Terminal()
    JobProgress(stream, lambda: next(times)).tell(100, None)
    assert stream.getvalue().endswith("100 pictures, 50 a second")


def test_it_redraws_ten_times_a_second_at_most() -> None:
    times = iter([0.0, 1.0, 1.05, 1.2])
    stream = Terminal()
    progress = JobProgress(stream, lambda: next(times))
    for number in (1, 2, 3):
        progress.tell(number, 0.5)
    assert stream.getvalue().count("pictures") == 2


def test_a_file_length_that_was_wrong_does_not_go_beyond_the_end() -> None:
    times = iter([0.0, 1.0])
    stream = Terminal()
    JobProgress(stream, lambda: next(times)).tell(10, 1.4)
    assert "100%" in stream.getvalue()
    assert "0:00 to go" in stream.getvalue()


def test_away_from_a_terminal_nothing_is_said() -> None:
    stream = io.StringIO()
    with JobProgress(stream) as progress:
        progress.tell(1, 0.5)
    assert stream.getvalue() == ""
