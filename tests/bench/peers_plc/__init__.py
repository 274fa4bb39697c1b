"""Other ways to conceal lost packets, to be heard and judged beside Earshot's.

Each is a function of a whole utterance: 16 kHz mono (n,) float32 and (k,) bool, which of its 20 ms
packets were lost, n = 320 k. It returns (n,) float32 in the same place. They may look back as far
as they like but no further ahead than their originals do; what they gain by delaying the stream is
told where it is done.
"""
