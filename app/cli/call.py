"""`earshot call replay`: received calls, from packets to sound."""

import argparse
import dataclasses
import json
from pathlib import Path

from app.concealment import BEST, MEANS
from app.config import Config
from app.errors import UsageError

MOST_PAYLOAD_TYPE = 127


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser("call", help="calls that survive bad networks")
    jobs = verb.add_subparsers(dest="job", required=True, metavar="JOB", parser_class=type(verb))
    _add_replay(jobs)


def _add_replay(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    job = jobs.add_parser("replay", help="play a packet dump as the call would have sounded")
    job.add_argument(
        "dump", type=Path, metavar="DUMP", help="rtpdump file of an Opus stream, as Wireshark saves"
    )
    job.add_argument("--out", type=Path, required=True, metavar="OUT.wav")
    job.add_argument(
        "--payload-type", type=int, metavar="N", help="of the sound (that of most packets)"
    )
    job.add_argument("--red", type=int, metavar="N", help="payload type of redundant packets")
    job.add_argument("--mono", action="store_true", help="one channel, not two")
    job.add_argument(
        "--filling",
        choices=MEANS,
        default=BEST,
        help=f"of gaps: by the trained network or by pitch and prediction alone ({BEST})",
    )
    job.add_argument("--json", action="store_true", help="print the counts as one JSON object")
    job.set_defaults(run=run_replay)


def run_replay(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Write what was heard and tell how it came to be."""
    from app.call import dump
    from app.call.opus import SAMPLE_RATE_HZ
    from app.call.receiver import audio_receiver
    from app.call.replay import main_stream, replay
    from app.cli.sound_file import write_sound

    for name, number in (("--payload-type", options.payload_type), ("--red", options.red)):
        if number is not None and not 0 <= number <= MOST_PAYLOAD_TYPE:
            raise UsageError(f"{name} {number} is not between 0 and 127")
    stream = main_stream(dump.read(options.dump), options.payload_type, options.red)
    receiver = audio_receiver(1 if options.mono else 2, options.filling)
    played = replay(receiver, stream)
    write_sound(options.out, played.sound, SAMPLE_RATE_HZ)
    counts = played.statistics
    if options.json:
        print(json.dumps(dataclasses.asdict(counts)))
        return 0
    share = 100 * counts.concealed_samples / max(1, counts.total_samples)
    print(
        f"{counts.packets_received} packets, {len(played.sound) / SAMPLE_RATE_HZ:.1f} s in "
        f"{options.out}: {share:.1f} % concealed in {counts.concealment_events} gaps, "
        f"delay {counts.delay_ms:.0f} ms"
    )
    return 0
