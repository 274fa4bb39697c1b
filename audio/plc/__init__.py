"""Packet loss concealment: what was said goes on where packets are missing.

concealer    the stream: good samples pass, lost ones are filled, seams are cross-faded
filling      one gap: who continues, how far, read at the stream's rate
ladder       who may continue: network, linear prediction, repetition, by the caller's budget
continuer    what they have in common; extrapolation and pitch are the ones without a network
handover     one of them begins and another goes on
band, upper  the way to 16 kHz and back; what was above fades
history      what was put out so far;  axis: two channels as one voice
fade         40 ms in full, silent from 120 ms;  crossfade: weights and lags
"""

from audio.plc.concealer import Concealer, ConcealerState
from audio.plc.continuer import Continuer
from audio.plc.ladder import Rung

__all__ = ["Concealer", "ConcealerState", "Continuer", "Rung"]
