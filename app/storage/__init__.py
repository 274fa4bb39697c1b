"""Recordings on disk: crash-safe writers, repair, and the library that searches them.

Synchronous throughout; each writer has one owner, driven from a one-thread executor.

    recording      the folder, its one writer (lock); meta is what it says about itself
    audio_track    sound onto the timeline: wav (the file), conform (changes of format)
    video_track    pictures to Matroska; video_file reads and remuxes it
    event_store    words, hands, gaps, notices, counters; events reads them
    repair         what a killed writer left, made whole
    document       a transcript as one value, and as JSON; takes keeps several of a recording
    library        all recordings: library_schema (its tables), entry, search, trash
    export         transcripts as text, subtitles, tables, and back
    summary        everything about one recording, for `earshot show`
"""
