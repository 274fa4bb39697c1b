"""Packet loss concealment: what was said goes on where packets are missing.

For a stream whose losses are known:

concealer    the stream: good samples pass, lost ones are filled, seams are cross-faded
filling      one gap: who continues, how far, read at the stream's rate
ladder       who may continue: network, linear prediction, repetition, by the caller's budget
continuer    what they have in common; extrapolation and pitch are the ones without a network
handover     one of them begins and another goes on, low tones last
breath       the noise beneath: of the voice and of the room
band, upper  the way to 16 kHz and back; what was above fades
history      what was put out so far;  axis: two channels as one voice
fade         the voice in full for 40 ms, all silent from 120 ms;  crossfade: weights and lags

For a call, of which packets arrive anyhow:

receiver       packets in, ten milliseconds of sound out at every tick;  heard: what it gives
packet         numbers that wrap;  redundancy: packets within packets
packet_buffer  the order of sound;  delay: how long to wait
decoder        what is asked of a codec;  decoding: what is made of packets by one
pace           when to go faster or slower;  time_scale: how
ready, tally   what waits for its tick; what is counted
"""

from audio.plc.concealer import Concealer, ConcealerState
from audio.plc.continuer import Continuer
from audio.plc.ladder import Rung

__all__ = ["Concealer", "ConcealerState", "Continuer", "Rung"]
