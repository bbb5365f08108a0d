"""Any number of reports varied from a few hundred that were read: sentences of one language put together anew, with words, numbers, names, days and outlets
exchanged, a share of them copies of others. Reports in and out as plain values; the same seed gives the same ones.

What comes out reads as nonsense and counts as news does: as many words, entities, events and statements an article, words as often as in the language,
fingerprints that few articles share. It is for measuring stores and steps, never for measuring what is read.
"""

from __future__ import annotations

import bisect
import datetime as dt
import hashlib
import itertools
import json
import random
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.report import Report

Plain = dict[str, Any]

FIRST = dt.date(2024, 1, 1)
DAYS = 730
OUTLETS = (*(f"{place} {kind}" for place in ("Zor", "Mur", "Upper Valley", "Lake", "Old Port", "Northern", "Hill", "Delta", "Capital") for kind in ("Herald", "Times", "Post", "Agency")),
           "TASS", "Xinhua", "SANA", "Zvezda")  # fmt: skip
EXCHANGED = 0.4
"""Share of words that are exchanged."""
COPIES = 0.2
"""Share of articles that are copies of one of the `RECENT` before them."""
RECENT = 400
THREATS = 0.04
"""Share of articles that may tell a tripwire."""
WORD = re.compile(r"\w+")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence, or several that an event or a statement spans: its words, what lies in it (offsets from its beginning), the day its report is of, and where
    words and numbers may be exchanged."""

    text: str
    published: dt.date
    entities: tuple[Plain, ...]
    statements: tuple[Plain, ...]
    events: tuple[Plain, ...]
    tripwires: tuple[Plain, ...]
    free: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """What articles of a language are put together from: sentences without and with tripwires, words as often as they are used, names by their kind."""

    parts: tuple[Part, ...]
    threats: tuple[Part, ...]
    words: tuple[str, ...]
    names: dict[str, tuple[Plain, ...]]


def pools(reports: Sequence[Report]) -> dict[str, Pool]:
    """Reports that were read, by language, taken apart."""
    parts: dict[str, list[Part]] = defaultdict(list)
    words: dict[str, list[str]] = defaultdict(list)
    names: dict[str, dict[str, list[Plain]]] = defaultdict(lambda: defaultdict(list))
    for r in reports:
        language, plain = r.language or "und", r.to_dict()
        words[language] += WORD.findall(r.text)
        for e in plain["entities"]:
            if e["name"]:
                names[language][e["kind"]].append(e)
        parts[language] += _taken_apart(plain)
    return {
        k: Pool(tuple(p for p in own if not p.tripwires), tuple(p for p in own if p.tripwires), tuple(words[k]),
                {kind: tuple(some) for kind, some in names[k].items()})
        for k, own in parts.items() if len(own) >= 20
    }  # fmt: skip


def _taken_apart(r: Plain) -> Iterator[Part]:
    events = {v["id"]: v for v in r["events"]}
    spans = [(x["start"], x["end"]) for kind in ("events", "statements", "tripwires") for x in r[kind]]
    spans += [(events[v]["start"], events[v]["end"]) for t in r["tripwires"] for v in (*t["triggers"], *t["responses"])]
    sentences = [(s["start"], s["end"]) for s in r["sentences"]]
    while sentences:
        start, end = sentences.pop(0)
        while sentences and any(a < end < b or (start <= a < end < b) for a, b in spans):
            end = sentences.pop(0)[1]
        yield _part(r, start, end)


def _part(r: Plain, start: int, end: int) -> Part:
    def inside(x: Plain) -> bool:
        return bool(start <= x["start"] and x["end"] <= end)

    entities = []
    for e in r["entities"]:
        mentions = [m for m in e["mentions"] if inside(m)]
        if main := e if inside(e) else next(iter(mentions), None):
            entities.append(
                {
                    **e,
                    "start": main["start"],
                    "end": main["end"],
                    "mentions": mentions,
                    "text": r["text"][main["start"] : main["end"]],
                }
            )
    statements = [s for s in r["statements"] if inside(s) and inside(s["cue"]) and all(map(inside, s["content"]))]
    events = [v for v in r["events"] if inside(v) and inside(v["trigger"])]
    known = {x["id"] for x in (*entities, *statements, *events)}
    tripwires = [t for t in r["tripwires"] if {*t["triggers"], *t["responses"]} <= known]
    kept = [
        (x["start"], x["end"])
        for x in (
            *(m for e in entities for m in e["mentions"]),
            *entities,
            *(s["cue"] for s in statements),
            *(v["trigger"] for v in events),
        )
    ]
    free = [
        (m.start() - start, m.end() - start) for m in WORD.finditer(r["text"], start, end)
        if (len(m.group()) > 2 or m.group().isdigit()) and not any(a < m.end() and m.start() < b for a, b in kept)
    ]  # fmt: skip
    own = _moved(
        {"entities": entities, "statements": statements, "events": events, "tripwires": tripwires}, lambda n: n - start
    )
    day = dt.date.fromisoformat((r["published"] or "2026-01-15")[:10])
    return Part(
        r["text"][start:end], day, *(tuple(own[k]) for k in ("entities", "statements", "events", "tripwires")), tuple(free)
    )


def _moved(value: Any, at: Any) -> Any:
    """Plain values with every offset moved."""
    if isinstance(value, dict):
        return {k: at(v) if k in ("start", "end") else _moved(v, at) for k, v in value.items()}
    return [_moved(v, at) for v in value] if isinstance(value, list | tuple) else value


def varied(reports: Sequence[Report], n: int, seed: int = 7) -> Iterator[str]:
    """`n` reports as lines of JSON, in the order of their days."""
    rng, own = random.Random(seed), pools(reports)
    languages, made_by = sorted(own), dict(reports[0].made_by)
    before: deque[tuple[str, tuple[tuple[Part, ...], ...]]] = deque(maxlen=RECENT)
    for k in range(n):
        day = FIRST + dt.timedelta(max(0, k * DAYS // n - (rng.randrange(30) if rng.random() < 0.05 else 0)))
        if before and rng.random() < COPIES:
            language, (parts,) = rng.choice(before)
            parts = parts if rng.random() < 0.6 else parts[: max(4, len(parts) * 2 // 3)]
        else:
            language = rng.choice(languages)
            pool = own[language]
            chosen = rng.choices(pool.parts, k=rng.randint(6, 12))
            if pool.threats and rng.random() < THREATS:
                chosen.append(rng.choice(pool.threats))
            parts = tuple(_exchanged(p, pool, rng) for p in chosen)
            before.append((language, (parts,)))
        yield json.dumps(_put_together(parts, day, language, k, made_by, rng), ensure_ascii=False)


def _exchanged(p: Part, pool: Pool, rng: random.Random) -> Part:
    """A part with other words, numbers and names."""
    edits = {}
    for start, end in p.free:
        if rng.random() < EXCHANGED:
            edits[start, end] = str(rng.randrange(2, 400)) if p.text[start:end].isdigit() else rng.choice(pool.words)
    renamed = {}
    for e in p.entities:
        if e["name"] and e["kind"] in pool.names and rng.random() < 0.6:
            other = rng.choice(pool.names[e["kind"]])
            renamed[e["id"]] = {k: other[k] for k in ("name", "country", "sectors", "place", "knowledge_id", "doubtful")}
            edits[e["start"], e["end"]] = other["text"]
    ordered, last = [], 0
    for (start, end), words in sorted(edits.items()):
        if start >= last:
            ordered.append((start, end, words))
            last = end
    starts, after, shift, pieces, last = [s for s, _, _ in ordered], [], 0, [], 0
    for start, end, words in ordered:
        pieces += [p.text[last:start], words]
        after.append((end, shift, shift := shift + len(words) - (end - start)))
        last = end
    text = "".join([*pieces, p.text[last:]])

    def at(n: int) -> int:
        k = bisect.bisect_right(starts, n) - 1
        if k < 0:
            return n
        end, before, behind = after[k]
        return n + before if n == starts[k] else max(n, end) + behind

    own = _moved({"e": p.entities, "s": p.statements, "v": p.events, "t": p.tripwires}, at)
    for x in own["e"]:
        x |= renamed.get(x["id"], {})
        x["text"] = text[x["start"] : x["end"]]
    for v in own["v"]:
        v["casualties"] = {k: n and rng.randrange(1, 40) for k, n in v["casualties"].items()}
    return Part(text, p.published, own["e"], own["s"], own["v"], own["t"], ())


def _put_together(parts: Sequence[Part], day: dt.date, language: str, k: int, made_by: Plain, rng: random.Random) -> Plain:
    """An article of some parts: offsets and ids of the whole, days moved as far as its own day is."""
    out: dict[str, list[Plain]] = {"entities": [], "statements": [], "events": [], "tripwires": []}
    sentences, at = [], 0
    for n, p in enumerate(parts):
        ids: dict[str, str] = {}
        for letter, kind in zip("esvt", out, strict=True):
            for c, x in enumerate(getattr(p, kind), len(out[kind]) + 1):
                ids[x["id"]] = f"{letter}{c}"
        shift = day - p.published
        for kind, some in out.items():
            some += [_named(_moved(x, lambda n, at=at: n + at), ids, shift) for x in getattr(p, kind)]
        sentences.append({"start": at, "end": at + len(p.text)})
        at += len(p.text) + (2 if n % 3 == 2 else 1)
    text = "".join(f"{p.text}{chr(10) * 2 if n % 3 == 2 else ' '}" for n, p in enumerate(parts)).rstrip()
    outlet = rng.choice(OUTLETS)
    url = f"https://{outlet.lower().replace(' ', '-')}.example/{k}"
    return {
        "schema": "1.0", "id": hashlib.sha256(f"{url}\n{text}".encode()).hexdigest()[:16], "source_id": None, "made_by": made_by, "url": url,
        "outlet": outlet, "title": " ".join(WORD.findall(parts[0].text)[:7]), "language": language, "published": day.isoformat(), "text": text,
        "noise": [], "signals": {"machine_translated": 0.01, "political": 0.9, "language_confidence": 1.0}, "sentences": sentences, **out,
    }  # fmt: skip


def _named(x: Plain, ids: dict[str, str], shift: dt.timedelta) -> Plain:
    """A value under its new id, what it points at under theirs (left out where it lies in no part), its time moved."""
    out = {**x, "id": ids[x["id"]]}
    for k in ("actors", "recipients", "according_to", "triggers", "responses", "on_behalf_of", "protects"):
        if k in out:
            out[k] = [ids[y] for y in out[k] if y in ids]
    for k in ("speaker", "via", "statement", "issuer") + (("place",) if "trigger" in out else ()):
        if k in out:
            out[k] = ids.get(out[k])
    if (time := out.get("time")) and time["value"]:
        moved = DATE.sub(lambda m: (dt.date.fromisoformat(m.group()) + shift).isoformat(), time["value"])
        out["time"] = {**time, "value": moved if DATE.search(moved) else None}
    return out


def read_once(texts: Sequence[tuple[str, str | None, str | None]]) -> Iterator[Report]:
    """Texts (with language and day) read with the shipped model."""
    from tocsin import Reader
    from tocsin.intake.article import Article

    articles = (Article(text, "bench", language=language, published=day or "2026-01-15") for text, language, day in texts)
    reader = Reader()
    while some := list(itertools.islice(articles, 16)):
        yield from (r for r in reader.read_articles(some) if isinstance(r, Report))
