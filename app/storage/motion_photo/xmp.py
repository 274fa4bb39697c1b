"""The XMP packet of a Motion Photo: how to show it, and where in the file the video is."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XMP = "http://ns.adobe.com/xap/1.0/"
CAMERA = "http://ns.google.com/photos/1.0/camera/"
CONTAINER = "http://ns.google.com/photos/1.0/container/"
ITEM = "http://ns.google.com/photos/1.0/container/item/"
NO_MARKUP_OF_ITS_OWN = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class XmpError(ValueError):
    """A packet that is no XMP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One file inside the file; what is None is not said.

    Attributes:
        mime: its type.
        semantic: what it is for: Primary, GainMap, MotionPhoto.
        length: bytes; of the primary picture 0, its end is in itself.
        padding: bytes between it and the next.
    """

    mime: str | None
    semantic: str | None
    length: int | None
    padding: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoXmp:
    """What a packet says; what is None is not said.

    Attributes:
        motion_photo: 1 for a Motion Photo.
        version: 1 is the only one there is.
        timestamp_us: time in the video of the picture, -1 where unset.
        items: the directory, in the file's order.
        micro_video_offset: of a file older than Motion Photo 1.0: bytes from the video's start to
            the file's end.
        micro_video_timestamp_us: `timestamp_us` of such a file.
    """

    motion_photo: int | None
    version: int | None
    timestamp_us: int | None
    items: tuple[Item, ...]
    micro_video_offset: int | None
    micro_video_timestamp_us: int | None


def written(*, video_bytes: int, timestamp_us: int, taken_at: str, tool: str) -> bytes:
    """Return the packet of a file of a JPEG and a video.

    Args:
        video_bytes: length of the video, which ends the file.
        timestamp_us: time in the video of the picture, at least 0.
        taken_at: wall time, ISO 8601.
        tool: the program's name.
    """
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="{RDF}">
  <rdf:Description rdf:about=""
    xmlns:xmp="{XMP}"
    xmlns:Camera="{CAMERA}"
    xmlns:Container="{CONTAINER}"
    xmlns:Item="{ITEM}"
    xmp:CreateDate={quoteattr(taken_at)}
    xmp:CreatorTool={quoteattr(tool)}
    Camera:MotionPhoto="1"
    Camera:MotionPhotoVersion="1"
    Camera:MotionPhotoPresentationTimestampUs="{timestamp_us}">
   <Container:Directory>
    <rdf:Seq>
     <rdf:li rdf:parseType="Resource">
      <Container:Item
        Item:Mime="image/jpeg"
        Item:Semantic="Primary"
        Item:Length="0"
        Item:Padding="0"/>
     </rdf:li>
     <rdf:li rdf:parseType="Resource">
      <Container:Item
        Item:Mime="video/mp4"
        Item:Semantic="MotionPhoto"
        Item:Length="{video_bytes}"
        Item:Padding="0"/>
     </rdf:li>
    </rdf:Seq>
   </Container:Directory>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


def parsed(packet: bytes) -> PhotoXmp:
    """Read a packet; raises XmpError."""
    if NO_MARKUP_OF_ITS_OWN.search(packet):  # entities are how small packets become endless
        raise XmpError("its XMP declares markup of its own")
    try:
        root = ET.fromstring(packet.strip(b"\x00 \r\n\t").removeprefix(b"\xef\xbb\xbf"))
    except (ET.ParseError, ValueError, LookupError) as error:
        raise XmpError(f"its XMP is no XML ({error})") from None
    said = {name: text for node in root.iter(f"{{{RDF}}}Description") for name, text in _said(node)}
    return PhotoXmp(
        motion_photo=_number(said, CAMERA, "MotionPhoto"),
        version=_number(said, CAMERA, "MotionPhotoVersion"),
        timestamp_us=_number(said, CAMERA, "MotionPhotoPresentationTimestampUs"),
        items=tuple(_items(root)),
        micro_video_offset=(
            _number(said, CAMERA, "MicroVideoOffset")
            if _number(said, CAMERA, "MicroVideo") == 1
            else None
        ),
        micro_video_timestamp_us=_number(said, CAMERA, "MicroVideoPresentationTimestampUs"),
    )


def _items(root: ET.Element) -> Iterator[Item]:
    for directory in root.iter(f"{{{CONTAINER}}}Directory"):
        for entry in directory.iter(f"{{{RDF}}}li"):
            said = {name: text for node in entry.iter() for name, text in _said(node)}
            yield Item(
                mime=said.get(f"{{{ITEM}}}Mime"),
                semantic=said.get(f"{{{ITEM}}}Semantic"),
                length=_number(said, ITEM, "Length"),
                padding=_number(said, ITEM, "Padding"),
            )


def _said(node: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield the properties of a node, which XMP may write as attributes or as elements."""
    yield from node.attrib.items()
    for child in node:
        if child.text and child.text.strip():
            yield child.tag, child.text.strip()


def _number(said: Mapping[str, str], namespace: str, name: str) -> int | None:
    text = said.get(f"{{{namespace}}}{name}")
    if text is None:
        return None
    try:
        return int(text)
    except ValueError:
        raise XmpError(f"{name} in its XMP is no whole number: {text[:20]!r}") from None
