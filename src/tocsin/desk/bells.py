"""The board in an archive: tripwires and what hits them, found as articles come in; every change of a state is a bell that is kept."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, and_, exists, func, not_, select

from tocsin.desk.arriving import OURS as OURS
from tocsin.desk.arriving import Came, arrived, came
from tocsin.desk.board import Hit, Rule, Source, decide, hits, is_fact
from tocsin.desk.near import board_of, wire_of
from tocsin.desk.pattern import keys_of_report
from tocsin.desk.wires import Wire, keys_of_wire, of_report, repeated
from tocsin.resolve.outlets import host
from tocsin.store.desk_index import WIRE_KEYS
from tocsin.store.schema import ARTICLES, BELLS, COPIES, ENTITIES, EVENTS, GRADES, HITS, META, READINGS, TELLINGS, WIRES
from tocsin.store.writing import inserted

WEIGHED = 100
"""Facts of a tripwire's trigger, and of its response, by which its state is decided: the last ones. A threat that a war has overtaken is told to be
carried out every day."""
NEAR = 30
"""The same of what is not told as a fact."""


def rule_of(connection: Connection) -> Rule:
    """The archive's rule; the cautious default where none was set."""
    stored = connection.execute(select(META.c.value).where(META.c.key == "rule")).scalar()
    return Rule(**json.loads(stored)) if stored else Rule()


def set_rule(connection: Connection, rule: Rule) -> None:
    """Keep a rule; it holds from the next article on."""
    connection.execute(META.delete().where(META.c.key == "rule"))
    connection.execute(META.insert().values(key="rule", value=json.dumps(asdict(rule))))


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
        connection.execute(WIRE_KEYS.delete().where(WIRE_KEYS.c.wire == wire.id))
    key(connection, wire)
    return row is None


def key(connection: Connection, wire: Wire) -> None:
    """Keep what a tripwire is looked up by."""
    if keys := sorted(keys_of_wire(wire)):
        connection.execute(WIRE_KEYS.insert(), [{"key": k, "wire": wire.id} for k in keys])


def add(connection: Connection, wire: Wire) -> None:
    """A person's tripwire: onto the board, and against everything that is in the archive already."""
    put(connection, wire)
    connection.execute(HITS.delete().where(HITS.c.wire == wire.id))
    _scan(connection, wire)
    settle(connection, [wire.id])


def look(connection: Connection, articles: Sequence[Came]) -> None:
    """New articles: the tripwires that they tell, what they tell of others, and the states that follow. Articles need not come in the order of
    their days: a tripwire is held against what came before its telling, too."""
    keys = [keys_of_report(a.report) for a in articles]
    board = board_of(connection, frozenset().union(*keys))
    rule, seen = rule_of(connection), dict[int, Came]()
    for a, own in zip(articles, keys, strict=True):
        touched, threats = set(), dict(of_report(a.report))
        for id, wire in threats.items():
            if put(connection, wire):
                _scan(connection, wire, a.n, seen)
            told = {"wire": wire.id, "article": a.n, "tripwire": id}
            connection.execute(inserted(connection, TELLINGS).values(told).on_conflict_do_nothing())
            touched.add(wire.id)
            board.take(connection, wire.id)
        near = [board.wires[w] for w in sorted(board.near(own))]
        found = [(wire, h) for wire in near for h in hits(wire, a.report, a.source, threats)]
        _keep(connection, a.n, found)
        touched |= {wire.id for wire, h in found if _moves(board.states[wire.id], h, rule)}
        board.states.update(settle(connection, sorted(touched)))
        seen[a.n] = a
    settle(connection, _over(connection))


def _moves(state: str, h: Hit, rule: Rule) -> bool:
    """Whether a tripwire in a state may come into another by one thing more that is told of it."""
    if state == "standing":
        return h.half == "trigger"
    # One source more may make another act the one that most tell: what was triggered or answered may move in any direction.
    return is_fact(h, rule) and (h.half == "trigger" or state in ("triggered", "answered"))


def _keep(connection: Connection, article: int, found: Sequence[tuple[Wire, Hit]]) -> None:
    """Keep what an article tells of tripwires, once."""
    if found:
        connection.execute(
            inserted(connection, HITS).on_conflict_do_nothing(),
            [
                {"wire": wire.id, "article": article, "event": h.event, "half": h.half, "full": h.full, "status": h.status,
                 "confidence": h.confidence, "day": h.day, "words": h.words, "fits": h.fits, "state": h.source.state}
                for wire, h in found
            ],
        )  # fmt: skip


def _scan(
    connection: Connection, wire: Wire, before: int | None = None, seen: Mapping[int, Came] = MappingProxyType({})
) -> None:
    """A new tripwire against the articles that the board has seen already: those `before` one, or all. Some are at hand."""
    patterns = [p for p in (*wire.triggers, *wire.responses) if not p.vague]
    if not patterns:
        return
    asked = select(READINGS.c.article).join_from(EVENTS, READINGS).where(READINGS.c.last).distinct()
    if before is not None:
        asked = asked.where(READINGS.c.article < before)
    if all(p.types for p in patterns):
        asked = asked.where(EVENTS.c.type.in_({t for p in patterns for t in p.types}))
    parties = [x for p in patterns for x in (*p.actors, *p.recipients)]
    # A name is compared without regard to capitals, which databases do for English letters only; in which country a place lies stands in the reports.
    if all(x.country or x.id for x in parties) and not any(p.places for p in patterns):
        asked = asked.join(ENTITIES, ENTITIES.c.reading == READINGS.c.n).where(
            ENTITIES.c.country.in_({x.country for x in parties if x.country})
            | ENTITIES.c.knowledge_id.in_({x.id for x in parties if x.id})
        )
    if wire.since:
        asked = asked.join(ARTICLES, ARTICLES.c.n == READINGS.c.article).where(
            (ARTICLES.c.day >= wire.since) | ARTICLES.c.day.is_(None)
        )
    numbers = sorted(connection.execute(asked).scalars())
    for k in range(0, len(numbers), 100):
        some = numbers[k : k + 100]
        others = came(connection, arrived(connection, [n for n in some if n not in seen]))
        for a in (*(seen[n] for n in some if n in seen), *others):
            _keep(connection, a.n, [(wire, h) for h in hits(wire, a.report, a.source)])


def found(connection: Connection, wire: str, rule: Rule | None = None) -> list[Hit]:
    """Everything that was told of a tripwire, in the order in which it came; with a rule, the last of it that decide its state. Whether an article is a copy is
    asked anew."""
    asked = (
        select(
            HITS,
            ARTICLES.c.id,
            ARTICLES.c.outlet,
            ARTICLES.c.url,
            ARTICLES.c.day.label("published"),
            exists().where(COPIES.c.article == ARTICLES.c.n).label("copy"),
            GRADES.c.grade,
        )
        .join_from(HITS, ARTICLES)
        .outerjoin(GRADES, GRADES.c.outlet == ARTICLES.c.outlet)
        .where(HITS.c.wire == wire)
    )
    if rule is None:
        rows = list(connection.execute(asked).all())
    else:
        fact = and_(HITS.c.full, HITS.c.status == "actual", HITS.c.confidence >= rule.confidence)
        rows = [
            r
            for which, most in ((and_(fact, HITS.c.half == "trigger"), WEIGHED), (and_(fact, HITS.c.half == "response"), WEIGHED), (not_(fact), NEAR))
            for r in connection.execute(asked.where(which).order_by(HITS.c.article.desc(), HITS.c.event.desc()).limit(most))
        ]  # fmt: skip
    rows.sort(key=lambda r: (r.article, r.event, r.half))
    return [
        Hit(
            r.id, r.event, r.half, r.full, r.status, r.confidence, r.day, r.published, Source(r.outlet or host(r.url), r.state, r.copy, r.grade or ""), r.words, r.fits
        )
        for r in rows
    ]  # fmt: skip


def today(connection: Connection) -> str | None:
    """The last day of publication that the archive has seen."""
    return connection.execute(select(func.max(ARTICLES.c.day))).scalar()


def settle(connection: Connection, wires: Sequence[str]) -> dict[str, str]:
    """Decide the states of some tripwires anew; each that changes rings. The new states of those that changed."""
    changed: dict[str, str] = {}
    if not wires:
        return changed
    rule, day = rule_of(connection), today(connection)
    for row in connection.execute(select(WIRES).where(WIRES.c.id.in_(list(wires)))).all():
        verdict = decide(wire_of(row), found(connection, row.id, rule), rule, day)
        if verdict.state != row.state:
            evidence = json.dumps([[h.report, h.event] for h in verdict.evidence])
            connection.execute(
                BELLS.insert().values(
                    wire=row.id, at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), day=day, before=row.state, state=verdict.state,
                    reason=verdict.reason, evidence=evidence,
                )
            )  # fmt: skip
            connection.execute(WIRES.update().where(WIRES.c.id == row.id).values(state=verdict.state))
            changed[row.id] = verdict.state
    return changed


def _over(connection: Connection) -> list[str]:
    """Tripwires whose time has run out and which still stand."""
    day = today(connection)
    if day is None:
        return []
    asked = select(WIRES.c.id).where(WIRES.c.state.in_(("standing", "approached")), WIRES.c.until < day)
    return list(connection.execute(asked).scalars())
