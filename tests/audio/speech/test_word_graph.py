"""A word's share of the graph counts every path that says it at that time."""

import numpy as np
import pytest

from audio.speech.word_graph import (
    FLATTENING,
    LANGUAGE_WEIGHT,
    LOG_BASE,
    edge_shares,
    is_filler,
    language_scores,
    parse_graph,
    without_mark,
    word_shares,
)

# Two ways from <s> to </s>: "a" up to frame 5 or 6, both then "b", or "c" all the time.
TEXT = """# -logbase 1.000100e+00
#
Frames 10
#
Nodes 6 (NODEID WORD STARTFRAME FIRST-ENDFRAME LAST-ENDFRAME)
0 </s> 9 9 9 ; 0
1 b 5 8 8 ; 0
2 b(2) 6 8 8 ; 0
3 a 1 4 5 ; 0
4 c 1 8 8 ; 0
5 <s> 0 0 0 ; 0
#
Initial 5
Final 0
#
BestSegAscr 0 (NODEID ENDFRAME ASCORE)
#
Edges (FROM-NODEID TO-NODEID ASCORE)
1 0 -100000
2 0 -100000
3 1 -100000
3 2 -100000
4 0 -200000
5 3 0
5 4 0
5 0 -434423808
End
"""


def even(_words: list[str]) -> float:
    return -1.0 / LANGUAGE_WEIGHT / LOG_BASE


def test_shares_of_words() -> None:
    graph = parse_graph(TEXT)
    assert (graph.frames, graph.words[graph.first], graph.words[graph.last]) == (10, "<s>", "</s>")
    shares = edge_shares(graph, language_scores(graph, even))
    said = [("a", 1, 4), ("b", 6, 8), ("b", 5, 8), ("c", 1, 8), ("c", 0, 8)]
    # "a b" costs one word more than "c" and may be cut at two places.
    one, other = 2 * np.exp(-3 / FLATTENING), np.exp(-2 / FLATTENING)
    a, c = one / (one + other), other / (one + other)
    expected = [a, a, a * 7 / 8, c, c * 8 / 9]
    assert word_shares(graph, shares, said) == pytest.approx(expected)


def test_what_the_search_gave_up_is_left_out() -> None:
    graph = parse_graph(TEXT)
    assert len(graph.sources) == 7


def test_shares_into_the_end_are_one() -> None:
    graph = parse_graph(TEXT)
    shares = edge_shares(graph, language_scores(graph, even))
    assert shares[graph.targets == graph.last].sum() == pytest.approx(1.0)


def test_a_word_after_silence_is_judged_alone_and_silence_by_its_own_rule() -> None:
    asked: list[tuple[str, ...]] = []

    def log_probability(words: list[str]) -> float:
        asked.append(tuple(words))
        return 0.0

    language_scores(parse_graph(TEXT.replace("a 1 4 5", "<sil> 1 4 5")), log_probability)
    assert set(asked) == {("</s>", "b"), ("</s>", "c"), ("b",), ("c", "<s>")}


@pytest.mark.parametrize("token", ["<sil>", "[NOISE]", "++UM++", "</s>"])
def test_fillers_are_no_words(token: str) -> None:
    assert is_filler(token)


def test_marks_of_pronunciation_are_taken_off() -> None:
    assert [without_mark(token) for token in ("the(2)", "o'clock")] == ["the", "o'clock"]
