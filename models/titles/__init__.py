"""Short titles for what was said: which words and pairs stand for the whole.

english      kinds of words and how common they are, out of installed packages
words        what is never a title: the words of assets/titles/words.toml
candidates   words and pairs counted as they are said
ranker       features of a candidate, and the learnt weights that order them
"""
