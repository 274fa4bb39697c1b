"""Transcripts for other programs.

subtitles    words cut into cues that people can read in time
formats      a document as the text of each format; pure
files        file names that are safe anywhere, writing whole files, reading JSON back
"""
