"""Devices and files as asynchronous streams of time-stamped media.

```
by_address        the source behind what a person wrote; address reads the text
video_file        pictures of files and generators      audio_file   sound of files
camera            live cameras and screens              microphone   live sound
devices           which cameras and microphones there are
media_file        opening and decoding with PyAV        reader_thread  blocking work off the loop
portaudio         the thin part around the sound card   capture, capture_timeline  samples to blocks
watchdog          absent, dead and muted devices, decided without devices
```
"""
