"""`earshot serve`: hold calls that browsers and other programs can join."""

import argparse
import asyncio
import ipaddress
import ssl
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.numbers import count, port
from app.cli.record import hands, interruptible, sources
from app.config import Config, home
from app.errors import CallError, UsageError

if TYPE_CHECKING:
    from app.call.attendance import Attendance
    from app.call.messages import Message
    from app.call.room import RoomPlan

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8790
USES = """
what is sent:
  (nothing named)    the default camera and microphone
  --video FILE       picture and sound of FILE; see `earshot record --help` for more
  --send-nothing     nothing: a place to send media to

endpoints, each with `Authorization: Bearer TOKEN` and an SDP offer as body:
  POST /whip         media comes in (RFC 9725)
  POST /whep         media goes out
  POST /call         both
  GET  /             a page that does it in a browser

The call may be joined from this machine alone unless --host says otherwise; browsers give a page
from elsewhere no camera without --tls-cert. Media flows over UDP between the two machines.
"""


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "serve",
        help="hold calls that a browser can join",
        epilog=USES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_media_options(verb)
    verb.add_argument("--host", default=DEFAULT_HOST, help=f"address to listen on ({DEFAULT_HOST})")
    verb.add_argument("--port", type=port, default=DEFAULT_PORT, help=f"({DEFAULT_PORT})")
    verb.add_argument("--sessions", type=count, default=8, metavar="N", help="at once (8)")
    verb.add_argument(
        "--token-file", type=Path, metavar="FILE", help="holds the token (a new one each time)"
    )
    verb.add_argument("--tls-cert", type=Path, metavar="FILE", help="certificate chain, PEM")
    verb.add_argument("--tls-key", type=Path, metavar="FILE", help="its key, PEM")
    verb.set_defaults(run=run, fast=False)


def add_media_options(verb: argparse.ArgumentParser) -> None:
    """Add what says what is sent and what is done with a call."""
    picture = verb.add_mutually_exclusive_group()
    picture.add_argument("--camera", metavar="X", help="camera, by number, name or address")
    picture.add_argument("--video", metavar="FILE", help="video file")
    sound = verb.add_mutually_exclusive_group()
    sound.add_argument("--microphone", metavar="X", help="microphone, by number or part of name")
    sound.add_argument("--audio", metavar="FILE", help="sound file")
    verb.add_argument("--send-nothing", action="store_true", help="only receive")
    verb.add_argument("--record", action="store_true", help="keep each call, every side by itself")
    verb.add_argument(
        "--play",
        action="store_true",
        help="play the other side (wear headphones: echo is not removed)",
    )
    verb.add_argument("--no-captions", action="store_true", help="turn nothing into words")
    verb.add_argument("--no-hands", action="store_true", help="follow no hands")


def run(options: argparse.Namespace, config: Config) -> int:
    """Serve until Ctrl-C."""
    need_call_extra()
    token, tls = token_of(options.token_file), tls_of(options.tls_cert, options.tls_key)
    plan = plan_of(options, config)
    asyncio.run(interruptible(lambda ending: serve(options, plan, token, tls, ending)))
    return 0


def need_call_extra() -> None:
    """Raise UsageError where what calls are made with is not installed."""
    missing = [name for name in ("aiohttp", "aiortc") if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"calls need {' and '.join(missing)}: install Earshot with its extra "
            "(`pip install -e '.[call]'`)"
        )


async def serve(
    options: argparse.Namespace,
    plan: "RoomPlan",
    token: str,
    tls: ssl.SSLContext | None,
    ending: asyncio.Event,
) -> None:
    """Serve until `ending` is set, then end all calls."""
    from app.call.house import house
    from app.call.server import serving

    application = house(plan, token, most=options.sessions).application()
    try:
        runner = await serving(application, options.host, options.port, tls)
    except OSError as error:
        raise CallError(
            f"cannot listen on {options.host} port {options.port} ({error.strerror}); "
            "choose another with --host and --port"
        ) from None
    place = f"http{'s' if tls else ''}://{bracketed(options.host)}:{options.port}/"
    loading = asyncio.create_task(asyncio.to_thread(warm_up), name="load network")
    print(f"join with a browser: {place}#token={token}")
    print(f"WHIP {place}whip, WHEP {place}whep, both ways {place}call; Ctrl-C ends it")
    if tls is None and not loopback(options.host):
        print(
            "without --tls-cert the token and the call's set-up can be read on the way; "
            "browsers elsewhere get no camera",
            file=sys.stderr,
        )
    sys.stdout.flush()
    try:
        await ending.wait()
    finally:
        await runner.cleanup()
        await loading


def warm_up() -> None:
    """Load the network that fills gaps before the first guest comes."""
    from app.concealment import BEST, network
    from models.errors import ModelError

    try:
        network(BEST)
    except ModelError as error:
        print(f"gaps are filled by classical means: {error}", file=sys.stderr)


def plan_of(options: argparse.Namespace, config: Config) -> "RoomPlan":
    """Return how calls are held; raises EarshotError for what cannot be."""
    from app.call.room import RoomPlan
    from app.hearing import ready_hearing

    notices: list[str] = []
    setup = None if options.no_hands else hands(config, notices)
    hearing = None if options.no_captions else ready_hearing(config, notices)
    for notice in notices:
        print(notice, file=sys.stderr)
    if not options.send_nothing:
        sources(options)  # what cannot be opened is said now
    return RoomPlan(
        sources=lambda: (None, None) if options.send_nothing else sources(options),
        hands=setup,
        hearing=hearing,
        recordings=config.recordings if options.record else None,
        library=home() / "library.db",
        loud=options.play,
        watch=show,
    )


def show(message: "Message | Attendance") -> None:
    """Print what a person at this terminal wants to know of a call."""
    from app.call.messages import Caption, Gesture, Hello, Microphone, Notice, RaisedHand

    match message:
        case Hello(recording=True):
            print("the other side records this call", flush=True)
        case Caption(final=True):
            print(f"{message.side}: {message.text}", flush=True)
        case Gesture():
            print(f"{message.side} makes {message.gesture}", flush=True)
        case RaisedHand():
            print(f"{message.side} {'raises' if message.raised else 'lowers'} a hand", flush=True)
        case Microphone():
            print(f"{message.side} {'is heard again' if message.on else 'is muted'}", flush=True)
        case Notice():
            print(message.text, file=sys.stderr, flush=True)


def token_of(path: Path | None) -> str:
    """Return the token that a file holds, or a new one."""
    from app.call.access import new_token

    return new_token() if path is None else read_token(path)


def read_token(path: Path) -> str:
    """Return the token that a file holds; raises UsageError."""
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the token cannot be read from {path} ({error})") from None
    if not token or not token.isprintable() or " " in token:
        raise UsageError(f"{path} holds no token: one line of letters and digits is wanted")
    return token


def tls_of(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """Return how to speak TLS, None for not at all; raises UsageError."""
    if certificate is None:
        if key is not None:
            raise UsageError("--tls-key needs --tls-cert")
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise UsageError(f"{certificate} is no certificate with its key ({error})") from None
    return context


def loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def bracketed(host: str) -> str:
    """Return an address as it stands in a URL."""
    return f"[{host}]" if ":" in host else host
