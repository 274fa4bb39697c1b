"""The best frames of clips and bursts, to be looked at and to be counted with.

sheet.py     what is shown
as_png.py    as one picture
as_html.py   as one page that needs no other file
as_table.py  every frame's score and its terms, as CSV and JSON
"""
