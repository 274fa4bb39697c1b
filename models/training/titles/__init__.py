"""Learning which words a person would take for a title.

labelled     texts with a person's titles
misheard     what a draft engine would have made of a text
listwise     weights under which a person's titles come first
"""
