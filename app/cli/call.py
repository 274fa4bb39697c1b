"""`earshot call ADDRESS`: join a call; `earshot call replay`: one that was, from its packets."""

import argparse
import asyncio
import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.cli import serve
from app.cli.record import interruptible
from app.concealment import BEST, MEANS
from app.config import Config
from app.errors import UsageError

MOST_PAYLOAD_TYPE = 127
USAGE = """earshot call ADDRESS [options]
       earshot call replay DUMP --out OUT.wav [options]"""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser("call", help="join a call, or replay one", usage=USAGE)
    jobs = verb.add_subparsers(
        dest="job",
        required=True,
        metavar="ADDRESS|replay",
        parser_class=type(verb),
        prog="earshot call",
    )
    verb.parse_known_args = joining(verb.parse_known_args)  # type: ignore[method-assign]
    _add_join(jobs)
    _add_replay(jobs)


def joining(parse: Any) -> Any:
    """Let an address stand for the job `join`, as in `earshot call http://127.0.0.1:8790/`."""

    def parsed(arguments: Sequence[str] | None = None, namespace: Any = None) -> Any:
        words = list(arguments or ())
        if any("://" in word for word in words) and words[0] not in ("join", "replay"):
            words.insert(0, "join")
        return parse(words, namespace)

    return parsed


def _add_join(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    job = jobs.add_parser("join", help="join the call at an address; the word may be left out")
    job.add_argument("address", metavar="ADDRESS", help="of a page with its #token, or endpoint")
    serve.add_media_options(job)
    job.add_argument("--token-file", type=Path, metavar="FILE", help="holds the token")
    job.set_defaults(run=run_join, fast=False)


def run_join(options: argparse.Namespace, config: Config) -> int:
    """Stay in a call until the other side or Ctrl-C ends it."""
    serve.need_call_extra()
    from app.call.visit import Visit, host_of

    token = serve.read_token(options.token_file) if options.token_file else ""
    host = host_of(options.address, token)
    plan = serve.plan_of(options, config)

    async def stay(ending: asyncio.Event) -> None:
        await Visit(host, plan).run(ending, lambda: print("connected; Ctrl-C ends the call"))

    asyncio.run(interruptible(stay))
    return 0


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
    from app.storage.whole_file import check_is_not_read

    check_is_not_read(options.out, options.dump)
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
