"""Which tripwires of an archive's board articles may tell something of, looked up by who, where and what they tell. Whether they do is left to `board`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from tocsin.desk.pattern import Pattern
from tocsin.desk.wires import Wire, keys_of_wire
from tocsin.store.desk_index import WIRE_KEYS
from tocsin.store.schema import WIRES

PIECE = 500
"""Keys or tripwires that are asked for at a time."""


def wire_of(row: Any) -> Wire:
    """A tripwire as it is stored."""
    triggers, responses = (tuple(Pattern.from_dict(d) for d in json.loads(x)) for x in (row.triggers, row.responses))
    return Wire(
        row.id, row.title, row.issuer, triggers, responses, row.since, row.until, row.level, row.window, row.withdrawn, row.written,
        tuple(json.loads(row.references)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    """The tripwires that a piece of articles may tell something of, with their states, and what they are looked up by."""

    wires: dict[str, Wire]
    states: dict[str, str]
    keys: dict[str, set[str]]

    def near(self, keys: frozenset[str]) -> set[str]:
        """The tripwires that have one of some keys."""
        return set[str]().union(*(self.keys[k] for k in keys if k in self.keys))

    def take(self, connection: Connection, wire: str) -> None:
        """Take on a tripwire as it is in the archive now."""
        row = connection.execute(select(WIRES).where(WIRES.c.id == wire)).one()
        self.wires[wire], self.states[wire] = wire_of(row), row.state
        for k in keys_of_wire(self.wires[wire]):
            self.keys.setdefault(k, set()).add(wire)


def board_of(connection: Connection, keys: frozenset[str]) -> Board:
    """The tripwires that have one of some keys."""
    board = Board({}, {}, {})
    wanted = sorted(keys)
    # Many articles ask for more keys than all tripwires have.
    if len(wanted) > (connection.execute(select(func.count()).select_from(WIRE_KEYS)).scalar() or 0):
        found = [(k, wire) for k, wire in connection.execute(select(WIRE_KEYS.c.key, WIRE_KEYS.c.wire)) if k in keys]
    else:
        some = (wanted[k : k + PIECE] for k in range(0, len(wanted), PIECE))
        found = [
            tuple(r)
            for own in some
            for r in connection.execute(select(WIRE_KEYS.c.key, WIRE_KEYS.c.wire).where(WIRE_KEYS.c.key.in_(own)))
        ]
    for k, wire in found:
        board.keys.setdefault(k, set()).add(wire)
    ids = sorted(set[str]().union(*board.keys.values()))
    for k in range(0, len(ids), PIECE):
        for row in connection.execute(select(WIRES).where(WIRES.c.id.in_(ids[k : k + PIECE]))):
            board.wires[row.id], board.states[row.id] = wire_of(row), row.state
    return board
