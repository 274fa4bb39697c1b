"""The desktop app: one window over the same engine as every other front end.

start          the application, or one sentence where there is no display
bridge         commands to the engine's thread, news back: the only file with Qt and asyncio;
               calling, hearing and importing are parts of it
beat           many calls from any thread, at most 60 answers a second in the window's
keeping        what the window asks of the library, the networks and the settings
engine_thread  the thread of the engine's event loop
window         navigation and notices beside the page
player         a position that moves, and the sound that goes with it
state          observable models; views read them and emit what the person asks for
views          one page for each task: live, library, recording, models, settings
parts          widgets that pages are made of
look           palettes, style sheet, icons
work           what the engine's thread does for the window: reading, listening; no Qt
words          names of gestures and actions, translated
facts          of a recording in a list, translated
said           sentences of the engine, translated
screenshots    every page as a picture, with the demo clip
"""
