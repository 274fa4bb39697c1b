"""`earshot bench NAME`: measure one part and hold it against its budget.

Benchmarks live with the tests, in a checkout of the source.
"""

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

from app.cli.exit_codes import MISTAKE
from app.config import Config
from app.errors import UsageError

SOURCE = Path(__file__).resolve().parents[2]


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser("bench", help="measure one part of Earshot")
    verb.add_argument("name", help="which benchmark; an unknown name lists them")
    verb.add_argument("--data", type=Path, help="folder of evaluation material, where one is used")
    verb.add_argument("--quick", action="store_true", help="end within 50 s on two cores")
    verb.add_argument("--json", action="store_true", help="print one JSON object, not a table")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Run the benchmark; 0 when every figure keeps its budget, 2 when one does not."""
    if not (SOURCE / "tests" / "bench").is_dir():
        raise UsageError(
            "benchmarks are not part of the installed program: run this in a checkout of the source"
        )
    sys.path.insert(0, str(SOURCE))
    benches = importlib.import_module("tests.bench")
    names = [
        module.name.removeprefix("bench_")
        for module in pkgutil.iter_modules(benches.__path__)
        if module.name.startswith("bench_")
    ]
    if options.name not in names:
        raise UsageError(f"there is no benchmark {options.name!r}; there are: {', '.join(names)}")
    try:
        bench: Any = importlib.import_module(f"tests.bench.bench_{options.name}")
    except ModuleNotFoundError as error:
        raise UsageError(
            f"the benchmark {options.name!r} needs {error.name}, which is not installed; "
            "run: pip install -e '.[bench,call,gui]' --group dev"
        ) from None
    report = bench.measure(data=options.data, quick=options.quick)
    print(json.dumps(report.as_json(), indent=2) if options.json else report.as_table())
    return 0 if report.within_budget() else MISTAKE
