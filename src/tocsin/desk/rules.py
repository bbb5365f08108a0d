"""A user's rules for alerts, from YAML: what is watched, under which names, and which changes ring. Every fault is told with file, line and remedy.

What a rule finds is left to `alerts` and `counting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from tocsin.codebook import codebook
from tocsin.desk.board import STATES
from tocsin.desk.fields import Fields, fields, root_of
from tocsin.desk.watched import dyads, parties, places
from tocsin.desk.watchlist import Wanted, WatchList
from tocsin.desk.wires import LEVELS

EVERY = 600
"""Seconds between two messages of a rule."""
COUNTING = 21_600
"""The same of a rule that counts: it reads weeks of the archive."""
MOST = 20
"""Alerts of a message."""


@dataclass(frozen=True, slots=True)
class OfTripwires:
    """Changes of the board: into any of `states`, of tripwires of any of `levels` and `ids`; what is empty is not asked."""

    states: tuple[str, ...] = ("approached", "triggered", "answered")
    levels: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfEvents:
    """Acts that are new or stand otherwise than before."""

    wanted: Wanted


@dataclass(frozen=True, slots=True)
class OfLevel:
    """More than `above` acts within the last `days`, of each dyad, party and place on its own, or of each type."""

    wanted: Wanted
    days: int = 7
    above: int = 10


@dataclass(frozen=True, slots=True)
class OfRise:
    """More acts within the last `days` than its own past `windows` of as many let one expect, of each as in a level."""

    wanted: Wanted
    days: int = 7
    windows: int = 12
    chance: float = 0.001
    least: int = 5


Ask = OfTripwires | OfEvents | OfLevel | OfRise


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One rule: its own id, a title for people, what it asks; at most a message in `every` seconds, with at most `most` alerts."""

    id: str
    title: str
    ask: Ask
    every: int = EVERY
    most: int = MOST


class RuleError(ValueError):
    """Faults of a file of rules, a line each with file, line, what is wrong and the remedy."""


WATCH = ("place", "actor", "dyad", "type")
WANTED = (*WATCH, "recipient", "mode", "status", "confidence", "watch")
KINDS: dict[str, tuple[str, ...]] = {
    "tripwires": ("state", "level", "id"),
    "events": (*WANTED, "sources"),
    "level": (*WANTED, "days", "above"),
    "rise": (*WANTED, "days", "windows", "chance", "least"),
}
RULE = ("id", "title", *KINDS, "every", "most")


def read(file: Path) -> tuple[AlertRule, ...]:
    """The rules of a file. Raises RuleError with every fault of it, OSError where it cannot be read."""
    try:
        root = root_of(file)
    except ValueError as fault:
        raise RuleError(str(fault)) from fault
    faults: list[str] = []
    if not isinstance(root, yaml.MappingNode):
        raise RuleError(f"{file}:1: rules are wanted: a mapping with rules: and, if you like, watch: (docs/alerts.md)")
    top = fields(file, root, ("watch", "rules"), "a file of rules", faults)
    assert top is not None
    lists = _lists(top)
    if "rules" not in top or not isinstance(top.nodes["rules"], yaml.SequenceNode) or not top.items("rules"):
        top.fault("rules", "rules: is a list of rules, each beginning with - id:")
    found: dict[str, AlertRule] = {}
    for node in top.items("rules") if "rules" in top else ():
        f = fields(file, node, RULE, "a rule", faults)
        rule = _rule(f, lists) if f else None
        if rule and rule.id in found:
            faults.append(f"{file}:{node.start_mark.line + 1}: id {rule.id} is given twice; every rule has its own")
        elif rule:
            found[rule.id] = rule
    if faults:
        raise RuleError("\n".join(dict.fromkeys(faults)))
    return tuple(found.values())


def _lists(top: Fields) -> dict[str, WatchList]:
    if "watch" not in top:
        return {}
    node = top.nodes["watch"]
    if not isinstance(node, yaml.MappingNode):
        top.fault("watch", "watch: is a mapping of your lists, each under its name")
        return {}
    out = {}
    for k, v in node.value:
        f = fields(top.file, v, WATCH, f"the list {k.value}", top.faults)
        if f:
            out[str(k.value)] = WatchList(
                str(k.value), places(f), parties(f, "actor"), dyads(f), f.words("type", tuple(codebook().types))
            )
            if not any(name in f for name in WATCH):
                f.fault("", f"the list {k.value} is empty; give it {', '.join(WATCH)}")
    return out


def _rule(f: Fields, lists: dict[str, WatchList]) -> AlertRule | None:
    if "id" not in f:
        f.fault("id", "id is missing; every rule has its own")
    kinds = [k for k in KINDS if k in f]
    if len(kinds) != 1:
        f.fault(
            kinds[1] if kinds else "", f"a rule has one of {', '.join(KINDS)}; this one has {' and '.join(kinds) or 'none'}"
        )
    usual = COUNTING if kinds[:1] in (["level"], ["rise"]) else EVERY
    every, most = f.seconds("every", usual), int(f.number("most", MOST, 1, whole=True))
    if len(kinds) != 1:
        return None
    own = fields(f.file, f.nodes[kinds[0]], KINDS[kinds[0]], kinds[0], f.faults)
    if own is None:
        return None
    ask = _ask(kinds[0], own, lists)
    name = "".join(f.words("id")[:1])
    return AlertRule(name, str(f.value("title") or name), ask, every, most)


def _ask(kind: str, f: Fields, lists: dict[str, WatchList]) -> Ask:
    if kind == "tripwires":
        return OfTripwires(f.words("state", STATES) or OfTripwires().states, f.words("level", LEVELS), f.words("id"))
    wanted = _wanted(f, lists)
    if kind == "events":
        return OfEvents(wanted)
    days = int(f.number("days", 7, 1, 366, whole=True))
    if kind == "level":
        if "above" not in f:
            f.fault("above", "above is missing: more than how many acts ring?")
        return OfLevel(wanted, days, int(f.number("above", 10, 0, whole=True)))
    return OfRise(
        wanted, days, int(f.number("windows", 12, 6, 104, whole=True)), float(f.number("chance", 0.001, 1e-6, 0.1)),
        int(f.number("least", 5, 1, whole=True)),
    )  # fmt: skip


def _wanted(f: Fields, lists: dict[str, WatchList]) -> Wanted:
    book = codebook()
    names = f.words("watch", tuple(lists)) if lists or "watch" not in f else ()
    if "watch" in f and not lists:
        f.fault("watch", "watch names a list, and the file has none; write it under watch: at the top")
    if not any(k in f for k in (*WATCH, "recipient", "watch")):
        f.fault("", f"everything would ring; ask for one of {', '.join((*WATCH, 'recipient', 'watch'))}")
    types, own = f.words("type", tuple(book.types)), tuple(lists[n] for n in names)
    for w in own:
        if w.types and types and not set(w.types) & set(types):
            f.fault("type", f"type has none of those of the list {w.name}: nothing would ever ring")
    return Wanted(
        types, f.words("mode", book.modes), f.words("status", book.statuses) or Wanted().statuses,
        parties(f, "actor"), parties(f, "recipient"), dyads(f), places(f), own,
        float(f.number("confidence", 0.5, 0.0, 1.0)), int(f.number("sources", 1, 1, whole=True)),
    )  # fmt: skip
