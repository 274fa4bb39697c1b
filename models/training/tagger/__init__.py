"""The training of the sound tagger: mixes, a teacher, a network, its calibration."""
