"""`tocsin tripwires`, `tripwire add|why|judge|missed|rule` and `track-record`: the board of an archive."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from tocsin.commands.opening import say
from tocsin.commands.opening import with_archive as with_archive
from tocsin.desk.bells import add, found, rule_of, set_rule, settle, today
from tocsin.desk.board import STATES, why
from tocsin.desk.near import wire_of
from tocsin.desk.steps import catch_up
from tocsin.desk.wires import WireError, read
from tocsin.store.schema import ARTICLES, BELLS, GRADES, MISSED, TELLINGS, WIRES

VERDICTS = ("right", "wrong", "late")
GRADE = {
    "a": "reliable",
    "b": "usually reliable",
    "c": "fairly reliable",
    "d": "not usually reliable",
    "e": "unreliable",
    "f": "cannot be judged",
}
"""The Admiralty code's grades of a source."""


def run_tripwires(db: str, state: str | None, as_json: bool) -> int:
    """Print the board; 0 some, 1 none, 2 no such state, 3 no archive."""
    if state and state not in STATES:
        say(f"tocsin: --state: {state} is none of {', '.join(STATES)}")
        return 2

    def do(engine: Engine) -> int:
        catch_up(engine)
        with engine.connect() as connection:
            rows = _board(connection, state)
        for row in rows:
            if as_json:
                print(json.dumps(row, ensure_ascii=False))
            else:
                print(f"{row['state'].upper():10} {row['id']}  {row['title']}")
                print(
                    f"           by {row['issuer']} · {row['since'] or '…'} to {row['until'] or '…'} · {row['level']} · told in {row['told']} articles"
                )
                if row["reason"]:
                    print(f"           {row['reason']}")
        if not rows:
            print("no tripwire" + (f" is {state}" if state else " on the board"), file=sys.stderr)
        return 0 if rows else 1

    return with_archive(db, do)


def _board(connection: Connection, state: str | None) -> list[dict[str, Any]]:
    told = (
        select(TELLINGS.c.wire, func.count(func.distinct(TELLINGS.c.article)).label("told"))
        .group_by(TELLINGS.c.wire)
        .subquery()
    )
    last = select(BELLS.c.wire, func.max(BELLS.c.n).label("n")).group_by(BELLS.c.wire).subquery()
    asked = (
        select(WIRES, told.c.told, BELLS.c.n.label("bell"), BELLS.c.reason, BELLS.c.day, BELLS.c.evidence)
        .outerjoin(told, told.c.wire == WIRES.c.id)
        .outerjoin(last, last.c.wire == WIRES.c.id)
        .outerjoin(BELLS, BELLS.c.n == last.c.n)
    )
    if state:
        asked = asked.where(WIRES.c.state == state)
    rank = {s: n for n, s in enumerate(("triggered", "approached", "answered", "standing", "expired", "withdrawn"))}
    rows = sorted(connection.execute(asked).all(), key=lambda r: (rank[r.state], -(r.bell or 0), r.id))
    return [
        {"id": r.id, "state": r.state, "title": r.title, "issuer": r.issuer, "level": r.level, "since": r.since, "until": r.until, "told": r.told or 0,
         "bell": r.bell, "day": r.day, "reason": r.reason, "evidence": json.loads(r.evidence) if r.evidence else []}
        for r in rows
    ]  # fmt: skip


def run_add(file: Path, db: str) -> int:
    """Put a person's tripwires onto the board; 0 done, 2 faults in the file, 3 no archive."""
    try:
        wires = read(file)
    except WireError as fault:
        say(str(fault))
        return 2
    except OSError as fault:
        say(f"tocsin: {file}: {fault.strerror or fault}")
        return 2

    def do(engine: Engine) -> int:
        catch_up(engine)
        with engine.begin() as connection:
            for wire in wires:
                add(connection, wire)
            states = dict(
                connection.execute(select(WIRES.c.id, WIRES.c.state).where(WIRES.c.id.in_([w.id for w in wires]))).all()
            )
        for wire in wires:
            print(f"{wire.id}: {states[wire.id]}")
        return 0

    return with_archive(db, do)


def run_why(wire: str, db: str) -> int:
    """Say why a tripwire is in its state, and what speaks against each thing that was reported; 0, 1 no such tripwire, 3 no archive."""

    def do(engine: Engine) -> int:
        with engine.connect() as connection:
            row = connection.execute(select(WIRES).where(WIRES.c.id == wire)).first()
            if row is None:
                return _unknown("tripwire", wire)
            print(row.title)
            for line in why(wire_of(row), found(connection, wire), rule_of(connection), today(connection)):
                print(f"  {line}")
            told = connection.execute(
                select(ARTICLES.c.id, ARTICLES.c.day, ARTICLES.c.outlet)
                .join_from(TELLINGS, ARTICLES)
                .where(TELLINGS.c.wire == wire)
            )
            for id, day, outlet in told:
                print(f"  told in {id}, {outlet or 'no outlet'}, {day or 'undated'}")
            bells = connection.execute(select(BELLS).where(BELLS.c.wire == wire).order_by(BELLS.c.n))
            for b in bells:
                print(
                    f"  bell {b.n}, {b.day or b.at}: {b.before} → {b.state}: {b.reason}"
                    + (f" [{b.verdict}]" if b.verdict else "")
                )
        return 0

    return with_archive(db, do)


def _unknown(what: str, name: object) -> int:
    say(f"tocsin: no {what} {name}; tocsin tripwires lists them")
    return 1


def run_judge(bell: int, verdict: str, note: str | None, db: str) -> int:
    """Keep what a user says of a bell; 0, 1 no such bell, 2 no such verdict, 3 no archive."""
    if verdict not in VERDICTS:
        say(f"tocsin: {verdict} is none of {', '.join(VERDICTS)}")
        return 2

    def do(engine: Engine) -> int:
        with engine.begin() as connection:
            n = connection.execute(BELLS.update().where(BELLS.c.n == bell).values(verdict=verdict, note=note)).rowcount
        return 0 if n else _unknown("bell", bell)

    return with_archive(db, do)


def run_missed(wire: str, day: str, note: str, db: str) -> int:
    """Keep that a bell should have rung on a day; 0, 1 no such tripwire, 2 no day, 3 no archive."""
    import datetime as dt

    try:
        dt.date.fromisoformat(day)
    except ValueError:
        say(f"tocsin: {day} is no day; write it as 2024-05-17")
        return 2

    def do(engine: Engine) -> int:
        with engine.begin() as connection:
            if connection.execute(select(WIRES.c.id).where(WIRES.c.id == wire)).first() is None:
                return _unknown("tripwire", wire)
            connection.execute(MISSED.insert().values(wire=wire, day=day, note=note))
        return 0

    return with_archive(db, do)


def run_rule(db: str, sources: int | None, confidence: float | None, grade: str | None) -> int:
    """Print or change what makes a bell ring, and decide every tripwire anew by it; 0, 2 no such grade, 3 no archive."""
    if grade and grade not in (*GRADE, "none"):
        say(f"tocsin: --grade: {grade} is none of {', '.join(GRADE)}, none")
        return 2

    def do(engine: Engine) -> int:
        with engine.begin() as connection:
            rule = rule_of(connection)
            if sources is not None or confidence is not None or grade:
                rule = replace(
                    rule, sources=sources or rule.sources, confidence=rule.confidence if confidence is None else confidence,
                    grade=rule.grade if not grade else "" if grade == "none" else grade,
                )  # fmt: skip
                set_rule(connection, rule)
                settle(connection, list(connection.execute(select(WIRES.c.id)).scalars()))
        print(f"sources {rule.sources}, confidence {rule.confidence:g}, grade {rule.grade or 'none'}")
        return 0

    return with_archive(db, do)


def run_grade(outlet: str | None, grade: str | None, db: str) -> int:
    """Grade an outlet, or print the grades that were given; 0, 1 none given, 2 no such grade, 3 no archive."""
    if grade is not None and grade not in GRADE:
        say(f"tocsin: {grade} is none of {', '.join(f'{g} ({w})' for g, w in GRADE.items())}")
        return 2

    def do(engine: Engine) -> int:
        with engine.begin() as connection:
            if outlet and grade:
                connection.execute(GRADES.delete().where(GRADES.c.outlet == outlet))
                connection.execute(GRADES.insert().values(outlet=outlet, grade=grade))
                settle(connection, list(connection.execute(select(WIRES.c.id)).scalars()))
            rows = connection.execute(select(GRADES).order_by(GRADES.c.grade, GRADES.c.outlet)).all()
        for r in rows:
            if outlet in (None, r.outlet):
                print(f"{r.grade}  {r.outlet}  ({GRADE[r.grade]})")
        return 0 if rows else 1

    return with_archive(db, do)


def run_track_record(db: str) -> int:
    """Print how often the bell was right; 0, 3 no archive."""

    def do(engine: Engine) -> int:
        with engine.connect() as connection:
            rows = connection.execute(
                select(BELLS.c.state, BELLS.c.verdict, func.count()).group_by(BELLS.c.state, BELLS.c.verdict)
            ).all()
            missed = connection.execute(select(func.count()).select_from(MISSED)).scalar_one()
        for state in STATES:
            of = {v or "": n for s, v, n in rows if s == state}
            if of:
                judged = sum(n for v, n in of.items() if v)
                right = f"{of.get('right', 0) / judged:.0%} right of {judged} judged" if judged else "none judged"
                print(
                    f"{state:10} rang {sum(of.values())} times: {right}"
                    + "".join(f", {v} {of[v]}" for v in VERDICTS if v in of)
                )
        print(f"missed     {missed}")
        return 0

    return with_archive(db, do)
