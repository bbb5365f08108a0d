"""Tripwires of the board: those that reports tell, merged where they say the same, and those that a person wrote (YAML)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from tocsin.codebook import codebook
from tocsin.desk.days import moved
from tocsin.desk.pattern import OF_STATE, Party, Pattern, of_event
from tocsin.report import Entity, Event, Report
from tocsin.store.desk_index import pattern_keys

LEVELS = ("low", "medium", "high")
WINDOW = 180
"""Days after which a threat that nobody has repeated stands no longer."""
MATERIAL_CONFLICT = 4
"""The codebook's quad class of acts that are done to somebody and hurt."""


@dataclass(frozen=True, slots=True)
class Wire:
    """One tripwire of the board: `triggers` any of which sets it off, `responses` any of which would answer; `since` and `until` are ISO days
    (until: of its last repetition, plus the window)."""

    id: str
    title: str
    issuer: str
    triggers: tuple[Pattern, ...]
    responses: tuple[Pattern, ...]
    since: str | None
    until: str | None
    level: str = "medium"
    window: int = WINDOW
    withdrawn: bool = False
    written: bool = False
    references: tuple[str, ...] = ()


class WireError(ValueError):
    """Faults of a file of tripwires, a line each with file, line, what is wrong and the remedy."""


def of_report(r: Report) -> Iterator[tuple[str, Wire]]:
    """The tripwires that a report tells, each with its id in the report. Two reports that tell the same one give it the same id. What somebody foresees of
    others, and what somebody will do after an act of his own, is no threat and gives none."""
    events = {v.id: v for v in r.events}
    for t in r.tripwires:
        who = r.entity(t.issuer)
        said = [[events[x] for x in half if x in events] for half in (t.triggers, t.responses)]
        if foreseen(r, who, said[1]):
            continue
        triggers, responses = threatened(_party(who), *([of_event(r, v) for v in half] for half in said))
        if not triggers:
            continue
        party = _party(who)
        issuer = (party.country if party and not party.sector else None) or (who.name or who.text if who else "")
        key = json.dumps([issuer, sorted(map(str, triggers)), sorted({k for p in responses for k in p.types})])
        title = f"if {' or '.join(map(str, triggers))}, then {' or '.join(map(str, responses)) or 'an answer'}"
        day = (r.published or "")[:10] or None
        id = hashlib.sha256(key.encode()).hexdigest()[:12]
        yield t.id, Wire(id, title, issuer or "somebody", triggers, responses, day, later(day, WINDOW))


def _party(who: Entity | None) -> Party | None:
    """Whom a threat is put down to: a minister and his ministry issue that of their state."""
    if who and who.country and set(who.sectors[:1]) <= OF_STATE:
        return Party(country=who.country)
    return Party.of(who) if who else None


def foreseen(r: Report, issuer: Entity | None, responses: Sequence[Event]) -> bool:
    """Whether somebody says what others would do, not what he or his own would: the issuer and all who would act are of known countries, and of other ones."""
    doers = {e.country for v in responses for e in map(r.entity, v.actors) if e}
    return bool(issuer and issuer.country and doers and None not in doers and issuer.country not in doers)


def threatened(
    issuer: Party | None, triggers: Sequence[Pattern], responses: Sequence[Pattern]
) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    """The triggers and responses of a threat, with what it leaves unsaid: whom a hostile trigger hits (the issuer), who would answer it (the issuer) and
    against whom (who set it off). An act of the issuer's own, or of those who would answer, is no trigger; nor is one whose victim the answer would hit."""
    own = {a for p in responses for a in p.actors} | ({issuer} if issuer else set())
    asked = [
        replace(p, actors=tuple(a for a in p.actors if a not in own)) for p in triggers if not p.actors or set(p.actors) - own
    ]
    doers = tuple(sorted({a for p in asked for a in p.actors}))
    if issuer:
        asked = [p if p.recipients or not _hostile(p) else replace(p, recipients=(issuer,)) for p in asked]
        responses = [p if p.actors else replace(p, actors=(issuer,)) for p in responses]
    answers = [p if p.recipients or not _hostile(p) else replace(p, recipients=doers) for p in responses]
    hit = {a for p in answers if _hostile(p) for a in p.recipients} - set(doers)
    return tuple(dict.fromkeys(p for p in asked if not hit or not hit <= set(p.recipients))), tuple(dict.fromkeys(answers))


def _hostile(p: Pattern) -> bool:
    return all(codebook().types[t].quad == MATERIAL_CONFLICT for t in p.types)


def keys_of_wire(wire: Wire) -> set[str]:
    """What a tripwire is looked up by."""
    return {k for p in (*wire.triggers, *wire.responses) for k in pattern_keys(p.to_dict())}


def later(day: str | None, days: int) -> str | None:
    """The day some days on, None where there is none."""
    return moved(day, days) if day else None


def repeated(old: Wire, new: Wire) -> Wire:
    """A tripwire that is told again: it stands from the first telling, for its window from the last."""
    return replace(
        old,
        since=min(filter(None, (old.since, new.since)), default=None),
        until=max(filter(None, (old.until, new.until)), default=None),
    )


def same_threat(one: Wire, other: Wire) -> bool:
    """Whether two threats wait for an act of the same ones against the same ones; the type in which they were read may differ."""
    return one.id == other.id or any(
        set(p.actors) & set(q.actors) and set(p.recipients) & set(q.recipients) for p in one.triggers for q in other.triggers
    )


def read(file: Path) -> tuple[Wire, ...]:
    """The tripwires that a person wrote: a YAML list. Raises WireError with every fault of the file, OSError where it cannot be read."""
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        raise WireError(
            f"{file}:{mark.line + 1 if mark else 1}: {getattr(fault, 'problem', fault)}; write it as YAML"
        ) from fault
    faults: list[str] = []
    if not isinstance(root, yaml.SequenceNode):
        raise WireError(f"{file}:1: a list of tripwires is wanted, each beginning with - id:")
    wires = []
    seen: set[str] = set()
    for node in root.value:
        wire = _wire(file, node, faults)
        if wire and wire.id in seen:
            faults.append(f"{file}:{node.start_mark.line + 1}: id {wire.id} is given twice; every tripwire has its own")
        if wire:
            seen.add(wire.id)
            wires.append(wire)
    if faults:
        raise WireError("\n".join(faults))
    return tuple(wires)


FIELDS = ("id", "title", "issuer", "status", "level", "trigger", "response", "window", "since", "references")
PATTERN = ("type", "actor", "recipient", "place")


def _wire(file: Path, node: Any, faults: list[str]) -> Wire | None:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        faults.append(f"{file}:{line}: a tripwire is a mapping of {', '.join(FIELDS)}")
        return None
    before = len(faults)
    fields = {k.value: v for k, v in node.value}
    for k, _ in node.value:
        if k.value not in FIELDS:
            faults.append(f"{file}:{k.start_mark.line + 1}: no field {k.value}; there are {', '.join(FIELDS)}")
    for name in ("id", "trigger"):
        if name not in fields:
            faults.append(f"{file}:{line}: {name} is missing")

    def value(name: str, default: Any) -> Any:
        return yaml.safe_load(yaml.serialize(fields[name])) if name in fields else default

    def one_of(name: str, known: tuple[str, ...], default: str) -> str:
        given = str(value(name, default))
        if given not in known:
            faults.append(f"{file}:{fields[name].start_mark.line + 1}: {name} {given} is none of {', '.join(known)}")
        return given

    status, level = one_of("status", ("standing", "withdrawn"), "standing"), one_of("level", LEVELS, "medium")
    window = value("window", WINDOW)
    if not isinstance(window, int) or isinstance(window, bool) or window < 1:
        faults.append(f"{file}:{fields['window'].start_mark.line + 1}: window is a number of days, 1 or more")
        window = WINDOW
    since = value("since", None)
    if since is not None:
        since = str(since)
        import datetime as dt

        try:
            dt.date.fromisoformat(since)
        except ValueError:
            faults.append(f"{file}:{fields['since'].start_mark.line + 1}: since is a day, as 2024-05-17")
            since = None
    triggers = _pattern(file, fields["trigger"], faults, True) if "trigger" in fields else None
    responses = _pattern(file, fields["response"], faults, False) if "response" in fields else None
    if len(faults) > before or triggers is None:
        return None
    references = value("references", [])
    title = str(value("title", f"if {triggers}")) + ""
    return Wire(
        str(value("id", "")), title, str(value("issuer", "hand-written")), (triggers,), (responses,) if responses else (), since,
        later(since, window), level, window, status == "withdrawn", True, tuple(map(str, references if isinstance(references, list) else [references])),
    )  # fmt: skip


def _pattern(file: Path, node: Any, faults: list[str], whole: bool) -> Pattern | None:
    if not isinstance(node, yaml.MappingNode):
        faults.append(f"{file}:{node.start_mark.line + 1}: a pattern is a mapping of {', '.join(PATTERN)}")
        return None
    lists: dict[str, tuple[str, ...]] = dict.fromkeys(PATTERN, ())
    for k, v in node.value:
        line = k.start_mark.line + 1
        if k.value not in PATTERN:
            faults.append(f"{file}:{line}: no {k.value} in a pattern; there are {', '.join(PATTERN)}")
            continue
        given = yaml.safe_load(yaml.serialize(v))
        lists[k.value] = tuple(str(x) for x in (given if isinstance(given, list) else [given]))
        if k.value == "type" and (wrong := [x for x in lists["type"] if x not in codebook().types]):
            faults.append(f"{file}:{line}: {', '.join(wrong)} is none of {', '.join(codebook().types)}")
    found = Pattern(lists["type"], tuple(map(party, lists["actor"])), tuple(map(party, lists["recipient"])), lists["place"])
    if whole and found.vague:
        faults.append(
            f"{file}:{node.start_mark.line + 1}: a trigger needs an actor, a recipient or a place beside its type; else half the news sets it off"
        )
    return found


def party(words: str) -> Party:
    """`RUS`, `RUS MIL`, `groups:hezbollah`, or a name."""
    if ":" in words:
        return Party(id=words)
    country, _, sector = words.partition(" ")
    if country.isupper() and len(country) == 3 and (not sector or sector in codebook().sectors):
        return Party(country=country, sector=sector)
    return Party(name=words.casefold())
