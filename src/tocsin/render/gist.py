"""A report's gist in plain English, whatever the article's language: one line an event, a statement, a tripwire.

Names are given in English where they are known; else the article's own words stand in quotation marks. The act is
said by its type and mode, with the words of the article beside it.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from tocsin.report import Entity, Event, Report, Statement, Time, Tripwire
from tocsin.tables import load

STATUS = {"actual": "", "future": "planned", "hypothetical": "hypothetical", "negated": "negated"}
SECTOR_WORDS = {"GOV": "government", "MIL": "military", "COP": "police", "REB": "rebels", "LEG": "parliament", "JUD": "judiciary",
                "JRN": "media", "CVL": "civilians", "OPP": "opposition", "SPY": "intelligence service", "PTY": "party"}  # fmt: skip


@cache
def _verbs() -> dict[str, list[str]]:
    return dict(load("tocsin.render", "gist.yaml"))


def label(e: Entity | None) -> str:
    """An entity in few words: its English name, else its own words in quotation marks with its country."""
    if e is None:
        return "somebody"
    if e.name:
        return e.name
    words = e.text if len(e.text) <= 60 else e.text[:57].rstrip() + "..."
    code = " ".join(x for x in (e.country, e.sectors[0] if e.sectors else None) if x)
    return f"“{words}”" + (f" ({code})" if code else "")


def headline(report: Report, most: int = 90) -> str:
    """The title, or the article's first words."""
    words = report.title or " ".join(report.text[:400].split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " ..."


def listed(report: Report, ids: tuple[str, ...]) -> str:
    """Entities as "A, B and C"."""
    names = list(dict.fromkeys(label(report.entity(i)) for i in ids))
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def day(value: str) -> str:
    """An ISO value as a person writes it: "16-22 Jan 2023", "Feb 2022"."""

    def one(v: str, year: bool = True) -> str:
        try:
            if len(v) == 10:
                d = dt.date.fromisoformat(v)
                return f"{d.day} {d:%b}" + (f" {d.year}" if year else "")
            if len(v) == 7:
                return f"{dt.date.fromisoformat(v + '-01'):%b} {v[:4]}"
        except ValueError:
            pass
        return v

    first, _, last = value.partition("/")
    if not last:
        return one(first)
    if len(first) == len(last) == 10 and first[:7] == last[:7]:
        return f"{int(first[8:])}-{one(last)}"
    return f"{one(first, first[:4] != last[:4])} - {one(last)}"


def when_words(time: Time | None) -> str | None:
    """A time's value, or its own words where it has none."""
    return None if time is None else day(time.value) if time.value else f"“{time.text}”"


def act(report: Report, v: Event) -> str:
    """The act alone: "Belarus will not attack Ukraine"."""
    verbs = _verbs()
    past, base, join = next(
        (verbs[k] for k in (*(f"{v.type}+{m}" for m in v.modes), v.type) if k in verbs), ["acted", "act", "on"]
    )
    whom = [i for i in v.recipients if i not in v.actors]
    target = f" {join} {listed(report, tuple(whom))}".replace("  ", " ") if whom else ""
    if not v.actors:
        return f"{v.type.lower()}{': ' + base}{target or ' (nobody named)'}"
    verb = {
        "actual": past,
        "future": f"will {base}",
        "hypothetical": f"might {base}",
        "negated": f"did not or will not {base}",
    }[v.status]
    return f"{listed(report, v.actors)} {verb}{target}"


def event_line(report: Report, v: Event) -> str:
    """One line an event: the act, its words, status, when, where, by whose account."""
    place, time = report.entity(v.place), when_words(v.time)
    dead = [
        f"{n} {k}"
        for k, n in (("killed", v.casualties.killed), ("injured", v.casualties.injured), ("arrested", v.casualties.arrested))
        if n is not None
    ]
    sources = [s for s in (report.statement(i) for i in v.according_to) if s]
    account = " via ".join(label(report.entity(s.speaker)) if s.speaker else "unnamed sources" for s in sources)
    parts = [
        f"{act(report, v)} [{v.trigger.text}]", STATUS[v.status], "background" if v.historical else "", ", ".join(dead), time or "",
        f"in {label(place)}" if place else "", f"according to {account}" if account else "according to the outlet",
    ]  # fmt: skip
    return " · ".join(p for p in parts if p)


def statement_line(report: Report, s: Statement) -> str:
    """One line a statement: who said what, through whom, when."""
    said = " ... ".join(report.text[c.start : c.end] for c in s.content)
    said = said if len(said) <= 160 else said[:157].rstrip() + "..."
    parts = [
        f"{label(report.entity(s.speaker))} [{s.cue.text}]: “{said}”",
        f"via {label(report.entity(s.via))}" if s.via else "",
        when_words(s.time) or "",
    ]
    return " · ".join(p for p in parts if p)


def tripwire_line(report: Report, t: Tripwire) -> str:
    """If ..., then ..., by whom."""

    def half(ids: tuple[str, ...]) -> str:
        return " or ".join(f"{act(report, v)} [{v.trigger.text}]" for v in (report.event(i) for i in ids) if v)

    for_whom = [i for i in t.on_behalf_of if i != t.issuer]
    parts = [f"if {half(t.triggers)}, then {half(t.responses)}", f"says {label(report.entity(t.issuer))}",
             f"on behalf of {listed(report, tuple(for_whom))}" if for_whom else ""]  # fmt: skip
    return " · ".join(p for p in parts if p)
