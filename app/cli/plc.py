"""`earshot plc conceal` and `earshot plc demo`: packet loss concealment, on files."""

import argparse
from pathlib import Path

from app.cli.numbers import natural
from app.concealment import BEST, MEANS
from app.config import Config
from app.errors import UsageError

PACKET_MS = 20
SHORTEST_PACKET_MS, LONGEST_PACKET_MS = 2.5, 120
MOST_LOSS = 0.5
LONGEST_BURST_MS = 1000
DEMO = """
Writes original.wav, lossy.wav, earshot.wav and a file for each peer, all 16 kHz mono, and
picture.png: waveforms and spectrograms around the loudest gap. Peers come with the source.
"""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser("plc", help="fill the gaps that lost packets leave in speech")
    jobs = verb.add_subparsers(dest="job", required=True, metavar="JOB", parser_class=type(verb))
    conceal = jobs.add_parser("conceal", help="fill given gaps in a sound file")
    conceal.add_argument("sound", type=Path, metavar="IN.wav", help="any mono or stereo sound")
    conceal.add_argument(
        "mask", type=Path, metavar="MASK", help="text file: 0 or 1 for each packet, 1 if it is lost"
    )
    conceal.add_argument("--out", type=Path, required=True, metavar="OUT.wav")
    conceal.add_argument(
        "--packet", type=float, default=PACKET_MS, metavar="MS", help="its length, 2.5 to 120 (20)"
    )
    _add_filling(conceal)
    conceal.set_defaults(run=run_conceal)
    demo = jobs.add_parser("demo", help="lose packets of a file and compare", epilog=DEMO)
    demo.add_argument("sound", type=Path, metavar="FILE")
    demo.add_argument(
        "--loss", type=float, default=0.1, metavar="SHARE", help="of packets, up to 0.5 (0.1)"
    )
    demo.add_argument(
        "--burst", type=int, default=60, metavar="MS", help="length of each gap, 20 to 1000 (60)"
    )
    demo.add_argument("--seed", type=natural, default=0, help="of the dice that lose packets (0)")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")
    _add_filling(demo)
    demo.set_defaults(run=run_demo)


def _add_filling(job: argparse.ArgumentParser) -> None:
    job.add_argument(
        "--filling",
        choices=MEANS,
        default=BEST,
        help=f"by the trained network or by pitch and prediction alone ({BEST})",
    )


def run_conceal(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Write the file with its gaps filled."""
    from app.cli.sound_file import read_sound, write_sound
    from app.concealment import network
    from app.storage.whole_file import check_is_not_read
    from audio.plc import Concealer
    from audio.plc.recording import conceal

    if not SHORTEST_PACKET_MS <= options.packet <= LONGEST_PACKET_MS:
        raise UsageError(f"--packet {options.packet:g} is not between 2.5 and 120 ms")
    check_is_not_read(options.out, options.sound, options.mask)
    lost = read_mask(options.mask)
    sound, rate_hz = read_sound(options.sound)
    try:
        concealer = Concealer(rate_hz, sound.shape[1], network(options.filling))
    except ValueError as error:
        raise UsageError(f"{options.sound} cannot be concealed: {error}") from error
    packet_samples = round(rate_hz * options.packet / 1000)
    packets = -(-len(sound) // packet_samples)
    if len(lost) > packets:
        raise UsageError(
            f"{options.mask} tells of {len(lost)} packets, but {options.sound} has only {packets} "
            f"of {options.packet:g} ms; correct the mask or name its --packet length"
        )
    lost += [False] * (packets - len(lost))
    write_sound(options.out, conceal(concealer, sound, lost, packet_samples), rate_hz)
    print(f"{sum(lost)} of {packets} packets concealed in {options.out}")
    return 0


def run_demo(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Write the comparison."""
    from app.cli.plc_demo import compare
    from app.concealment import network

    if not 0 < options.loss <= MOST_LOSS:
        raise UsageError(f"--loss {options.loss:g} is not above 0 and at most {MOST_LOSS:g}")
    if not PACKET_MS <= options.burst <= LONGEST_BURST_MS or options.burst % PACKET_MS:
        raise UsageError(
            f"--burst {options.burst} is not a multiple of {PACKET_MS} up to {LONGEST_BURST_MS} ms"
        )
    chosen = network(options.filling)
    lost = compare(options.sound, options.loss, options.burst, options.seed, chosen, options.out)
    print(f"{sum(lost)} of {len(lost)} packets lost; listen and look in {options.out}")
    return 0


def read_mask(path: Path) -> list[bool]:
    """Return what a mask says of each packet.

    Raises:
        UsageError: it cannot be read, or holds anything but 0, 1 and blanks.
    """
    try:
        digits = "".join(path.read_text(encoding="ascii").split())
    except OSError as error:
        raise UsageError(f"cannot read the mask {path}: {error.strerror}") from error
    except UnicodeDecodeError:
        digits = ""
    if not digits or set(digits) - {"0", "1"}:
        raise UsageError(f"{path} is no mask: it must hold 0 or 1 for each packet, and no more")
    return [digit == "1" for digit in digits]
