"""POLECAT's table: tab-separated, forty columns, a row for every pair of actor and recipient."""

from __future__ import annotations

from collections.abc import Iterator

import tocsin
from tocsin.codebook import codebook
from tocsin.export.plover import FEATURE
from tocsin.export.selection import Told, plover_type, quad
from tocsin.report import Entity
from tocsin.resolve.crosswalk import cow
from tocsin.resolve.names import state_name

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country", "Actor COW",
    "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW",
    "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District",
    "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People",
    "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip


def rows(t: Told, folded: bool = True, negated: bool = False) -> Iterator[tuple[str, ...]]:
    """The rows of one event; none where PLOVER has no event of it."""
    kind = plover_type(t) if folded else t.event.type
    if kind is None and not (negated and t.event.status == "negated"):
        return
    kind = kind or t.event.type
    v, r = t.event, t.report
    head = (
        t.id, t.day or "", kind, v.modes[0] if v.modes and kind == v.type else "", f"{codebook().types[kind].score:g}", quad(kind), ";".join(v.contexts)
    )  # fmt: skip
    story = (
        r.outlet or "", (r.published or "")[:10], _names(t, "person"), _names(t, "organization"), _names(t, "place"), r.language or "",
        f"tocsin {tocsin.__version__}",
    )  # fmt: skip
    for actor in t.actors or (None,):
        for recipient in t.recipients or (None,):
            yield tuple(_clean(x) for x in (*head, *_party(actor), *_party(recipient), *_place(t.place), *story))


def _party(e: Entity | None) -> tuple[str, ...]:
    if e is None:
        return ("",) * 8
    return (
        e.name or "", e.country or "", cow(e.country) or "", e.sectors[0] if e.sectors else "", ";".join(e.sectors), "", e.text, ""
    )  # fmt: skip


def _place(e: Entity | None) -> tuple[str, ...]:
    if e is None:
        return ("",) * 10
    p = e.place
    if p is None:
        return ("", "", "", "", state_name(e.country) or "", "", "", "", e.text, "")
    return (
        p.name or "", (p.name or "") if p.precision == "city" else "", "", p.admin1 or "", state_name(p.country) or "",
        "" if p.latitude is None else f"{p.latitude:g}", "" if p.longitude is None else f"{p.longitude:g}", str(p.geonames_id or ""), e.text,
        FEATURE.get(p.precision or "", ""),
    )  # fmt: skip


def _names(t: Told, kind: str) -> str:
    return ";".join(dict.fromkeys(e.name or e.text for e in t.report.entities if e.kind == kind))


def _clean(cell: str) -> str:
    """A cell without what would end it."""
    return " ".join(cell.split())
