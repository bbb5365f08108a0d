"""The board in an archive: tripwires and what hits them, found as articles come in; every change of a state is a bell that is kept."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from tocsin.desk.board import Hit, Rule, Source, decide, hits
from tocsin.desk.pattern import Pattern
from tocsin.desk.wires import Wire, of_report, repeated
from tocsin.report import Report
from tocsin.resolve.outlets import host, owner
from tocsin.store.packing import unpacked
from tocsin.store.schema import ARTICLES, BELLS, COPIES, EVENTS, GRADES, HITS, META, READINGS, TELLINGS, WIRE_TYPES, WIRES

OURS = frozenset({"state", "party"})
"""Owners whose outlet alone does not ring a bell."""


@dataclass(frozen=True, slots=True)
class Came:
    """An article as it comes to the board: its number, its last reading, and where it is from."""

    n: int
    report: Report
    source: Source


def came(connection: Connection, numbers: Sequence[int]) -> list[Came]:
    """Articles with their last readings and sources, in their order."""
    rows = connection.execute(
        select(ARTICLES.c.n, ARTICLES.c.text, ARTICLES.c.outlet, ARTICLES.c.url, READINGS.c.report)
        .join_from(ARTICLES, READINGS)
        .where(ARTICLES.c.n.in_(list(numbers)), READINGS.c.last)
        .order_by(ARTICLES.c.n)
    ).all()
    copies = set(connection.execute(select(COPIES.c.article).where(COPIES.c.article.in_(list(numbers)))).scalars())
    return [
        Came(r.n, Report.from_dict({**unpacked(r.report), "text": r.text}), Source(r.outlet or host(r.url), owner(r.outlet, r.url) in OURS, r.n in copies))
        for r in rows
    ]  # fmt: skip


def rule_of(connection: Connection) -> Rule:
    """The archive's rule; the cautious default where none was set."""
    stored = connection.execute(select(META.c.value).where(META.c.key == "rule")).scalar()
    return Rule(**json.loads(stored)) if stored else Rule()


def set_rule(connection: Connection, rule: Rule) -> None:
    """Keep a rule; it holds from the next article on."""
    connection.execute(META.delete().where(META.c.key == "rule"))
    connection.execute(META.insert().values(key="rule", value=json.dumps(asdict(rule))))


def wire_of(row: Any) -> Wire:
    """A tripwire as it is stored."""
    triggers, responses = (tuple(Pattern.from_dict(d) for d in json.loads(x)) for x in (row.triggers, row.responses))
    return Wire(
        row.id, row.title, row.issuer, triggers, responses, row.since, row.until, row.level, row.window, row.withdrawn, row.written,
        tuple(json.loads(row.references)),
    )  # fmt: skip


def _row(wire: Wire) -> dict[str, Any]:
    return {
        "title": wire.title, "issuer": wire.issuer, "triggers": json.dumps([p.to_dict() for p in wire.triggers]),
        "responses": json.dumps([p.to_dict() for p in wire.responses]), "since": wire.since, "until": wire.until, "level": wire.level,
        "window": wire.window, "withdrawn": wire.withdrawn, "written": wire.written, "references": json.dumps(list(wire.references)),
    }  # fmt: skip


def put(connection: Connection, wire: Wire) -> bool:
    """A tripwire onto the board, or its repetition onto the one that is there; whether it is new. A person's own is replaced by its new wording."""
    row = connection.execute(select(WIRES).where(WIRES.c.id == wire.id)).first()
    if row is None:
        connection.execute(WIRES.insert().values(id=wire.id, state="standing", **_row(wire)))
    else:
        connection.execute(
            WIRES.update().where(WIRES.c.id == wire.id).values(**_row(wire if wire.written else repeated(wire_of(row), wire)))
        )
        connection.execute(WIRE_TYPES.delete().where(WIRE_TYPES.c.wire == wire.id))
    types = {t for p in (*wire.triggers, *wire.responses) for t in p.types or ("*",)}
    connection.execute(WIRE_TYPES.insert(), [{"type": t, "wire": wire.id} for t in sorted(types)])
    return row is None


def add(connection: Connection, wire: Wire) -> None:
    """A person's tripwire: onto the board, and against everything that is in the archive already."""
    put(connection, wire)
    connection.execute(HITS.delete().where(HITS.c.wire == wire.id))
    _scan(connection, wire)
    settle(connection, [wire.id])


def look(connection: Connection, articles: Sequence[Came]) -> None:
    """New articles: the tripwires that they tell, what they tell of others, and the states that follow. Articles need not come in the order of
    their days: a tripwire is held against what came before its telling, too."""
    for a in articles:
        touched = set()
        for id, wire in of_report(a.report):
            if put(connection, wire):
                _scan(connection, wire)
            told = (TELLINGS.c.wire == wire.id) & (TELLINGS.c.article == a.n) & (TELLINGS.c.tripwire == id)
            if connection.execute(select(TELLINGS).where(told)).first() is None:
                connection.execute(TELLINGS.insert().values(wire=wire.id, article=a.n, tripwire=id))
            touched.add(wire.id)
        types = {v.type for v in a.report.events} | {"*"}
        near = connection.execute(
            select(WIRES).where(WIRES.c.id.in_(select(WIRE_TYPES.c.wire).where(WIRE_TYPES.c.type.in_(types))))
        ).all()
        for row in near:
            if _keep(connection, wire_of(row), a):
                touched.add(row.id)
        settle(connection, sorted(touched))
    settle(connection, _over(connection))


def _keep(connection: Connection, wire: Wire, a: Came) -> bool:
    """Keep what an article tells of a tripwire; whether it tells anything that was not kept yet."""
    told = hits(wire, a.report, a.source)
    if not told:
        return False
    kept = select(HITS.c.event, HITS.c.half).where(HITS.c.wire == wire.id, HITS.c.article == a.n)
    there = {(event, half) for event, half in connection.execute(kept)}
    new = [h for h in told if (h.event, h.half) not in there]
    if new:
        connection.execute(
            HITS.insert(),
            [
                {"wire": wire.id, "article": a.n, "event": h.event, "half": h.half, "full": h.full, "status": h.status, "confidence": h.confidence,
                 "day": h.day, "words": h.words, "fits": h.fits, "state": h.source.state}
                for h in new
            ],
        )  # fmt: skip
    return bool(new)


def _scan(connection: Connection, wire: Wire) -> None:
    """A new tripwire against the articles that the board has seen already."""
    types = {t for p in (*wire.triggers, *wire.responses) for t in p.types}
    asked = select(READINGS.c.article).join_from(EVENTS, READINGS).where(READINGS.c.last).distinct()
    if types and all(p.types for p in (*wire.triggers, *wire.responses)):
        asked = asked.where(EVENTS.c.type.in_(types))
    if wire.since:
        asked = asked.join(ARTICLES, ARTICLES.c.n == READINGS.c.article).where(
            (ARTICLES.c.day >= wire.since) | ARTICLES.c.day.is_(None)
        )
    numbers = sorted(connection.execute(asked).scalars())
    for k in range(0, len(numbers), 100):
        for a in came(connection, numbers[k : k + 100]):
            _keep(connection, wire, a)


def found(connection: Connection, wire: str) -> list[Hit]:
    """Everything that was told of a tripwire, in the order in which it came. Whether an article is a copy is asked anew."""
    rows = connection.execute(
        select(
            HITS,
            ARTICLES.c.id,
            ARTICLES.c.outlet,
            ARTICLES.c.url,
            ARTICLES.c.day.label("published"),
            COPIES.c.of,
            GRADES.c.grade,
        )
        .join_from(HITS, ARTICLES)
        .outerjoin(COPIES, COPIES.c.article == ARTICLES.c.n)
        .outerjoin(GRADES, GRADES.c.outlet == ARTICLES.c.outlet)
        .where(HITS.c.wire == wire)
        .order_by(HITS.c.article, HITS.c.event, HITS.c.half)
    ).all()
    out: dict[tuple[str, str, str], Hit] = {}
    for r in rows:
        out[r.id, r.event, r.half] = Hit(
            r.id, r.event, r.half, r.full, r.status, r.confidence, r.day, r.published, Source(r.outlet or host(r.url), r.state, r.of is not None, r.grade or ""), r.words, r.fits
        )  # fmt: skip
    return list(out.values())


def today(connection: Connection) -> str | None:
    """The last day of publication that the archive has seen."""
    return connection.execute(select(func.max(ARTICLES.c.day))).scalar()


def settle(connection: Connection, wires: Sequence[str]) -> None:
    """Decide the states of some tripwires anew; each that changes rings."""
    if not wires:
        return
    rule, day = rule_of(connection), today(connection)
    for row in connection.execute(select(WIRES).where(WIRES.c.id.in_(list(wires)))).all():
        verdict = decide(wire_of(row), found(connection, row.id), rule, day)
        if verdict.state != row.state:
            evidence = json.dumps([[h.report, h.event] for h in verdict.evidence])
            connection.execute(
                BELLS.insert().values(
                    wire=row.id, at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), day=day, before=row.state, state=verdict.state,
                    reason=verdict.reason, evidence=evidence,
                )
            )  # fmt: skip
            connection.execute(WIRES.update().where(WIRES.c.id == row.id).values(state=verdict.state))


def _over(connection: Connection) -> list[str]:
    """Tripwires whose time has run out and which still stand."""
    day = today(connection)
    if day is None:
        return []
    asked = select(WIRES.c.id).where(WIRES.c.state.in_(("standing", "approached")), WIRES.c.until < day)
    return list(connection.execute(asked).scalars())
