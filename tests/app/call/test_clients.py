"""Real clients: Chromium with its fake camera, GStreamer's webrtcbin; skipped where absent."""

import asyncio
import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from app.call.attendance import Attendance
from app.call.house import house
from app.call.messages import Caption, Message, Microphone, RaisedHand
from app.call.peer import Peer
from app.call.room import RoomPlan
from app.call.server import Signalling
from app.engine.sources.audio_file import AudioFile
from app.engine.sources.source import Source
from app.engine.sources.video_file import VideoFile
from app.storage.recording import Recording
from tests.app.call.browser import CHROMIUM, Page, browser
from tests.app.call.waiting import until

TOKEN = "sesame"
DEMO = Path(__file__).resolve().parents[3] / "assets" / "samples" / "demo.mkv"
SYSTEM_PYTHON = "/usr/bin/python3"
GST_CLIENT = Path(__file__).with_name("gstreamer_client.py")
GST_PARTS = ("webrtcbin", "nicesink", "opusenc", "rtpopuspay", "vp8enc", "rtpvp8pay")
CONNECT = """
async (kind, direction, media) => {
  const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
  const wish = { audio: true, video: true };
  const own = media ? (await navigator.mediaDevices.getUserMedia(wish)).getTracks() : [];
  for (const one of ["audio", "video"])
    connection.addTransceiver(own.find((track) => track.kind === one) ?? one, { direction });
  const view = document.createElement("video");
  view.autoplay = view.muted = true;
  view.srcObject = new MediaStream();
  document.body.append(view);
  connection.ontrack = (event) => view.srcObject.addTrack(event.track);
  Object.assign(window, { connection, view });
  await connection.setLocalDescription();
  await new Promise((done) => {
    const look = () => connection.iceGatheringState === "complete" && done();
    connection.onicegatheringstatechange = look;
    setTimeout(done, 3000);
    look();
  });
  const headers = { "Content-Type": "application/sdp", Authorization: "Bearer sesame" };
  const body = connection.localDescription.sdp;
  const answer = await fetch("/" + kind, { method: "POST", headers, body });
  if (answer.status !== 201) return await answer.text();
  window.session = answer.headers.get("Location");
  await connection.setRemoteDescription({ type: "answer", sdp: await answer.text() });
  return "answered";
}
"""

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="REAL CLIENT NOT TESTED: no Chromium (Debian: chromium)"
)


def gstreamer_missing() -> bool:
    """Tell whether GStreamer with webrtcbin cannot be used from the system's Python."""
    inspect = shutil.which("gst-inspect-1.0")
    if inspect is None or not Path(SYSTEM_PYTHON).exists():
        return True
    parts = (
        subprocess.run([inspect, part], check=False, capture_output=True) for part in GST_PARTS
    )
    binding = "import gi; gi.require_version('GstWebRTC', '1.0')"
    return any(part.returncode for part in parts) or bool(
        subprocess.run([SYSTEM_PYTHON, "-c", binding], check=False, capture_output=True).returncode
    )


needs_gstreamer = pytest.mark.skipif(
    gstreamer_missing(),
    reason="REAL CLIENT NOT TESTED: no GStreamer with webrtcbin (Debian: gstreamer1.0-nice, "
    "gstreamer1.0-plugins-bad, gstreamer1.0-plugins-good, gir1.2-gst-plugins-bad-1.0, python3-gi)",
)


@contextlib.asynccontextmanager
async def served(
    *,
    sends: bool,
    recordings: Path | None = None,
    watch: Callable[[Message | Attendance], None] = lambda _: None,
) -> AsyncGenerator[tuple[str, Signalling], None]:
    """Serve calls on a port of this machine, from the demo clip, without hands and words."""

    def sources() -> tuple[Source[object] | None, Source[object] | None]:
        return (VideoFile(DEMO, paced=True), AudioFile(DEMO, paced=True)) if sends else (None, None)

    plan = RoomPlan(
        sources=sources,
        hands=None,
        hearing=None,
        recordings=recordings,
        library=(recordings or Path("unused")) / "library.db",
        watch=watch,
    )
    signalling = house(plan, TOKEN)
    async with TestServer(signalling.application()) as server:
        yield str(server.make_url("/")), signalling


def only_peer(signalling: Signalling) -> Peer:
    (session,) = signalling._sessions._sessions.values()
    return session.peer


async def joined(page: Page, kind: str, direction: str, *, media: bool) -> None:
    arguments = json.dumps([kind, direction, media])
    assert await page.value(f"({CONNECT})(...{arguments})") == "answered"
    await page.until("connection.connectionState === 'connected'")


@needs_chromium
async def test_chromium_publishes_by_whip() -> None:
    async with served(sends=False) as (address, signalling), browser() as page:
        await page.open(address)
        await joined(page, "whip", "sendonly", media=True)
        peer = only_peer(signalling)
        assert peer.sound is not None
        assert peer.camera is not None
        sound, camera = peer.sound, peer.camera
        await until(lambda: sound.statistics().packets_received > 50)
        await until(lambda: camera._pictures.statistics().sent > 10)
        await until(lambda: sound.statistics().total_samples > 48_000)
        fec = "connection.localDescription && connection.remoteDescription.sdp"
        assert "useinbandfec=1" in await page.value(fec)
        deleted = "fetch(session, {method: 'DELETE', headers: {Authorization: 'Bearer sesame'}})"
        assert await page.value(f"{deleted}.then((answer) => answer.status)") == 200
        await until(lambda: len(signalling._sessions) == 0)


@needs_chromium
async def test_chromium_views_by_whep() -> None:
    async with served(sends=True) as (address, _), browser() as page:
        await page.open(address)
        await joined(page, "whep", "recvonly", media=False)
        await page.until("view.videoWidth === 640")
        heard = """connection.getStats().then((stats) => [...stats.values()].some((one) =>
            one.type === 'inbound-rtp' && one.kind === 'audio' && one.totalSamplesReceived > 24000
            && one.packetsLost === 0))"""
        await page.until(heard)


@needs_chromium
async def test_chromium_joins_by_the_page_and_the_call_is_kept(tmp_path: Path) -> None:
    told: list[Message | Attendance] = []
    async with (
        served(sends=True, recordings=tmp_path, watch=told.append) as (address, signalling),
        browser() as page,
    ):
        await page.open(f"{address}#token=wrong")
        await page.value(f"{element('join')}.click()")
        await page.until(f"{element('state')}.textContent.includes('token is wrong')")
        await page.value(f"{element('token')}.value = '{TOKEN}'")
        await page.value(f"{element('join')}.click()")
        await page.until(f"{element('state')}.textContent === 'connected'")
        await page.until(f"{element('theirs')}.videoWidth === 640")
        await page.until(f"!{element('recording')}.hidden")
        await page.until(f"{element('out-delay')}.textContent.includes('ms')")
        await page.until(f"{element('in-delay')}.textContent.includes('ms')")
        assert "token" not in await page.value("location.href")
        await page.value(f"{element('hand')}.click()")
        await page.until(f"{element('hand')}.textContent === 'Lower hand'")
        await page.value(f"{element('microphone')}.click()")
        await until(lambda: Microphone("guest", on=False) in told)
        only_peer(signalling).send(Microphone("earshot", on=False))
        await page.until(f"!{element('muted-theirs')}.hidden")
        only_peer(signalling).send(Caption("earshot", 1, "hello <b>there</b>", final=True))
        await page.until(f"{element('captions')}.innerText.includes('hello <b>there</b>')")
        await page.value(f"{element('leave')}.click()")
        await until(lambda: len(signalling._sessions) == 0)
    assert RaisedHand("guest", raised=True) in told
    check_kept(tmp_path)


@needs_chromium
async def test_the_page_keeps_the_newest_words_of_one_call() -> None:
    lines = f"[...{element('captions')}.children].map((one) => one.lastChild.textContent)"
    said = "caption({{side: 'earshot', utterance: {0}, text: 'words ' + {0}, final: true}})"
    async with served(sends=False) as (address, _), browser() as page:
        await page.open(f"{address}#token={TOKEN}")
        await page.value(f"for (let n = 0; n < 150; n++) {said.format('n')}")
        assert await page.value(lines) == [f"words {number}" for number in range(50, 150)]
        await page.value(said.format(3))  # it is no longer there, so it is the newest
        assert (await page.value(lines))[-2:] == ["words 149", "words 3"]
        await page.value(f"{element('join')}.click()")
        await page.until(f"{element('state')}.textContent === 'connected'")
        assert await page.value(lines) == []


def element(name: str) -> str:
    return f"document.getElementById('{name}')"


def check_kept(recordings: Path) -> None:
    """Check that both sides of the one call were kept whole, and linked."""
    (call,) = [path for path in recordings.iterdir() if path.is_dir()]
    ours, guests = Recording.open(call / "earshot"), Recording.open(call / "guest")
    assert ours.meta.call == guests.meta.call != ""
    assert (ours.meta.speaker, guests.meta.speaker) == ("earshot", "guest")
    for recording in (ours, guests):
        assert recording.meta.state == "finished"
        assert recording.audio_path.exists()
        assert recording.video_path.exists()


@needs_gstreamer
async def test_gstreamer_publishes_by_whip() -> None:
    async with served(sends=False) as (address, signalling):
        process = await asyncio.create_subprocess_exec(
            SYSTEM_PYTHON, str(GST_CLIENT), f"{address}whip", TOKEN, stdout=sys.stderr
        )
        try:
            await until(lambda: signalling._sessions._sessions)
            peer = only_peer(signalling)
            sound: Any = peer.sound
            camera: Any = peer.camera
            await until(lambda: sound.statistics().packets_received > 50)
            await until(lambda: camera._pictures.statistics().sent > 5)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()
