"""Motion Photo 1.0: a JPEG that carries the seconds around it as an MP4, and our scores.

https://developer.android.com/media/platform/motion-photo-format

    photo.py         what a file holds; writing and reading it
    xmp.py           the packet that says where the video is
    jpeg.py          segments of the JPEG
    clip.py          the MP4: the clip small, the alternatives at full size
    boxes.py         boxes of ISO base media files
    descriptors.py   the scores, as ISO 14496-1 descriptors
    score_track.py   the track that carries them
    rules.py         Google's published rules, checked
"""
