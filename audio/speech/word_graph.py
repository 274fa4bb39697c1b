"""Everything the decoder took into account, as a graph of words, and how much speaks for each word.

The decoder's own belief in a word counts only the edges of the graph that begin and end where that
word does. Here all edges with the same word over the same time speak for it (Wessel, Schlueter,
Macherey and Ney, 2001), and scores weigh as much as they did in the search, all flattened alike.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOG_BASE = float(np.log(1.0001))  # of the decoder's scores
FLATTENING = 20.0  # 12 tells right words from wrong ones less well (measured)
LANGUAGE_WEIGHT = 9.5  # the decoder's own in its last search
SILENCE_LOG_PROBABILITY = float(np.log(0.005))  # the decoder's settings
FILLER_LOG_PROBABILITY = float(np.log(1e-8))
LEAST_ACOUSTIC = -4000.0  # what lies below was given up by the search
LEAST_SHARE = 1e-5
SILENCES = ("<sil>", "<s>")

LogProbability = Callable[[list[str]], float]
"""The logarithm to the decoder's base that a word follows others: [word, the one before, ...]."""

_NODE = re.compile(r"^(\d+) (\S+) (\d+) \d+ \d+ ;", re.MULTILINE)
_ENDS = re.compile(r"^(Frames|Initial|Final) (\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class WordGraph:
    """Nodes are words that begin at a frame; an edge is its source's word, up to its target.

    Attributes:
        frames: length of the utterance.
        first: index of the node where all paths begin.
        last: index of the node where they end.
        words: of each node, as the decoder writes it.
        starts: (nodes,), frame in which the word begins.
        sources: (edges,), node indices.
        targets: (edges,), node indices.
        acoustic: (edges,), natural logarithms.
    """

    frames: int
    first: int
    last: int
    words: tuple[str, ...]
    starts: NDArray[np.int64]
    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    acoustic: NDArray[np.float64]


def parse_graph(text: str) -> WordGraph:
    """Return the graph that the decoder wrote."""
    ends = {kind: int(number) for kind, number in _ENDS.findall(text)}
    nodes = _NODE.findall(text)
    edges = text[text.index("\n", text.index("\nEdges") + 1) : text.rindex("\nEnd")]
    sources, targets, scores = np.array(edges.split(), np.int64).reshape(-1, 3).T
    starts = np.array([int(start) for _, _, start in nodes])
    acoustic = scores.astype(np.float64) * LOG_BASE
    kept = (starts[targets] > starts[sources]) & (acoustic > LEAST_ACOUSTIC)
    return WordGraph(
        frames=ends["Frames"],
        first=ends["Initial"],
        last=ends["Final"],
        words=tuple(word for _, word, _ in nodes),
        starts=starts,
        sources=sources[kept],
        targets=targets[kept],
        acoustic=acoustic[kept],
    )


def language_scores(graph: WordGraph, log_probability: LogProbability) -> NDArray[np.float64]:
    """Return (edges,) natural logarithms: how likely the target's word is after the source's."""
    names, number = np.unique(graph.words, return_inverse=True)
    pairs, which = np.unique(
        number[graph.targets] * len(names) + number[graph.sources], return_inverse=True
    )
    scores = [
        transition(str(names[pair // len(names)]), str(names[pair % len(names)]), log_probability)
        for pair in pairs
    ]
    return np.array(scores)[which]


def transition(word: str, before: str, log_probability: LogProbability) -> float:
    """Return the natural logarithm of the probability of `word` right after `before`."""
    if word in SILENCES:
        return SILENCE_LOG_PROBABILITY
    if is_filler(word) and word != "</s>":
        return FILLER_LOG_PROBABILITY
    known = [without_mark(word)]
    if not is_filler(before) or before == "<s>":
        known.append(without_mark(before))
    return log_probability(known) * LOG_BASE


def edge_shares(graph: WordGraph, language: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (edges,) the share of the belief in all paths that goes through each edge."""
    scores = (graph.acoustic + LANGUAGE_WEIGHT * language) / FLATTENING
    forward = sums(graph, scores, graph.first, graph.sources, graph.targets, graph.starts)
    backward = sums(graph, scores, graph.last, graph.targets, graph.sources, -graph.starts)
    through = forward[graph.sources] + scores + backward[graph.targets]
    shares: NDArray[np.float64] = np.exp(np.minimum(0.0, through - forward[graph.last]))
    return shares


def sums(
    graph: WordGraph,
    scores: NDArray[np.float64],
    begin: int,
    tails: NDArray[np.int64],
    heads: NDArray[np.int64],
    order: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return (nodes,) the logarithm of the sum over all paths from `begin` to each node."""
    total = np.full(len(graph.words), -np.inf)
    total[begin] = 0.0
    sequence = np.lexsort((heads, order[heads]))
    cuts = np.flatnonzero(np.diff(heads[sequence])) + 1
    for edges in np.split(sequence, cuts):
        arriving = total[tails[edges]] + scores[edges]
        best = arriving.max(initial=-np.inf)
        if best > -np.inf:
            total[heads[edges[0]]] = best + np.log(np.exp(arriving - best).sum())
    return total


def word_shares(
    graph: WordGraph, shares: NDArray[np.float64], said: Sequence[tuple[str, int, int]]
) -> NDArray[np.float64]:
    """Return how much speaks for each word over its time, 0..1.

    Args:
        graph: of the utterance.
        shares: of its edges.
        said: words without marks, with their first and last frame.
    """
    wanted = {word: number for number, word in enumerate({word for word, _, _ in said})}
    rows = np.array([wanted.get(without_mark(word), -1) for word in graph.words])[graph.sources]
    used = (rows >= 0) & (shares > LEAST_SHARE)
    changes = np.zeros((len(wanted), graph.frames + 2))
    np.add.at(changes, (rows[used], graph.starts[graph.sources[used]]), shares[used])
    np.add.at(changes, (rows[used], graph.starts[graph.targets[used]]), -shares[used])
    over_time = np.cumsum(changes, axis=1)
    return np.array([over_time[wanted[word], a : b + 1].mean() for word, a, b in said])


def without_mark(token: str) -> str:
    """Return a word without the number of its pronunciation: "the(2)"."""
    return token.partition("(")[0]


def is_filler(token: str) -> bool:
    """Whether a token of the decoder marks silence, noise or an end, and is no word."""
    return token.startswith(("<", "[", "++"))
