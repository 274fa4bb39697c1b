"""Instruments by rule, each tune on an instrument of its own: decay, tone, attack, vibrato, breath.

Struck and plucked tones die away, the higher partials sooner; bowed and blown ones are held, and
the louder a brass, the more partials it has (Fletcher and Rossing, The Physics of Musical
Instruments).
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from models.log_mel import SAMPLE_RATE_HZ
from models.training.tagger.spoiling import in_room
from models.training.tagger.tones import (
    MOST_PARTIALS,
    SAMPLES,
    SECONDS,
    Note,
    Range,
    Sound,
    blown,
    body,
    dying,
    held,
    played,
    seconds,
    swell,
    tone_of,
    tune,
    vibrato_of,
)

IN_ROOM_SHARE = 0.7


def guitar(rng: np.random.Generator) -> Sound:
    """Return plucked strings over a wooden box or into an amplifier."""
    pick, sustain_s, bright = rng.uniform(0.08, 0.4), rng.uniform(0.5, 2.5), rng.uniform(0.7, 1.6)
    damping, box = rng.uniform(0.05, 0.35), body(rng, 90, 1800)
    drive = rng.uniform(1, 12) if rng.random() < 0.3 else 0.0
    partials = np.arange(1, MOST_PARTIALS + 1)

    def play(note: Note) -> Sound:
        stretched = partials * np.sqrt(1 + 1e-4 * partials**2)
        levels = np.abs(np.sin(np.pi * partials * pick)) / partials**bright
        decays = sustain_s / (1 + damping * (partials - 1)) * (150 / note.pitch_hz) ** 0.4
        tone = dying(note, stretched, levels * box(note.pitch_hz * partials), decays)
        tone[:80] += 0.02 * rng.standard_normal(80)
        return tone * np.minimum(1, (len(tone) - np.arange(len(tone))) / 800)

    sound = played(tune(rng, Range(40, 79), rng.choice([0.0, 0.3, 0.9])), play)
    return np.tanh(drive * sound / np.abs(sound).max()) if drive else sound


def piano(rng: np.random.Generator) -> Sound:
    """Return hammered strings in pairs, a little out of tune, or the tines of an electric piano."""
    electric = rng.random() < 0.25
    stiff, hard, sustain_s = rng.uniform(1e-4, 8e-4), rng.uniform(0.5, 1.3), rng.uniform(1, 3)
    partials = np.array((1, 2, 3, 6.3)) if electric else np.arange(1, 25)
    tines = np.array((1, rng.uniform(0.1, 0.6), rng.uniform(0, 0.2), rng.uniform(0.05, 0.3)))

    def play(note: Note) -> Sound:
        stretched = partials * np.sqrt(1 + (0 if electric else stiff) * partials**2)
        soft = np.exp(-hard * partials * note.pitch_hz / 1200) * np.abs(
            np.sin(partials * np.pi / 8)
        )
        levels = tines if electric else soft
        decays = sustain_s / (1 + 0.2 * partials) * (260 / note.pitch_hz) ** 0.6
        both = np.concatenate((stretched, stretched * 1.0007))
        tone = dying(note, both, np.tile(levels, 2), np.concatenate((decays, 2 * decays)))
        knock = min(len(tone), 500)
        tone[:knock] += 0.05 * rng.standard_normal(knock) * np.exp(-np.arange(knock) / 80)
        late_s = np.maximum(0, np.arange(len(tone)) / SAMPLE_RATE_HZ - note.held_s)
        return np.asarray(tone * np.exp(-late_s / 0.15))

    return played(tune(rng, Range(40, 88), rng.choice([0.0, 0.3, 0.6])), play)


def mallets(rng: np.random.Generator) -> Sound:
    """Return struck bars of wood or of metal, or bells."""
    kinds = (
        ((1, 3.98, 9.2), (0.2, 0.06, 0.03), Range(48, 84)),  # marimba
        ((1, 3.0, 6.1), (0.12, 0.05, 0.03), Range(65, 96)),  # xylophone
        ((1, 4.0, 10.1), (1.5, 0.4, 0.1), Range(53, 84)),  # vibraphone
        ((1, 2.76, 5.4), (1.0, 0.4, 0.2), Range(79, 103)),  # glockenspiel
        ((0.5, 1, 1.19, 1.5, 2, 2.74), (2.5, 1.6, 1.2, 0.8, 0.6, 0.4), Range(60, 84)),  # bells
    )
    partials, decays, reach = kinds[rng.integers(len(kinds))]
    longer, levels = rng.uniform(0.7, 1.5), rng.uniform(0.5, 1) ** np.arange(len(partials))

    def play(note: Note) -> Sound:
        tone = dying(note, np.array(partials), levels, longer * np.array(decays))
        tone[:60] += 0.1 * rng.standard_normal(60)
        return tone

    return played(tune(rng, reach, rng.choice([0.0, 0.3])), play)


def strings(rng: np.random.Generator) -> Sound:
    """Return a bowed string, or a few of them at once, each with an own vibrato."""
    players = int(rng.choice([1, 1, 1, 2, 5]))
    reach = (Range(55, 93, (40, 110)), Range(36, 67, (40, 100)))[rng.integers(2)]
    box, attack_s = body(rng, 200, 3500), rng.uniform(0.04, 0.25)
    depth, rate_hz, bow = rng.uniform(0, 0.012), rng.uniform(4.5, 6.5), rng.uniform(0.8, 1.2)
    harmonics = np.arange(1, MOST_PARTIALS + 1)
    notes = tune(rng, reach)
    sound = np.zeros(SAMPLES)
    for _ in range(players):

        def play(note: Note) -> Sound:
            time_s = seconds(note.held_s + attack_s)
            levels = box(note.pitch_hz * harmonics) / harmonics**bow
            waver = vibrato_of(time_s, rate_hz * rng.uniform(0.9, 1.1), depth, 0.3)
            waver = waver * (1 + (players > 1) * rng.normal(0, 0.003))
            tone = held(note, levels, waver, swell(time_s, attack_s, 0.08))
            scratch = 0.02 * rng.standard_normal(len(tone)) * swell(time_s, attack_s, 0.08)
            return tone + scratch

        sound += played(notes, play)
    return sound


def woodwind(rng: np.random.Generator) -> Sound:
    """Return a flute, a clarinet or an oboe."""
    harmonics = np.arange(1, MOST_PARTIALS + 1)
    kind = rng.integers(3)
    if kind == 0:
        fall = rng.uniform(0.8, 1.8)
        return blown(
            rng, Range(60, 91), lambda _: np.exp(-fall * (harmonics - 1)), rng.uniform(0.01, 0.1), 0
        )
    formants = tone_of((rng.uniform(900, 1500), rng.uniform(2500, 3500)), (1.5, 0.8), 0.5)
    if kind == 1:
        even = rng.uniform(0.02, 0.2)
        odd = np.where(harmonics % 2, 1.0, even) / harmonics ** rng.uniform(0.9, 1.4)
        return blown(rng, Range(50, 86), lambda _: odd, rng.uniform(0, 0.02), 0.1)
    return blown(
        rng,
        Range(58, 88),
        lambda hz: formants(hz * harmonics) / harmonics**0.6,
        rng.uniform(0, 0.02),
        0.1,
    )


def saxophone(rng: np.random.Generator) -> Sound:
    """Return a cone with a reed: all harmonics, a few formants, breath."""
    harmonics = np.arange(1, MOST_PARTIALS + 1)
    formants = tone_of(
        (rng.uniform(450, 700), rng.uniform(1000, 1500), rng.uniform(2200, 3200)),
        (1.2, 1, 0.6),
        0.5,
    )
    fall = rng.uniform(0.7, 1.2)
    return blown(
        rng,
        Range(46, 78),
        lambda hz: formants(hz * harmonics) / harmonics**fall,
        rng.uniform(0.01, 0.06),
        rng.uniform(0.1, 0.3),
    )


def brass(rng: np.random.Generator) -> Sound:
    """Return a trumpet, a trombone or a horn: the louder, the brighter."""
    harmonics = np.arange(1, MOST_PARTIALS + 1)
    peak_hz, reach = ((1300, Range(54, 84)), (600, Range(40, 70)), (450, Range(42, 74)))[
        rng.integers(3)
    ]
    bell = tone_of((peak_hz * rng.uniform(0.8, 1.2),), (1.0,), rng.uniform(0.9, 1.6))
    return blown(
        rng,
        reach,
        lambda hz: bell(hz * harmonics) / harmonics ** rng.uniform(0.3, 0.6),
        rng.uniform(0, 0.02),
        rng.uniform(0.3, 0.8),
    )


def organ(rng: np.random.Generator) -> Sound:
    """Return ranks of pipes, drawbars, or pairs of free reeds, held in chords."""
    kind = int(rng.integers(3))
    ranks, overtones = np.array((0.5, 1, 1.5, 2, 3, 4, 5, 6, 8)), np.arange(1, MOST_PARTIALS + 1)
    levels, fall = rng.uniform(0, 1, len(ranks)) ** 2 + 0.02, rng.uniform(0.6, 2.0)
    if kind == 2:
        ranks = np.array((1, 1 + rng.uniform(0.002, 0.012), rng.choice([0.5, 2.0])))
        levels = np.array((1, rng.uniform(0, 1), rng.choice([0, 0.7])))
    reeds = tone_of((rng.uniform(800, 1600), rng.uniform(2000, 4000)), (1, 0.8), 0.6)
    attack_s, release_s = ((0.05, 0.08), (0.008, 0.02), (0.04, 0.05))[kind]
    shake, shake_hz = float(rng.choice([0.0, 0.004])), rng.uniform(5.5, 7)

    def harmonics(hz: float) -> Sound:
        if kind == 2:
            return np.asarray(reeds(hz * overtones) / overtones**0.7)
        return np.asarray(np.exp(-fall * (overtones - 1))) if kind == 0 else np.ones(1)

    def play(note: Note) -> Sound:
        time_s = seconds(note.held_s)
        envelope = swell(time_s, attack_s, release_s)
        waver = vibrato_of(time_s, shake_hz, shake, 0.01)
        tone = np.zeros(len(time_s))
        for rank, level in zip(ranks, levels, strict=True):
            one = Note(note.at_s, note.held_s, note.pitch_hz * rank, 1)
            tone += level * held(one, harmonics(one.pitch_hz), waver, envelope)
        return tone

    return played(tune(rng, Range(48, 79, (40, 110)), rng.choice([0.4, 0.9])), play)


def drums(rng: np.random.Generator) -> Sound:
    """Return a beat on bass drum, snare, toms and cymbals, or single strokes on one of them."""
    snare_hz, tom_hz, kick_hz = rng.uniform(160, 260), rng.uniform(80, 180), rng.uniform(45, 70)
    ring_s, wires_s, metal_s = rng.uniform(0.1, 0.4), rng.uniform(0.06, 0.2), rng.uniform(0.03, 0.9)
    metal = rng.uniform(2500, 7500, 24)

    def struck(kind: int) -> Sound:
        time_s = seconds(1.2)
        noise = rng.standard_normal(len(time_s))
        if kind == 0:
            hz = kick_hz * (1 + 3 * np.exp(-time_s / 0.03))
            skin = np.sin(2 * np.pi * np.cumsum(hz) / SAMPLE_RATE_HZ) * np.exp(-time_s / 0.18)
            return np.asarray(1.5 * skin + 0.2 * noise * np.exp(-time_s / 0.004))
        if kind == 1:
            skin = sum(
                np.sin(2 * np.pi * snare_hz * ratio * time_s) for ratio in (1, 1.59, 2.14)
            ) * np.exp(-time_s / (0.4 * ring_s))
            return np.asarray(0.4 * skin + 0.6 * noise * np.exp(-time_s / wires_s))
        if kind == 2:
            hz = tom_hz * (1 + 0.4 * np.exp(-time_s / 0.05))
            phase = 2 * np.pi * np.cumsum(hz) / SAMPLE_RATE_HZ
            skin = (np.sin(phase) + 0.4 * np.sin(1.59 * phase)) * np.exp(-time_s / ring_s)
            return np.asarray(skin + 0.15 * noise * np.exp(-time_s / 0.01))
        clang = np.sin(2 * np.pi * metal[:, None] * time_s).sum(axis=0) / 5
        bright = np.diff(noise, prepend=0.0)
        return np.asarray((0.3 * clang + 0.7 * bright) * np.exp(-time_s / metal_s))

    kinds = [struck(kind) for kind in range(4)]
    alone = int(rng.integers(4))
    is_beat, beat_s = rng.random() < 0.6, 60 / rng.uniform(70, 160)
    sound, at_s = np.zeros(SAMPLES + 2 * SAMPLE_RATE_HZ), float(rng.uniform(0, 0.2))
    number = 0
    while at_s < SECONDS - 0.05:
        hits = [3] * (rng.random() < 0.8) + [(0, 3, 1, 2)[number % 4]] if is_beat else [alone]
        for kind in hits:
            start = int(at_s * SAMPLE_RATE_HZ)
            sound[start : start + len(kinds[kind])] += kinds[kind] * rng.uniform(0.4, 1)
        at_s += beat_s / 2 if is_beat else beat_s * rng.choice([0.5, 1, 2])
        number += 1
    return sound[:SAMPLES]


def music(rng: np.random.Generator) -> Sound:
    """Return a few instruments at once, mostly with drums."""
    makers = (guitar, piano, strings, organ, brass, woodwind, saxophone, mallets)
    some = rng.choice(len(makers), int(rng.integers(2, 5)), replace=False)
    parts = [makers[index](rng) for index in some] + ([drums(rng)] if rng.random() < 0.7 else [])
    return np.asarray(sum(rng.uniform(0.3, 1) * one / (np.abs(one).max() + 1e-9) for one in parts))


INSTRUMENTS: Mapping[str, Callable[[np.random.Generator], Sound]] = {
    "music": music,
    "piano": piano,
    "organ": organ,
    "guitar": guitar,
    "strings": strings,
    "brass": brass,
    "woodwind": woodwind,
    "saxophone": saxophone,
    "drums": drums,
    "mallets": mallets,
}
"""What makes a tune of each, in a room or in none."""


def instrument(key: str, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return SECONDS of an instrument."""
    sound = INSTRUMENTS[key](rng)
    dry = (sound / (np.abs(sound).max() + 1e-9)).astype(np.float32)
    return np.asarray(in_room(dry, rng) if rng.random() < IN_ROOM_SHARE else dry, np.float64)
