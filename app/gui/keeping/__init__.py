"""What the window asks of the library, the words, the networks and the settings.

Each question is a small function for a worker thread, and what to do with its result here.

library   the list, what is done with recordings in it
words     one recording: opened, its words put right
weights   networks: fetched, checked, removed
settings  kept, and where everything lies
"""
