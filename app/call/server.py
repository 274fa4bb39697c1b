"""Signalling over HTTP: WHIP in, WHEP out, one endpoint for both, and the page that uses it.

    POST /whip       media comes in (RFC 9725)
    POST /whep       media goes out (draft-ietf-wish-whep)
    POST /call       both
    DELETE <Location of the answer>
    GET /            the page of the call

A body is an SDP offer with all its candidates; the answer has all of ours, so there is no trickle
and PATCH is refused. Whoever has the token may call; nobody else learns anything but that.
"""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from app.call.access import Allowance, admits
from app.call.offer import MAX_OFFER_BYTES, parse_offer
from app.call.peer import KINDS, Kind
from app.call.sdp_lines import BadOfferError
from app.call.sessions import FullError, OverError, RefusedError, Sessions
from app.engine.clock import Clock
from app.errors import StorageError

log = logging.getLogger(__name__)

PAGE = Path(__file__).resolve().parents[2] / "assets" / "call"
PAGE_FILES = {
    "/": ("page.html", "text/html"),
    "/page.js": ("page.js", "text/javascript"),
    "/page.css": ("page.css", "text/css"),
}
SDP = "application/sdp"
BAD_TOKENS_PER_MINUTE = 10
OFFERS_PER_MINUTE = 60
BODY_S = 10.0  # for a body of a few kilobytes
RETRY_S = "5"
# The page is ours alone: no script, picture or connection of others, and no frame around it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; media-src 'self' blob: mediastream:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
# A token is sent by intent, never by a browser on its own: any page that has it may call.
ANY_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Location, ETag, Accept-Post",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is let in.

    Attributes:
        bad_tokens_per_minute: from one address.
        offers_per_minute: from one address, with the right token.
    """

    bad_tokens_per_minute: int = BAD_TOKENS_PER_MINUTE
    offers_per_minute: int = OFFERS_PER_MINUTE


class Signalling:
    """The HTTP side of calls."""

    def __init__(
        self, sessions: Sessions, token: str, clock: Clock, limits: Limits | None = None
    ) -> None:
        """Let in whoever has `token`."""
        limits = limits or Limits()
        self._sessions = sessions
        self._token = token
        self._bad_tokens = Allowance(limits.bad_tokens_per_minute, clock)
        self._offers = Allowance(limits.offers_per_minute, clock)

    def application(self) -> web.Application:
        """Return the application, to be run once; its end ends all sessions."""
        app = web.Application(client_max_size=MAX_OFFER_BYTES, middlewares=[guarded])
        for path in PAGE_FILES:
            app.router.add_get(path, page)
        for kind in KINDS:
            app.router.add_post(f"/{kind}", self._offer)
            app.router.add_options(f"/{kind}", self._options)
        app.router.add_delete("/sessions/{name}", self._delete)
        app.router.add_options("/sessions/{name}", self._options)
        app.on_shutdown.append(self._shut)
        return app

    async def _offer(self, request: web.Request) -> web.Response:
        self._admit(request)
        address = request.remote or ""
        if self._offers.used_up(address):
            raise web.HTTPTooManyRequests(text="too many offers", headers=retry())
        self._offers.count(address)
        if request.content_type != SDP:
            raise web.HTTPUnsupportedMediaType(text=f"the body must be {SDP}")
        kind: Kind = next(kind for kind in KINDS if request.path == f"/{kind}")
        try:
            offer = parse_offer(await body(request))
            name, answer = await self._sessions.open(kind, offer)
        except BadOfferError as error:
            raise web.HTTPBadRequest(text=f"the offer cannot be taken: {error}") from None
        except RefusedError as error:
            log.warning("an offer was refused by aiortc: %s", error)
            raise web.HTTPBadRequest(text="the offer cannot be taken") from None
        except OverError:
            raise web.HTTPServiceUnavailable(text="calls are over here") from None
        except FullError:
            raise web.HTTPServiceUnavailable(text="too many calls", headers=retry()) from None
        except StorageError as error:
            log.error("a call could not be kept: %s", error)
            raise web.HTTPServiceUnavailable(text="the call cannot be recorded") from None
        return web.Response(
            status=201,
            text=answer,
            content_type=SDP,
            headers={**ANY_ORIGIN, "Location": f"/sessions/{name}", "ETag": f'"{name}"'},
        )

    async def _delete(self, request: web.Request) -> web.Response:
        self._admit(request)
        if not self._sessions.end(request.match_info["name"]):
            raise web.HTTPNotFound(text="there is no such session")
        return web.Response(headers=ANY_ORIGIN)

    async def _options(self, request: web.Request) -> web.Response:
        """Tell a browser what it may send (RFC 9725, 4.1; Fetch, CORS)."""
        methods = "DELETE" if request.path.startswith("/sessions/") else "POST"
        return web.Response(
            status=204,
            headers={
                **ANY_ORIGIN,
                "Accept-Post": SDP,
                "Access-Control-Allow-Methods": methods,
                "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Match",
            },
        )

    def _admit(self, request: web.Request) -> None:
        """Raise 401 without the token, 429 after too many attempts."""
        address = request.remote or ""
        if self._bad_tokens.used_up(address):
            raise web.HTTPTooManyRequests(text="too many bad tokens", headers=retry("60"))
        if not admits(self._token, request.headers.get("Authorization", "")):
            self._bad_tokens.count(address)
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})

    async def _shut(self, _: web.Application) -> None:
        await self._sessions.close()


async def body(request: web.Request) -> str:
    """Return the request's body; raise 400, 408 or 413."""
    try:
        async with asyncio.timeout(BODY_S):
            return (await request.read()).decode()
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="the body does not come") from None
    except UnicodeDecodeError:
        raise web.HTTPBadRequest(text="the offer is not UTF-8") from None
    except web.RequestPayloadError:
        raise web.HTTPBadRequest(text="the body is damaged") from None


async def page(request: web.Request) -> web.Response:
    """Serve a file of the page."""
    name, content_type = PAGE_FILES[request.path]
    text = (PAGE / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=content_type)


@web.middleware
async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Add to every answer what keeps browsers from being tricked with it."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers.update(ANY_ORIGIN if request.method != "GET" else {})
        guard(error)
        raise
    guard(response)
    return response


def guard(response: web.StreamResponse) -> None:
    """Set the headers of `guarded`."""
    response.headers.update(
        {
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
    )


def retry(seconds: str = RETRY_S) -> dict[str, str]:
    """Return the header that says when to come back."""
    return {"Retry-After": seconds}


async def serving(
    application: web.Application, host: str, port: int, tls: ssl.SSLContext | None
) -> web.AppRunner:
    """Start to listen; raises OSError where that address cannot be had. `cleanup` ends it."""
    runner = web.AppRunner(application, access_log=None, handle_signals=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, ssl_context=tls).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner
