"""Recognisers that read `tones`: tiny networks in the containers that sherpa-onnx loads.

Each looks at 40 ms of log mel bands: the token whose band is loudest, blank when none is loud.
The containers' rules: inputs and outputs are bound by position, states begin as zeros, and every
key of the metadata must be there, or the program ends.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tests.fakes.tones import BANDS, TOKENS, band_of, tokens_of

CHUNK_FRAMES = 32  # 320 ms
POOLED_FRAMES = 4  # sherpa-onnx counts 40 ms a frame of output
QUIET = -4.0  # log energy of a band between hiss and a tone
MARGIN = 1.0  # blank comes right after the loudest band, before those the tone leaks into
SHARPNESS = 4.0
NEVER = -1000.0
ENDING_COST = 7.0  # of a state that ends no word: partial text may stop there

Value = tuple[str, int, list[int | str]]

_ZIPFORMER = {
    **dict.fromkeys(("encoder_dims", "cnn_module_kernels"), "4"),
    **dict.fromkeys(("query_head_dims", "value_head_dims", "num_heads"), "1"),
    **dict.fromkeys(("num_encoder_layers", "left_context_len"), "1"),
    "T": str(CHUNK_FRAMES),
    "decode_chunk_len": str(CHUNK_FRAMES),
}
_STATES: list[Value] = [  # of one small layer, as the metadata above has it, and of the embedding
    ("cached_key", TensorProto.FLOAT, [1, "N", 1]),
    ("cached_nonlin_attn", TensorProto.FLOAT, [1, "N", 1, 3]),
    ("cached_val1", TensorProto.FLOAT, [1, "N", 1]),
    ("cached_val2", TensorProto.FLOAT, [1, "N", 1]),
    ("cached_conv1", TensorProto.FLOAT, ["N", 4, 2]),
    ("cached_conv2", TensorProto.FLOAT, ["N", 4, 2]),
    ("embed_states", TensorProto.FLOAT, ["N", 128, 3, 19]),
    ("processed_lens", TensorProto.INT64, ["N"]),
]


def write_tokens(folder: Path) -> None:
    """Write tokens.txt."""
    lines = [f"{token} {number}" for number, token in enumerate(TOKENS)]
    (folder / "tokens.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_online_ctc(folder: Path) -> None:
    """Write model.onnx, a streaming CTC network in the zipformer2 container without layers."""
    write_tokens(folder)
    outputs: list[Value] = [
        ("log_probs", TensorProto.FLOAT, ["N", CHUNK_FRAMES // POOLED_FRAMES, len(TOKENS)]),
        *_states_after(),
    ]
    nodes = [*_scores("scores"), *_kept_states()]
    nodes.append(helper.make_node("LogSoftmax", ["scores"], ["log_probs"], axis=-1))
    _write(folder / "model.onnx", nodes, [_features(CHUNK_FRAMES), *_STATES], outputs, _ZIPFORMER)


def write_offline_ctc(folder: Path) -> None:
    """Write model.onnx, a CTC network that wants whole utterances."""
    write_tokens(folder)
    inputs: list[Value] = [_features("T"), ("x_lens", TensorProto.INT64, ["N"])]
    outputs: list[Value] = [
        ("log_probs", TensorProto.FLOAT, ["N", "T4", len(TOKENS)]),
        ("log_probs_len", TensorProto.INT64, ["N"]),
    ]
    nodes = [
        *_scores("scores"),
        helper.make_node("LogSoftmax", ["scores"], ["log_probs"], axis=-1),
        helper.make_node("Div", ["x_lens", "four"], ["log_probs_len"]),
    ]
    _write(folder / "model.onnx", nodes, inputs, outputs, {"model_type": "zipformer2_ctc"})


def write_online_transducer(folder: Path) -> None:
    """Write encoder.onnx, decoder.onnx and joiner.onnx: a token is not said twice in a row."""
    write_tokens(folder)
    size = len(TOKENS)
    frames = CHUNK_FRAMES // POOLED_FRAMES
    encoded: list[Value] = [("encoder_out", TensorProto.FLOAT, ["N", frames, size])]
    metadata = {**_ZIPFORMER, "model_type": "zipformer2"}
    _write(
        folder / "encoder.onnx",
        [*_scores("encoder_out"), *_kept_states()],
        [_features(CHUNK_FRAMES), *_STATES],
        [*encoded, *_states_after()],
        metadata,
    )
    _write(
        folder / "decoder.onnx",
        [
            helper.make_node("Gather", ["y", "last"], ["said"], axis=1),
            helper.make_node("Gather", ["silenced", "said"], ["rows"], axis=0),
            helper.make_node("Squeeze", ["rows", "one"], ["decoder_out"]),
        ],
        [("y", TensorProto.INT64, ["N", 2])],
        [("decoder_out", TensorProto.FLOAT, ["N", size])],
        {"vocab_size": str(size), "context_size": "2"},
    )
    _write(
        folder / "joiner.onnx",
        [helper.make_node("Add", ["encoder_out", "decoder_out"], ["logit"])],
        [
            ("encoder_out", TensorProto.FLOAT, ["N", size]),
            ("decoder_out", TensorProto.FLOAT, ["N", size]),
        ],
        [("logit", TensorProto.FLOAT, ["N", size])],
        {"joiner_dim": str(size)},
    )


def write_graph(folder: Path, words: Sequence[str]) -> None:
    """Write HLG.fst and words.txt: any row of `words`, all equally likely.

    An arc's input is a token's number plus one, its output the number of a word; 0 is nothing.
    """
    import kaldifst

    numbers = {"<eps>": 0, **{word: number for number, word in enumerate(words, start=1)}}
    lines = [f"{word} {number}" for word, number in numbers.items()]
    (folder / "words.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    spelling = ["0 0.0"]
    state = 0
    for word in words:
        tokens = tokens_of(word)
        for place, token in enumerate(tokens):
            source = 0 if place == 0 else state
            state += place < len(tokens) - 1
            target = 0 if place == len(tokens) - 1 else state
            label = numbers[word] if place == 0 else 0
            cost = np.log(len(words)) if place == 0 else 0.0
            spelling.append(f"{source} {target} {token + 1} {label} {cost}")
    # Any number of blanks, a token any number of times; back to the middle without a sound.
    repeats = ["0 0 1 0", "0 0.0"]
    for token in range(1, len(TOKENS)):
        repeats += [f"0 {token} {token + 1} {token + 1}"]
        repeats += [f"{token} {token} {token + 1} 0", f"{token} 0 0 0"]
    lexicon, topology = (
        kaldifst.compile("\n".join(sorted(lines, key=_final_last)) + "\n")
        for lines in (spelling, repeats)
    )
    kaldifst.determinize_star(lexicon, use_log=True)
    kaldifst.arcsort(lexicon, sort_type="ilabel")
    kaldifst.arcsort(topology, sort_type="olabel")
    graph = kaldifst.StdVectorFst(kaldifst.compose(topology, lexicon))
    # The decoder shows text only where the graph may end: let it end anywhere, at a price.
    for number in range(graph.num_states):
        if np.isinf(float(graph.final(number).value)):
            graph.set_final(number, ENDING_COST)
    graph.write(str(folder / "HLG.fst"))


def _final_last(line: str) -> int:
    return len(line.split()) <= 2


def _features(frames: int | str) -> Value:
    return ("x", TensorProto.FLOAT, ["N", frames, BANDS])


def _scores(name: str) -> list[onnx.NodeProto]:
    """Return what makes scores (N, T/4, tokens) of x (N, T, 80)."""
    return [
        helper.make_node("Transpose", ["x"], ["bands"], perm=[0, 2, 1]),
        helper.make_node("AveragePool", ["bands"], ["pooled"], kernel_shape=[4], strides=[4]),
        helper.make_node("Transpose", ["pooled"], ["frames"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["frames", "pick"], ["heard"]),
        helper.make_node("ReduceMax", ["heard"], ["loudest"], axes=[2], keepdims=1),
        helper.make_node("Sub", ["loudest", "margin"], ["nearly"]),
        helper.make_node("Max", ["nearly", "quiet"], ["blank"]),
        helper.make_node("Concat", ["blank", "heard"], [name], axis=2),
    ]


def _kept_states() -> list[onnx.NodeProto]:
    kept = [
        helper.make_node("Identity", [name], [f"new_{name}"])
        for name, kind, _ in _STATES
        if kind == TensorProto.FLOAT
    ]
    return [*kept, helper.make_node("Add", ["processed_lens", "chunk"], ["new_processed_lens"])]


def _states_after() -> list[Value]:
    return [(f"new_{name}", kind, shape) for name, kind, shape in _STATES]


def _constants() -> dict[str, np.ndarray]:
    pick = np.zeros((BANDS, len(TOKENS) - 1), np.float32)
    for token in range(1, len(TOKENS)):
        pick[band_of(token), token - 1] = SHARPNESS
    silenced = np.zeros((len(TOKENS), len(TOKENS)), np.float32)
    silenced[np.arange(1, len(TOKENS)), np.arange(1, len(TOKENS))] = NEVER
    return {
        "pick": pick,
        "margin": np.array([MARGIN * SHARPNESS], np.float32),
        "quiet": np.array([QUIET * SHARPNESS], np.float32),
        "silenced": silenced,
        "chunk": np.array([CHUNK_FRAMES], np.int64),
        "four": np.array([POOLED_FRAMES], np.int64),
        "one": np.array([1], np.int64),
        "last": np.array([1], np.int64),
    }


def _write(
    path: Path,
    nodes: Sequence[onnx.NodeProto],
    inputs: Sequence[Value],
    outputs: Sequence[Value],
    metadata: dict[str, str],
) -> None:
    used = {name for node in nodes for name in node.input}
    constants = [
        numpy_helper.from_array(values, name)
        for name, values in _constants().items()
        if name in used
    ]
    graph = helper.make_graph(
        list(nodes),
        path.stem,
        [helper.make_tensor_value_info(*value) for value in inputs],
        [helper.make_tensor_value_info(*value) for value in outputs],
        constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
