"""A row an event, in columns of our own: for a spreadsheet, R or pandas (CSV), for Arrow (Parquet), and with coordinates for a map (GeoJSON)."""

from __future__ import annotations

from typing import Any

from tocsin.codebook import codebook
from tocsin.export.selection import Told
from tocsin.report import Entity

TEXT, NUMBER, COUNT, FLAG = "string", "double", "int64", "bool"
COLUMNS: dict[str, str] = {
    "id": TEXT, "report": TEXT, "date": TEXT, "enddate": TEXT, "type": TEXT, "modes": TEXT, "contexts": TEXT, "status": TEXT, "historical": FLAG,
    "quad": COUNT, "score": NUMBER, "actors": TEXT, "actor_countries": TEXT, "actor_sectors": TEXT, "recipients": TEXT, "recipient_countries": TEXT,
    "recipient_sectors": TEXT, "place": TEXT, "place_country": TEXT, "admin1": TEXT, "geonames_id": COUNT, "latitude": NUMBER, "longitude": NUMBER,
    "precision": TEXT, "killed": COUNT, "injured": COUNT, "arrested": COUNT, "according_to": TEXT, "confidence": NUMBER, "trigger": TEXT, "language": TEXT,
    "outlet": TEXT, "published": TEXT, "url": TEXT, "start": COUNT, "end": COUNT,
}  # fmt: skip
"""Column → its kind; several values in a cell are parted by semicolons, countries and sectors stand in the order of the participants."""


def row(t: Told) -> dict[str, Any]:
    """One event; None where there is nothing."""
    v, r, act = t.event, t.report, codebook().types[t.event.type]
    p = t.place.place if t.place else None
    speakers = [r.entity(s.speaker) for x in v.according_to if (s := r.statement(x))]
    return {
        "id": t.id, "report": r.id, "date": t.day, "enddate": t.last, "type": v.type, "modes": _joined(v.modes), "contexts": _joined(v.contexts),
        "status": v.status, "historical": v.historical, "quad": act.quad, "score": act.score, **_party("actor", t.actors), **_party("recipient", t.recipients),
        "place": (p.name if p and p.name else t.place.text) if t.place else None,
        "place_country": (p.country if p else t.place.country) if t.place else None, "admin1": p.admin1 if p else None,
        "geonames_id": p.geonames_id if p else None, "latitude": p.latitude if p else None, "longitude": p.longitude if p else None,
        "precision": p.precision if p else None, "killed": v.casualties.killed, "injured": v.casualties.injured, "arrested": v.casualties.arrested,
        "according_to": _joined(e.name or e.text for e in speakers if e), "confidence": v.confidence, "trigger": v.trigger.text, "language": r.language,
        "outlet": r.outlet, "published": r.published, "url": r.url, "start": v.start, "end": v.end,
    }  # fmt: skip


def feature(t: Told) -> dict[str, Any] | None:
    """One event as a GeoJSON feature, longitude first; None where it has no coordinates."""
    properties = row(t)
    if properties["latitude"] is None or properties["longitude"] is None:
        return None
    point = [properties.pop("longitude"), properties.pop("latitude")]
    return {"type": "Feature", "id": t.id, "geometry": {"type": "Point", "coordinates": point}, "properties": properties}


def _party(role: str, entities: tuple[Entity, ...]) -> dict[str, Any]:
    plural = f"{role}s"
    return {
        plural: _joined(e.name or e.text for e in entities), f"{role}_countries": _joined(e.country or "" for e in entities),
        f"{role}_sectors": _joined("+".join(e.sectors) for e in entities),
    }  # fmt: skip


def _joined(values: Any) -> str | None:
    found = [" ".join(str(v).replace(";", ",").split()) for v in values]
    return ";".join(found) if any(found) else None
