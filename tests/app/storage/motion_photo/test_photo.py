"""Motion Photos written, read and judged: by us, by exiftool, FFmpeg and Chromium."""

import contextlib
import queue
import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import MediaFileError
from app.storage.motion_photo import jpeg
from app.storage.motion_photo.clip import decoded_pictures, small_size
from app.storage.motion_photo.photo import made, read, taken_apart, write
from app.storage.motion_photo.rules import Level, breaches
from app.storage.motion_photo.score_track import tracks
from tests.app.storage.motion_photo.photos import (
    FIRST,
    NAME,
    PRIMARY,
    SECOND,
    TAKEN_AT,
    clip,
    file_bytes,
    photo,
)
from tests.fakes.bursts import FRAME_NS, psnr_db


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    write(path, photo())
    return path


def test_what_is_written_is_read(written: Path) -> None:
    back = read(written)
    assert (back.jpeg, back.video) == (photo().jpeg, photo().video)
    assert back.timestamp_us == PRIMARY * FRAME_NS // 1000
    assert back.ratings is not None
    assert back.ratings.model_version == 7
    assert back.ratings.primary.score == pytest.approx(0.53)
    assert [rating.time_us for rating in back.ratings.pictures] == [
        FIRST * FRAME_NS // 1000,
        SECOND * FRAME_NS // 1000,
    ]
    assert [rating.score for rating in back.ratings.pictures] == pytest.approx([0.51, 0.56])


def test_the_clip_and_the_alternatives_are_in_the_video(written: Path) -> None:
    video = read(written).video
    small = list(decoded_pictures(video, 0))
    assert [one.time_us for one in small] == [n * FRAME_NS // 1000 for n in range(8)]
    large = list(decoded_pictures(video, 1))
    assert [one.time_us for one in large] == [n * FRAME_NS // 1000 for n in (FIRST, SECOND)]
    assert psnr_db(large[0].rgb, clip()[FIRST].rgb().rgb) > 34
    assert not list(decoded_pictures(video, 2))


def test_any_viewer_sees_the_picture(written: Path) -> None:
    picture = cv2.imread(str(written))
    assert picture is not None
    seen = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
    assert psnr_db(seen, clip()[PRIMARY].rgb().rgb) > 30


def test_our_photos_keep_the_published_rules(written: Path) -> None:
    assert breaches(written.name, written.read_bytes()) == []


def test_a_photo_without_alternatives_keeps_them_too() -> None:
    frames = clip()
    alone = made(
        picture=frames[0],
        clip=frames,
        alternatives=[],
        scores={frames[0].pts_ns: 0.4},
        model_version=1,
        taken_at=TAKEN_AT,
    )
    assert breaches(NAME, alone.jpeg + alone.video) == []
    assert [track.handler for track in tracks(alone.video)] == [b"vide", b"meta"]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (b'Camera:MotionPhoto="1"', b'Camera:MotionPhoto="0"', "Camera:MotionPhoto is 0"),
        (b'MotionPhotoVersion="1"', b'MotionPhotoVersion="2"', "Version is 2"),
        (b'TimestampUs="9', b'TimestampUs="8', "the scores put the picture"),
        (b'"Primary"', b'"Primero"', "must be primary"),
        (b'"MotionPhoto"', b'"MotionStill"', "must be motionphoto"),
        (b'"video/mp4"', b'"video/mpg"', "of the type video/mpg"),
        (b'Item:Length="0"', b'Item:Length="9"', "must be 0"),
        (b'Item:Padding="0"', b'Item:Padding="4"', "do not add up"),
        (b"IMG_", b"IMG_", "the name"),
        (b"mett", b"free", "no track of scores"),
    ],
)
def test_a_broken_rule_is_named(old: bytes, new: bytes, text: str) -> None:
    name = "party.jpg" if old == b"IMG_" else NAME
    data = file_bytes()
    changed = data.replace(old, new, 1) if len(old) == len(new) else swapped(data, old, new)
    found = breaches(name, changed)
    assert any(text in breach.text for breach in found), found
    level = Level.WARNING if old == b"IMG_" else Level.ERROR
    assert all(breach.level is level for breach in found if text in breach.text)


def swapped(data: bytes, old: bytes, new: bytes) -> bytes:
    """Replace a part of the XMP, keeping its segment whole."""
    packet = jpeg.xmp_of(data)
    assert packet is not None
    return jpeg.with_xmp(data, packet.replace(old, new, 1))


def test_jpegs_in_the_directory_are_refused_by_the_rules() -> None:
    third = b'<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg"/></rdf:li>'
    found = breaches(NAME, swapped(file_bytes(), b"</rdf:Seq>", third + b"</rdf:Seq>"))
    assert any("3 items and must have 2" in breach.text for breach in found)


def test_a_micro_video_of_old_is_read(tmp_path: Path) -> None:
    packet = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
        xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MicroVideo="1"
        GCamera:MicroVideoVersion="1" GCamera:MicroVideoOffset="{len(photo().video)}"
        GCamera:MicroVideoPresentationTimestampUs="66666"/></rdf:RDF></x:xmpmeta>"""
    old = tmp_path / "MVIMG_20180101_120000.jpg"
    old.write_bytes(jpeg.with_xmp(photo().jpeg, packet.encode()) + photo().video)
    back = read(old)
    assert back.video == photo().video
    assert back.timestamp_us == 66_666
    assert any(breach.level is Level.ERROR for breach in breaches(old.name, old.read_bytes()))


def test_properties_written_as_elements_are_read(tmp_path: Path) -> None:
    packet = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
        xmlns:c="http://ns.google.com/photos/1.0/camera/"
        xmlns:d="http://ns.google.com/photos/1.0/container/"
        xmlns:i="http://ns.google.com/photos/1.0/container/item/">
        <c:MotionPhoto>1</c:MotionPhoto><c:MotionPhotoVersion>1</c:MotionPhotoVersion>
        <c:MotionPhotoPresentationTimestampUs>-1</c:MotionPhotoPresentationTimestampUs>
        <d:Directory><rdf:Seq><rdf:li rdf:parseType="Resource"><d:Item rdf:parseType="Resource">
        <i:Mime>image/jpeg</i:Mime><i:Semantic>Primary</i:Semantic></d:Item></rdf:li>
        <rdf:li rdf:parseType="Resource"><d:Item rdf:parseType="Resource"><i:Mime>video/mp4</i:Mime>
        <i:Semantic>MotionPhoto</i:Semantic><i:Length>{len(photo().video)}</i:Length></d:Item>
        </rdf:li></rdf:Seq></d:Directory></rdf:Description></rdf:RDF></x:xmpmeta>"""
    path = tmp_path / NAME
    path.write_bytes(jpeg.with_xmp(photo().jpeg, packet.encode()) + photo().video)
    back = read(path)
    assert back.video == photo().video
    assert back.timestamp_us is None  # -1 says: not set


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "does not begin as a JPEG"),
        (b"\xff\xd8\xff", "no marker"),
        (b"GIF89a", "does not begin as a JPEG"),
        (photo().jpeg, "not all there"),
        (photo().jpeg + photo().video[:-9], "not all there|none|cut off"),
        (photo().jpeg + bytes(len(photo().video)), "none"),
    ],
)
def test_what_is_no_motion_photo_is_said(tmp_path: Path, data: bytes, text: str) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    with pytest.raises(MediaFileError, match=text):
        read(path)


def test_a_packet_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.jpg"
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa">]><a>&a;</a>'
    path.write_bytes(jpeg.with_xmp(photo().jpeg, bomb) + photo().video)
    with pytest.raises(MediaFileError, match="markup of its own"):
        read(path)


@given(st.data())
def test_damage_is_told_and_never_a_crash(data: st.DataObject) -> None:
    spoilt = bytearray(file_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(spoilt) - 1))
        spoilt[place : place + 4] = data.draw(st.binary(max_size=6))
    cut = data.draw(st.integers(len(spoilt) // 2, len(spoilt)))
    with contextlib.suppress(ValueError):  # the errors of the parts, all of which `read` tells
        taken_apart(bytes(spoilt[:cut]))
    breaches(NAME, bytes(spoilt[:cut]))


@pytest.mark.parametrize(
    ("size", "small"),
    [((1280, 720), (960, 540)), ((640, 480), (640, 480)), ((1920, 1080), (960, 540))],
)
def test_the_clip_is_small(size: tuple[int, int], small: tuple[int, int]) -> None:
    assert small_size(*size) == small


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_exiftool_finds_nothing_wrong(written: Path) -> None:
    clip_path = written.with_suffix(".mp4")
    clip_path.write_bytes(read(written).video)
    for path in (written, clip_path):
        command = ["exiftool", "-validate", "-warning", "-error", "-a", str(path)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert re.fullmatch(r"Validate +: OK\n", said), said


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_ffmpeg_plays_the_video(written: Path) -> None:
    clip_path = written.with_suffix(".mp4")
    clip_path.write_bytes(read(written).video)
    command = ["ffmpeg", "-v", "error", "-xerror", "-i", str(clip_path), "-map", "0:v", "-f"]
    played = subprocess.run([*command, "null", "-"], capture_output=True, text=True, check=True)
    assert "rror" not in played.stderr


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_chromium_plays_the_video(tmp_path: Path) -> None:
    page = b"""<video muted autoplay src="/clip.mp4"
        onended="fetch('/played/' + this.videoWidth)" onerror="fetch('/failed')"></video>"""
    heard: queue.Queue[str] = queue.Queue()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = photo().video if self.path == "/clip.mp4" else page
            if self.path.startswith(("/played", "/failed")):
                heard.put(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "video/mp4" if content != page else "text/html")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        command += [f"--user-data-dir={tmp_path / 'profile'}", "--disable-background-networking"]
        address = f"http://127.0.0.1:{server.server_port}/"
        with subprocess.Popen(
            [*command, "--remote-debugging-port=0", address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as browser:
            try:
                assert heard.get(timeout=60) == "/played/160"
            finally:
                browser.terminate()
                server.shutdown()
