"""A pipeline as data: nodes, and edges with a capacity and a policy.

A graph can be checked, printed and drawn without running; `app.engine.session` runs it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.engine.channel import Overflow
from app.engine.events import Gap
from app.engine.processor import Processor
from app.engine.sources.source import Source


class Runs(StrEnum):
    """Where a stage's processor does its work."""

    LOOP = "loop"  # inline: microseconds of work
    THREAD = "thread"  # a thread of its own: work that releases the GIL
    PROCESS = "process"  # a child process: work that holds the GIL


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNode:
    """Where media enters; `gives` are the types of item it may yield."""

    name: str
    source: Source[object]
    gives: tuple[type, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageNode:
    """Where a processor works; `build` makes it, on the thread where it will run.

    A stage that `hurries` is told before each push how late it is, where its processor has `late`.
    A stage that does not take Gap is flushed and reset when one arrives. When an essential stage
    fails the session ends; any other failure is told and the rest goes on.
    """

    name: str
    build: Callable[[], Processor[Any, object]]
    takes: tuple[type, ...]
    gives: tuple[type, ...] = ()
    runs: Runs
    essential: bool = False
    hurries: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Items of the types in `carries` travel from `source` to `target`."""

    source: str
    target: str
    carries: tuple[type, ...]
    capacity: int
    overflow: Overflow
    why: str


class GraphError(ValueError):
    """A graph that cannot run; the message names the node or edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Nodes and edges under a name."""

    name: str
    nodes: tuple[SourceNode | StageNode, ...]
    edges: tuple[Edge, ...]

    def node(self, name: str) -> SourceNode | StageNode:
        """Return the node called `name`; raise GraphError when there is none."""
        for node in self.nodes:
            if node.name == name:
                return node
        raise GraphError(f"{self.name}: no node is called {name!r}")

    def into(self, name: str) -> list[Edge]:
        """Return the edges that end at `name`."""
        return [edge for edge in self.edges if edge.target == name]

    def out_of(self, name: str) -> list[Edge]:
        """Return the edges that start at `name`."""
        return [edge for edge in self.edges if edge.source == name]

    def validate(self) -> None:
        """Raise GraphError unless names are unique, edges fit their ends and nothing circles."""
        for name, count in Counter(node.name for node in self.nodes).items():
            if count > 1:
                raise GraphError(f"{self.name}: {count} nodes are called {name!r}")
        for edge in self.edges:
            self._check_edge(edge)
        for node in self.nodes:
            if isinstance(node, StageNode):
                self._check_fed(node)
        self.ranks()

    def ranks(self) -> dict[str, int]:
        """Return each node's distance from the sources (longest path); refuse circles."""
        ranks: dict[str, int] = {}
        waiting = [node.name for node in self.nodes]
        while waiting:
            ready = [
                name for name in waiting if all(edge.source in ranks for edge in self.into(name))
            ]
            if not ready:
                raise GraphError(f"{self.name}: {', '.join(waiting)} feed each other in a circle")
            for name in ready:
                ranks[name] = 1 + max((ranks[e.source] for e in self.into(name)), default=-1)
            waiting = [name for name in waiting if name not in ranks]
        return ranks

    def _check_edge(self, edge: Edge) -> None:
        label = f"{self.name}: {edge.source} -> {edge.target}"
        source, target = self.node(edge.source), self.node(edge.target)
        if not isinstance(target, StageNode):
            raise GraphError(f"{label}: a source takes nothing")
        for kind in edge.carries:
            if kind not in source.gives:
                raise GraphError(f"{label}: {edge.source} never gives {kind.__name__}")
            if kind not in target.takes and kind is not Gap:
                raise GraphError(f"{label}: {edge.target} does not take {kind.__name__}")
        twins = [e for e in self.out_of(edge.source) if e.target == edge.target and e is not edge]
        if any(set(twin.carries) & set(edge.carries) for twin in twins):
            raise GraphError(f"{label}: two edges carry the same type")

    def _check_fed(self, node: StageNode) -> None:
        fed = {kind for edge in self.into(node.name) for kind in edge.carries}
        for kind in node.takes:
            if kind not in fed:
                raise GraphError(f"{self.name}: nothing gives {node.name} its {kind.__name__}")
