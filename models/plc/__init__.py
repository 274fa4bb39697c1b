"""Speech that goes on through a loss: a small autoregressive network and what it is told.

continuer   the door: SpeechContinuer, begin at a loss, speak on
past        what is measured of the past at the moment of the loss: level, predictions, mel
mel, prediction, voicing   the measurements
features    what the network is told of each sample      excitation  the alphabet it answers in
reference   the loop in NumPy      kernel   the same compiled      compiled   the compiler
weights     the network's numbers      state   where a voice is      chance   repeatable chance

Per 4 samples one turn of a gated recurrent layer (224 units), then for each sample a layer of its
own (64) and the odds of 128 excitations: WaveRNN's way (Kalchbrenner and others, 2018) with
LPCNet's linear prediction. A conditioning network sums up the last second's mel spectrogram, as
in WaveNetEQ. Trained by `python -m models.training.plc`.
"""
