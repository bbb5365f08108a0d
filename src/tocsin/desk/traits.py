"""What of an article says which happening it tells: its words, the names, places, acts, figures and days of its report, each weighed by how rare it is.

In goes a report (and, where the reader gives one, a vector of the article), out come bags of weighted terms that can be compared. Words are of one
language; names, places, acts, figures and days are written so that every language has the same. Counting how rare a term is in an archive, and
deciding what belongs together, is left to others.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from tocsin.reader.graph import Graph
from tocsin.report import Entity, Event, Noise, Report
from tocsin.resolve.days import parsed
from tocsin.resolve.folding import WORD, fold, fold_word
from tocsin.resolve.sounds import skeleton

STEM = 7
"""Letters of a word that are compared: what follows is mostly its ending."""
LEAD = 2
"""Sentences after the title in which news say what happened."""
KEPT = 120
"""Words of an article that are kept, the heaviest."""
PRIOR = 300
"""Articles that the table of common words counts for, beside those of the archive."""
UNKNOWN = 0.002
"""Share of articles that a term stands in of which nothing is known yet."""
EVERY = "*"
"""The language of what every language writes alike."""
COMMON = Path(__file__).parent / "common.tsv"

Bag = Mapping[str, float]
Counts = Mapping[tuple[str, str], int]
"""(language, term) → articles that it stands in; (language, "") → articles."""


@dataclass(frozen=True, slots=True)
class Told:
    """The bags of an article as they are counted, and its day."""

    language: str
    day: int | None
    words: Bag
    lead: Bag
    names: Bag
    places: Bag
    acts: Bag
    figures: Bag
    vector: tuple[int, ...] = ()
    model: str = ""

    def terms(self) -> Iterator[tuple[str, str]]:
        """Every (language, term) once."""
        yield from ((self.language, w) for w in {**self.words, **self.lead})
        yield from ((EVERY, t) for t in {**self.names, **self.places, **self.acts, **self.figures})


@dataclass(frozen=True, slots=True)
class Traits:
    """The same weighed: every bag of length 1 (or empty). `day` is a proleptic ordinal, None for an article without a day; `vector` what the article
    means, in whole numbers, empty where the reader gives none, to be compared with those of the same `model` (its checksum) only."""

    language: str
    day: int | None
    words: Bag
    lead: Bag
    names: Bag
    places: Bag
    acts: Bag
    figures: Bag
    vector: tuple[int, ...] = ()
    model: str = ""


def told(r: Report, graph: Graph | None = None, model: str = "") -> Told:
    """What an article tells, by its report and, for its vector, the graph that a model saw in it."""
    day = parsed(r.published)
    opening = r.sentences[LEAD - 1].end if len(r.sentences) >= LEAD else len(r.text)
    words, title = terms(r.text, r.noise), terms(r.title or "")
    lead = [*title, *terms(r.text[:opening], r.noise)]
    names, places = Counter[str](), Counter[str]()
    for e in r.entities:
        for name in names_of(e):
            names[name] += max(1, len(e.mentions))
        for place in places_of(e):
            places[place] += max(1, len(e.mentions))
    acts, figures = Counter[str](), Counter[str]()
    for v in r.events:
        if not v.historical:
            acts.update(act_terms(r, v))
            figures.update(_figures(v, day))
    figures.update(
        f"#{w}" for w in {*lead, *words} if re.fullmatch(r"\d[\d.]*", w) and not re.fullmatch(r"(?:19|20)\d\d|\d", w)
    )
    return Told(
        (r.language or "und").split("-")[0], day.toordinal() if day else None, _damped([*words, *title]), _damped(lead), _damped(names),
        _damped(places), _damped(acts), _damped(figures), vector_of(graph) if graph else (), model,
    )  # fmt: skip


def vector_of(graph: Graph) -> tuple[int, ...]:
    """The mean of the sentences' vectors (signed bytes), empty where the reader gives none."""
    # A reader that is plugged in, or a graph of before, has none.
    values = [np.frombuffer(v.values, np.int8) for v in getattr(graph, "vectors", ())]
    return tuple(int(x) for x in np.mean(values, axis=0).round().tolist()) if values else ()


def terms(text: str, noise: Sequence[Noise] = ()) -> list[str]:
    """The words of a text, folded and cut to their first letters, in its order; figures whole, short words and noise left out."""
    found = (fold_word(m.group()) for m in WORD.finditer(text) if not any(n.start <= m.start() < n.end for n in noise))
    return [w if w[0].isdigit() else w[:STEM] for w in found if len(w) > 2 or w[:1].isdigit()]


def _damped(terms: list[str] | Counter[str]) -> dict[str, float]:
    return {t: 1 + math.log(n) for t, n in Counter(terms).items()}


def names_of(e: Entity) -> set[str]:
    """How an entity is called in every language: its id of the knowledge tables, else the sounds of the words of its name."""
    if e.kind == "place":
        return set()
    if e.knowledge_id and not e.knowledge_id.startswith("states"):
        return {f"k:{e.knowledge_id}"}
    own = [w for w in re.findall(r"[^\W\d_]+", e.name or e.text) if w[0].isupper() or not w[0].islower()]
    return {f"s:{x}" for w in own if len(x := skeleton(w)) > 2}


def places_of(e: Entity) -> set[str]:
    """The town or region of a place, and the country of anything."""
    out = {f"c:{e.country}"} if e.country else set[str]()
    at = e.place
    if at:
        if at.country:
            out.add(f"c:{at.country}")
        if at.precision in ("city", "point", "region"):
            out.add(f"g:{at.geonames_id or fold(at.name or e.text)}")
    elif e.kind == "place" and not e.country:
        out |= {f"s:{x}" for w in (e.name or e.text).split() if len(x := skeleton(w)) > 2}
    return out


def act_terms(r: Report, v: Event) -> set[str]:
    """What was done, by and to which states, and where."""
    of = {e.id: e for e in r.entities}

    def states(ids: tuple[str, ...]) -> list[str]:
        return sorted({c for x in ids if x in of and (c := of[x].country)})

    actors, recipients = states(v.actors), states(v.recipients)
    out = {v.type, *(f"{v.type}<{c}" for c in actors), *(f"{v.type}>{c}" for c in recipients)}
    where = of.get(v.place or "")
    if where:
        out |= {f"{v.type}@{p}" for p in places_of(where)}
    return out


def _figures(v: Event, day: dt.date | None) -> set[str]:
    """The casualties of an act and its day, where the text gives them."""
    out = {f"#{n}" for n in (v.casualties.killed, v.casualties.injured, v.casualties.arrested) if n and n > 1}
    if v.time and v.time.value and re.fullmatch(r"\d{4}-\d\d-\d\d", v.time.value):
        out.add(f"d:{v.time.value}")
    return out


@cache
def common() -> Mapping[tuple[str, str], float]:
    """Share of articles that common words of each language stand in (`common.tsv`)."""
    out = {}
    for line in COMMON.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, word, share = line.split("\t")
            out[language, word] = float(share)
    return out


def rarity(language: str, term: str, counts: Counts) -> float:
    """Inverse document frequency, 0 and more: of the archive so far, and before it of the table of common words."""
    there = counts.get((language, ""), 0) + PRIOR
    share = common().get((language, term), UNKNOWN)
    return max(0.0, math.log((there + 1) / (counts.get((language, term), 0) + PRIOR * share + 0.5)))


def weighed(t: Told, counts: Counts) -> Traits:
    """What an article tells, weighed by what is rare in the archive before it."""

    def bag(own: Bag, language: str, most: int = KEPT) -> dict[str, float]:
        heavy = sorted(((n * rarity(language, w, counts), w) for w, n in own.items()), reverse=True)[:most]
        length = math.sqrt(sum(x * x for x, _ in heavy))
        return {w: round(x / length, 4) for x, w in heavy if x > 0}

    return Traits(
        t.language, t.day, bag(t.words, t.language), bag(t.lead, t.language), bag(t.names, EVERY), bag(t.places, EVERY), bag(t.acts, EVERY),
        bag(t.figures, EVERY), t.vector, t.model,
    )  # fmt: skip
