"""One clean picture out of a burst, after HDR+ (Hasinoff et al., 2016): less noise, not more range.

align: every picture laid over the reference; noise: how much of a difference is noise;
merge: the Wiener merge of tiles; finish: a gentle tone curve.
"""
