"""PLOVER's JSON lines (manual 2023, "Data Fields"), an event each; the fields that it leaves to coders, and ours, are named beside its own."""

from __future__ import annotations

from typing import Any

import tocsin
from tocsin.codebook import codebook
from tocsin.export.selection import Told, plover_type, quad
from tocsin.report import Entity

RESOLUTION = {"point": 1, "city": 2, "region": 3, "country": 4, "vague": 5}
"""Our precision → PLOVER's, from exact to vague."""
FEATURE = {"point": "SPOT", "city": "PPL", "region": "ADM1", "country": "PCLI", "vague": "AREA"}


def record(t: Told, folded: bool = True, negated: bool = False, text: bool = False) -> dict[str, Any] | None:
    """One event as a PLOVER record; None where PLOVER has none of it.

    `folded` codes announced acts as PLOVER does, `negated` keeps what did not happen, `text` adds the article's words (mind its rights).
    """
    kind = plover_type(t) if folded else t.event.type
    if kind is None and not (negated and t.event.status == "negated"):
        return None
    kind = kind or t.event.type
    v, r = t.event, t.report
    out: dict[str, Any] = {
        "id": t.id, "date": t.day, "enddate": t.last, "actor": [entity(e) for e in t.actors], "recipient": [entity(e) for e in t.recipients],
        "event": [kind], "mode": list(v.modes) if kind == v.type else [], "context": list(v.contexts), "event_text": v.trigger.text, "quad_code": quad(kind),
        "event_scale": codebook().types[kind].score, "event_loc": location(t.place) if t.place else None, "link": r.url,
        "text": r.text[v.start : v.end] if text else None, "text_info": {"sequence": _sentence(t), "start": v.start, "end": v.end},
        "cite_info": {"url": r.url, "title": r.title, "language": r.language, "publication": r.outlet, "codebook": "PLOVER", "version": codebook().version},
        "coder": f"tocsin {tocsin.__version__}, {r.made_by.get('model', '')}", "status": v.status, "historical": v.historical,
        "according_to": [_speaker(t, s) for s in v.according_to], "tripwire": [w.id for w in r.tripwires if v.id in (*w.triggers, *w.responses)],
        "confidence": v.confidence,
    }  # fmt: skip
    return {k: x for k, x in out.items() if x is not None or k in ("id", "date", "actor", "event")}


def entity(e: Entity) -> dict[str, Any]:
    """A participant: its country, sectors, words, and what they resolved to."""
    return {
        "code": e.country or "",
        "sector": list(e.sectors),
        "entity_text": e.text,
        "identifier_id": e.knowledge_id or "",
        "identifier_text": e.name or "",
    }


def location(e: Entity) -> dict[str, Any]:
    """A place as printed and as found."""
    p = e.place
    if p is None:
        return {"extracted_place": e.text, "country_code": e.country or ""}
    return {
        "extracted_place": e.text, "resolved_place": p.name or "", "geonameid": p.geonames_id, "lat": p.latitude, "lon": p.longitude,
        "city": p.name if p.precision == "city" else "", "province": p.admin1 or "", "country_code": p.country or "",
        "feature_code": FEATURE.get(p.precision or "", ""), "resolution": RESOLUTION.get(p.precision or "", 5),
    }  # fmt: skip


def _sentence(t: Told) -> int:
    return next((n for n, s in enumerate(t.report.sentences) if s.start <= t.event.trigger.start < s.end), 0)


def _speaker(t: Told, statement: str) -> str | None:
    s = t.report.statement(statement)
    who = t.report.entity(s.speaker) if s else None
    return (who.name or who.text) if who else None
