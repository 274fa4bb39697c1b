"""Where a voice is: everything that the next sample depends on, as one value."""

from dataclasses import dataclass

from models.plc.past import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The state of one continuation; speaking makes a new one and leaves this as it is.

    Samples are pre-emphasised and in units of `rms`. Those up to `seed` hold from the loss on, the
    others change with every sample.

    Attributes:
        rms: of the past's last 100 ms.
        excitation_rms: of what the long prediction leaves of them.
        short_weights: (32,) of the short prediction, that of the oldest sample first.
        long_weights: (256,) likewise.
        push: (672,) what the gist of the last second adds to the gates.
        peak: no sample is larger than this, without pre-emphasis. A voice that feeds on itself may
            run away; this and the next two hold it to what the past held.
        slope: nor is any step from one to the next.
        excitation_peak: nor any excitation, in units of its RMS.
        liveliness: how much of the chance around the mean excitation is kept, 0..1.
        seed: of all chance, 0 .. 2**64 - 1.
        spoken: samples said so far.
        hidden: (224,) the recurrent layer.
        drive: (256,) what it told the four samples of the turn begun last.
        signal: (256,) the last samples.
        excitations: (8,) the last excitations, companded.
        last_sample: the last one without pre-emphasis.
    """

    rms: float
    excitation_rms: float
    short_weights: FloatArray
    long_weights: FloatArray
    push: FloatArray
    peak: float
    slope: float
    excitation_peak: float
    liveliness: float
    seed: int
    spoken: int
    hidden: FloatArray
    drive: FloatArray
    signal: FloatArray
    excitations: FloatArray
    last_sample: float
