"""A WHIP client made of GStreamer's webrtcbin; run by the system's Python, which has its bindings.

python3 gstreamer_client.py http://127.0.0.1:8790/whip TOKEN
"""

import sys
import urllib.request
from typing import Any

import gi  # the system's

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402 - versions come first

PIPELINE = """
webrtcbin name=peer bundle-policy=max-bundle
audiotestsrc is-live=true ! audioconvert ! audioresample ! opusenc ! rtpopuspay pt=96
  ! application/x-rtp,media=audio,encoding-name=OPUS,payload=96 ! peer.
videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=15/1 ! vp8enc deadline=1
  ! rtpvp8pay pt=97 ! application/x-rtp,media=video,encoding-name=VP8,payload=97 ! peer.
"""


def main(address: str, token: str) -> None:
    """Publish until killed."""
    Gst.init(None)
    pipeline = Gst.parse_launch(PIPELINE)
    peer = pipeline.get_by_name("peer")
    posted: list[bool] = []

    def offer(_: object) -> None:
        peer.emit("create-offer", None, Gst.Promise.new_with_change_func(offered, None))

    def offered(promise: Any, _: object) -> None:
        reply = promise.get_reply()
        made = reply.get_value("offer") if reply else None
        if made is None:  # the first one comes before the media is known
            offer(None)
        else:
            peer.emit("set-local-description", made, Gst.Promise.new())

    def gathered(*_: object) -> None:
        complete = GstWebRTC.WebRTCICEGatheringState.COMPLETE
        if posted or peer.get_property("ice-gathering-state") != complete:
            return
        posted.append(True)
        text = peer.get_property("local-description").sdp.as_text()
        headers = {"Content-Type": "application/sdp", "Authorization": f"Bearer {token}"}
        request = urllib.request.Request(address, text.encode(), headers, method="POST")
        answer = urllib.request.urlopen(request).read().decode()
        _, message = GstSdp.SDPMessage.new_from_text(answer)
        kind = GstWebRTC.WebRTCSDPType.ANSWER
        description = GstWebRTC.WebRTCSessionDescription.new(kind, message)
        peer.emit("set-remote-description", description, Gst.Promise.new())

    peer.connect("on-negotiation-needed", offer)
    peer.connect("notify::ice-gathering-state", gathered)
    pipeline.set_state(Gst.State.PLAYING)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
