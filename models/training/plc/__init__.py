"""Training of the networks that speak on through losses; needs `pip install -e '.[training]'`.

packs       folders of speech, and who is held out      room       all of it decoded, on disk
opus, augment   what calls do to speech                 examples   losses to learn from
network     the networks in PyTorch      recurrence     their recurrent layer, made fast
training    the loop, its checkpoints    export         the files that ship
"""
