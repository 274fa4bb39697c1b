"""`earshot graph NAME`: what runs, as text or as a picture."""

import argparse
from pathlib import Path

from app.config import Config
from app.errors import StorageError


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser("graph", help="print or draw a pipeline")
    verb.add_argument("name", choices=["record", "call"], help="which pipeline")
    verb.add_argument("--svg", type=Path, metavar="FILE", help="draw it into FILE instead")
    verb.add_argument(
        "--measured", type=Path, metavar="DIR", help="add the timings of this recording's run"
    )
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Print the graph, or write the picture."""
    from app.engine.drawing import as_svg, as_text
    from app.pipelines import call, record
    from app.storage.recording import Recording
    from app.storage.run_report import read_run_report
    from app.storage.whole_file import whole_file

    graph = {"record": record, "call": call}[options.name].outline()
    report = None
    if options.measured:
        report = read_run_report(Recording.open(options.measured).folder)
        if report is None:
            raise StorageError(
                f"{options.measured} holds no timings: its session goes on, or was cut off"
            )
    measured = report.stages if report else None
    if options.svg is None:
        print(as_text(graph, measured))
        return 0
    with whole_file(options.svg) as part:
        part.write_bytes(as_svg(graph, measured).encode())
    print(f"drawn into {options.svg}")
    return 0
