"""A mapping of a user's YAML file, field by field: values of the kind that is asked for out, faults with file, line and remedy gathered on the way.

What the fields mean is left to whoever reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tocsin.spans import seconds_of


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping: its file, its first line, the node of each field, and the list that faults go into."""

    file: Path
    line: int
    nodes: dict[str, yaml.Node]
    faults: list[str]

    def __contains__(self, name: str) -> bool:
        return name in self.nodes

    def at(self, name: str) -> int:
        """The line of a field, or of the mapping where it has none."""
        return int(self.nodes[name].start_mark.line) + 1 if name in self.nodes else self.line

    def fault(self, name: str, said: str) -> None:
        """Keep a fault of a field."""
        self.faults.append(f"{self.file}:{self.at(name)}: {said}")

    def value(self, name: str) -> Any:
        """The plain value of a field, None where it has none."""
        return plain(self.nodes[name]) if name in self.nodes else None

    def items(self, name: str) -> Sequence[yaml.Node]:
        """The nodes of a list, or the one that stands in a list's place; none where the field is missing."""
        node = self.nodes.get(name)
        return () if node is None else tuple(node.value) if isinstance(node, yaml.SequenceNode) else (node,)

    def words(self, name: str, known: Sequence[str] = ()) -> tuple[str, ...]:
        """A word or a list of words; those that are none of `known`, where it says any, are faults."""
        found = []
        for node in self.items(name):
            if not isinstance(node, yaml.ScalarNode) or not node.value:
                self.fault(name, f"{name} is a word or a list of words")
                continue
            found.append(str(node.value))
        wrong = [x for x in found if known and x not in known]
        if wrong:
            self.fault(name, f"{name}: {', '.join(wrong)} is none of {', '.join(known)}")
        return tuple(x for x in found if x not in wrong)

    def number(self, name: str, default: float, least: float, most: float = float("inf"), whole: bool = False) -> float:
        """A number between two others, or the default."""
        value = self.value(name)
        if value is None and name not in self.nodes:
            return default
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float) or not least <= value <= most:
            kind = "a whole number" if whole else "a number"
            self.fault(name, f"{name} is {kind}, {least:g} " + (f"to {most:g}" if most < float("inf") else "or more"))
            return default
        return value

    def seconds(self, name: str, default: int) -> int:
        """A span of time (`30m`, `6h`, `1d`; 0 is none) in seconds."""
        if name not in self.nodes:
            return default
        said = str(self.value(name)).strip()
        found = 0 if said == "0" else seconds_of(said)
        if found is None:
            self.fault(name, f"{name}: {said!r} is no span of time; write it as 30m, 6h, 1d, or 0")
            return default
        return found


def plain(node: yaml.Node) -> Any:
    """The plain value of a node."""
    return yaml.safe_load(yaml.serialize(node))


def fields(file: Path, node: yaml.Node, known: Sequence[str], what: str, faults: list[str]) -> Fields | None:
    """The fields of a mapping; None, and a fault, where a node is none. Fields that are none of `known` are faults."""
    line = int(node.start_mark.line) + 1
    if not isinstance(node, yaml.MappingNode):
        faults.append(f"{file}:{line}: {what} is a mapping of {', '.join(known)}")
        return None
    found: dict[str, yaml.Node] = {}
    for k, v in node.value:
        name, at = str(k.value), int(k.start_mark.line) + 1
        if name not in known:
            faults.append(f"{file}:{at}: no {name} in {what}; there are {', '.join(known)}")
        elif name in found:
            faults.append(f"{file}:{at}: {name} is given twice in {what}; put both into one list")
        else:
            found[name] = v
    return Fields(file, line, found, faults)


def root_of(file: Path) -> yaml.Node | None:
    """The root of a YAML file. Raises ValueError with file, line and remedy where it is no YAML, OSError where it cannot be read."""
    try:
        return yaml.compose(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        raise ValueError(
            f"{file}:{mark.line + 1 if mark else 1}: {getattr(fault, 'problem', None) or fault}; write it as YAML in UTF-8"
        ) from fault
