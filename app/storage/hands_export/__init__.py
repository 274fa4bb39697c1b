"""Hands of a file, written out. The ending of a name says how.

look      what was found in one picture, and what every writer does with it
as_json   everything, as one object
as_csv    a row for each hand in each picture, for a spreadsheet
as_video  the pictures with the hands drawn over them
as_still  the same for a single picture
export    picks the writer
"""
