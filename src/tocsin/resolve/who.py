"""Who a mention is: whose actor, in which sectors, under which name, from its own words, its date and the knowledge tables.

A mention is a few words: a name ("Hezbollah", "Lavrov"), an office or a body with or without its state ("le ministre polonais de la
Défense", "the army"), a state, its capital or its palace, or a description ("three masked gunmen"). Every form of the tables that stands
in it is found; the longest ones count; what they say together is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from tocsin.resolve.cities import choose, named
from tocsin.resolve.folding import WORD, words_of
from tocsin.resolve.knowledge import knowledge
from tocsin.resolve.names import body_name, capital_name, own_name, plain, state_name
from tocsin.resolve.offices import holders
from tocsin.resolve.persons import PARTICLES, romanised
from tocsin.resolve.phrases import Hit
from tocsin.resolve.sounds import capital_like
from tocsin.resolve.tables import alpha3

BEYOND = {"EUR": "European Union", "UNO": "United Nations"}
"""PLOVER's codes for bodies of many states that a code alone can stand for, with the body's name."""
PROPER = frozenset({"offices", "groups", "bodies", "organisations", "parties", "outlets"})
"""Tables of things that have a name of their own."""
OF_OFFICE = {
    "army_chief": ("MIL",),
    "parliament_speaker": ("LEG",),
    "opposition_leader": ("OPP", "PTY"),
    "rebel_leader": ("REB",),
}
"""Sectors of office holders; all others are GOV."""
SPEAKING = frozenset({"spokesperson"})
"""Offices whose holder has the sectors of the body that he speaks for."""
HEAD_LAST = frozenset({"en", "de"})
"""Languages whose compounds end in what the thing is ("army spokesman")."""
SMALL_LETTERS = 6
"""Letters from which an armed group's name counts without a capital."""
LARGE = 15_000
"""Inhabitants from which a city named in a mention tells whose somebody is."""


@dataclass(frozen=True, slots=True)
class Who:
    """What a mention's words tell.

    `country` is ISO alpha-3 or one of PLOVER's codes, `sectors` PLOVER's, most specific first; `state` is true where the mention is
    nothing but a state, its capital or its seat; `why` says, in words, what it rests on; `doubtful` marks a guess. A `knowledge_id` `body:OFFICE:COUNTRY` is a kind
    of body, whose English name follows as soon as its country is known (`names.body_name`).
    """

    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    knowledge_id: str | None = None
    doubtful: bool = False
    state: bool = False
    why: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class _Found:
    """A form that counts: where it stands and what its row says."""

    start: int
    end: int
    row: dict[str, Any]
    words: str

    @property
    def table(self) -> str:
        return str(self.row["table"])

    @property
    def sectors(self) -> tuple[str, ...]:
        return tuple(s for s in str(self.row.get("sectors", "")).split(",") if s)


def who(
    mention: str, language: str, kind: str = "organization", published: str | None = None, tables: Path | None = None
) -> Who | None:
    """What the words of a mention tell, None where they tell nothing.

    `kind` is the entity's kind, `published` an ISO date that decides who held an office, `tables` a folder of tables of the user's own.
    """
    return _who(mention, language.split("-")[0], kind, (published or "")[:10] or None, tables)


@lru_cache(maxsize=1 << 14)
def _who(mention: str, language: str, kind: str, day: str | None, tables: Path | None) -> Who | None:
    words = words_of(mention)
    found = _counting(mention, words, language, day, tables)
    rest = _rest(words, found, language)
    proper = [f for f in found if f.table in PROPER]
    roles = [f for f in found if f.table == "roles"]
    states = [f for f in found if f.table in ("states", "regions")]
    if kind == "place":
        return _place(states, found, rest) or _by_sound(mention, kind, rest, found)
    if kind == "person":
        return _person(mention, language, day, proper, roles, states, tables)
    return _body(mention, language, kind, rest, proper, roles, states)


def _by_sound(mention: str, kind: str, rest: list[str], found: Sequence[_Found]) -> Who | None:
    """A single unknown name that sounds like a capital ("Kaif"): a guess."""
    names = [m.group() for m in WORD.finditer(mention) if m.group()[:1].isupper()]
    country = capital_like(names[-1]) if len(rest) == 1 and not found and names and kind in ("place", "organization") else None
    if country is None:
        return None
    why = (f"{names[-1]}: sounds like {capital_name(country)}",)
    if kind == "place":
        return Who(capital_name(country), country, doubtful=True, why=why)
    return Who(capital_name(country), country, ("GOV",), f"state:{country}", doubtful=True, state=True, why=why)


def _counting(mention: str, words: list[str], language: str, day: str | None, tables: Path | None) -> list[_Found]:
    """The forms that count: the longest, none over another, names only where they stand in capitals."""
    index = knowledge(tables)
    printed = [m.group() for m in WORD.finditer(mention)]
    cased = printed if len(printed) == len(words) else [""] * len(words)
    out: list[_Found] = []
    taken: dict[str, set[int]] = {"names": set(), "states": set(), "roles": set()}

    def weight(h: Hit) -> tuple[int, bool, int, bool, int]:
        row = rows[h.row]
        unnamed = row["table"] == "roles" and not row.get("office")
        return (h.start - h.end, unnamed, -h.whole, not _in_force(row, day), _ORDER.get(row["table"], 9))

    hits = index.hits(words, language)
    rows = {h.row: index.row(h.row) for h in hits}
    never = {(h.start, h.end) for h in hits if rows[h.row]["table"] == "places" and rows[h.row].get("kind") == "not"}
    # A palace or a capital stands for its state, though it is a body of its own too.
    stately = {
        (h.start, h.end)
        for h in hits
        if rows[h.row].get("kind") in ("name", "capital", "seat") and rows[h.row]["table"] == "states"
    }
    # "ministre ukrainien de la Défense": whose it is stands in the middle of what it is, and is taken out to find it.
    middle = {k for h in hits if rows[h.row].get("kind") == "adjective" for k in range(h.start, h.end)}
    left = [k for k in range(len(words)) if k not in middle]
    inner = [h for h in index.hits([words[k] for k in left], language) if middle and h.end - h.start > 1]
    rows |= {h.row: index.row(h.row) for h in inner}
    around = [
        Hit(left[h.start], left[h.end - 1] + 1, h.row, h.whole)
        for h in inner
        if rows[h.row]["table"] == "roles" and left[h.end - 1] - left[h.start] >= h.end - h.start
    ]
    for h in sorted([*hits, *around], key=weight):
        row = rows[h.row]
        layer = _LAYER.get(row["table"], "names")
        own = set(range(h.start, h.end))
        # A state may stand in the name of an office and an office in that of a state's body; neither counts inside a proper name.
        if row["table"] in ("places", "nouns") or own & taken[layer] or (layer != "names" and own <= taken["names"]):
            continue
        if ((h.start, h.end) in never and layer == "states") or ((h.start, h.end) in stately and row["table"] == "bodies"):
            continue
        if not _printed_as_name(cased[h.start : h.end], words[h.start : h.end], row, len(words) <= 2):
            continue
        taken[layer] |= own
        out.append(_Found(h.start, h.end, row, " ".join(words[h.start : h.end])))
    out = [f for f in out if f.table in PROPER or not set(range(f.start, f.end)) <= taken["names"]]
    return sorted(out, key=lambda f: f.start)


_ORDER = {
    "offices": 0,
    "organisations": 1,
    "bodies": 2,
    "groups": 3,
    "parties": 4,
    "outlets": 5,
    "states": 6,
    "regions": 6,
    "roles": 7,
}


_LAYER = {"states": "states", "regions": "states", "roles": "roles"}


def _in_force(row: dict[str, Any], day: str | None) -> bool:
    """Whether a dated row holds on a day; without a day, whether it still holds."""
    if day is None:
        return "to" not in row
    since, until = str(row.get("from", "")), str(row.get("to", ""))
    return (not since or day[: len(since)] >= since) and (not until or day[: len(until)] <= until)


def _printed_as_name(printed: Sequence[str], words: Sequence[str], row: dict[str, Any], alone: bool) -> bool:
    """Names begin with a capital, and one of two or three letters is all capitals, in letters that have them; `alone`: a mention of one or two words."""
    if not printed or not printed[0] or not any(c.isupper() or c.islower() for c in printed[0]):
        return True
    if row["table"] in PROPER or (row["table"] == "states" and row.get("kind") in ("name", "capital", "seat")):
        if len(words) == 1 and len(words[0]) <= 3:
            # Italian, Spanish and Polish print "Onu", "Vox", "PiS": so may a whole mention.
            return printed[0].isupper() or (alone and printed[0][0].isupper() and row["table"] in PROPER)
        # Russian, Italian and others write "the houthis", "the taliban" small.
        return any(w[:1].isupper() for w in printed) or (row["table"] == "groups" and len("".join(words)) >= SMALL_LETTERS)
    return True


def _rest(words: list[str], found: Sequence[_Found], language: str) -> list[str]:
    """Words that no form explains, small ones left out."""
    small = _SMALL.get(language, frozenset())
    covered = _covered(found)
    return [w for k, w in enumerate(words) if k not in covered and w not in small and len(w) > 1]


def _covered(found: Iterable[_Found]) -> set[int]:
    """The places of the words that forms explain."""
    return {k for f in found for k in range(f.start, f.end)}


_SMALL = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of official republic federation state s its an a",
        "it": "il la lo l gli i le del della dell dei dello di da repubblica federazione stato un una dal dalla al alla nel nella sul",
        "fr": "le la l les du de des d republique federation etat au aux un une",
        "es": "el la los las del de republica federacion estado al un una",
        "pt": "o a os as do da dos das de republica federacao estado ao um uma pelo pela no na",
        "de": "der die das den dem des republik von staat ein eine einen einem einer eines vom im am",
        "ru": "республика республики федерация федерации официальный официальная официального официальные",
        "uk": "республіка республіки федерація федерації офіційний офіційного офіційна",
        "pl": "republika republiki federacja federacji oficjalny oficjalna",
        "ar": "جمهوريه دوله ال",
    }.items()
}


def _country(found: Sequence[_Found]) -> str | None:
    """Whose: an adjective or demonym says so before a name does, and what is named first before what is named later."""
    ranked = sorted(
        (f for f in found if f.row.get("country")), key=lambda f: (f.row.get("kind") not in ("adjective", "demonym"), f.start)
    )
    return str(ranked[0].row["country"]) if ranked else None


def _city_country(mention: str, language: str, found: Sequence[_Found], person: bool) -> str | None:
    """The country of a large city in a mention ("residents of Donetsk"), among its words that no form explains; a person's own name may be a
    city's too ("Hollande", "Paris Jackson"), so with persons only what follows a small word counts ("the mayor of Melitopol")."""
    printed = [(m.start(), m.end(), m.group()) for m in WORD.finditer(mention)]
    words = words_of(mention)
    if len(printed) != len(words):
        return None
    small = _SMALL.get(language, frozenset()) | _PREPOSITIONS.get(language, frozenset())
    covered = _covered(found)
    i = 0
    while i < len(words):
        free = [k for k in range(i, len(words)) if k not in covered and words[k] not in small]
        if not free:
            return None
        i = j = free[0]
        while j + 1 in free and j + 1 - i < 4:
            j += 1
        # A first word is capital because the sentence begins with it ("Sus seguidores" are not of Sousse).
        if (
            (not person and (i > 0 or language in (*HEAD_LAST, "ar")))
            or (i > 0 and words[i - 1] in small)
            or language in HEAD_LAST
        ):
            hits = [c for c in named(mention[printed[i][0] : printed[j][1]], language) if c.population >= LARGE]
            if hits:
                return alpha3().get(choose(tuple(hits), frozenset(), mention).country)
        i = j + 1
    return None


_PREPOSITIONS = {
    "en": frozenset({"in", "from", "at", "near"}), "de": frozenset({"in", "aus", "bei", "zu"}), "fr": frozenset({"a", "en", "dans"}), "it": frozenset({"a", "in"}),
    "es": frozenset({"en", "desde"}), "pt": frozenset({"em", "desde"}), "pl": frozenset({"w", "z", "ze", "we"}), "ru": frozenset({"в", "из", "под"}),
    "uk": frozenset({"в", "у", "з", "із", "під"}), "ar": frozenset({"في", "من"}),
}  # fmt: skip


def _place(states: list[_Found], found: list[_Found], rest: list[str]) -> Who | None:
    if not states:
        return None
    first, country = states[0], _country(states)
    why = (f"{first.words}: {first.row.get('kind', first.table)} of {country}",)
    alone = not rest and len({f.row.get("country") for f in states}) == 1 and all(f in states for f in found)
    if alone and first.table == "regions":
        return Who(first.row["name"], country, knowledge_id=f"region:{first.row['name']}", why=why)
    if alone and all(f.row.get("kind") == "name" for f in states):
        return Who(state_name(country), country, why=why)
    return Who(None, country, why=why)


def _person(
    mention: str,
    language: str,
    day: str | None,
    proper: list[_Found],
    roles: list[_Found],
    states: list[_Found],
    tables: Path | None,
) -> Who | None:
    holders = [f for f in proper if f.table == "offices" and not _another(mention, f, language, [*proper, *roles, *states])]
    former = any("ELI" in f.sectors for f in roles)
    country = _country(states)
    why: list[str] = []
    bodies = [f for f in proper if f.table != "offices"]
    if holders:
        h = holders[0]
        row = _best_term(h, day, country, tables)
        ended = bool(row.get("to")) and not _in_force(row, day) and (day is None or day > str(row["to"]))
        own = OF_OFFICE.get(row["office"], ("GOV",))
        said = _of_roles(roles, bodies, language)
        held: tuple[str, ...] = ("ELI",) if former else (said or (("ELI",) if ended else own))
        why.append(
            f"{h.words}: {row['office'].replace('_', ' ')} of {row['country']} {row.get('from', '')} to {row.get('to', 'now')}"
        )
        return Who(row["name"], country or row["country"], held, f"person:{row['name']}", why=tuple(why))
    sectors: tuple[str, ...] = ("ELI",) if former else _of_roles(roles, bodies, language)
    name = None
    if country is None and bodies:
        country = next((f.row.get("country") for f in bodies if f.row.get("country")), None)
    office = next((f.row["office"] for f in roles if f.row.get("kind") == "person" and f.row.get("office")), None)
    if office and country and not former and not _has_own_name(mention, [*proper, *roles, *states]):
        holder = _holder(office, country, day, tables)
        if holder:
            name = holder["name"]
            why.append(f"{office.replace('_', ' ')} of {country} on {day}: {name}")
    if country is None:
        country = _city_country(mention, language, [*proper, *roles, *states], True)
    if country is None and not sectors and name is None:
        return None
    why += [f"{f.words}: {f.table}" for f in (*roles, *bodies, *states)]
    return Who(name, country, sectors, f"person:{name}" if name else None, why=tuple(why))


def _has_own_name(mention: str, found: Sequence[_Found]) -> bool:
    """Whether capitals stand in a mention that no form explains: somebody's name, whom an office holder's would overwrite."""
    words = words_of(mention)
    printed = [m.group() for m in WORD.finditer(mention)]
    if len(printed) != len(words):
        return True
    covered = _covered(found)
    free = [w for k, w in enumerate(printed) if k not in covered]
    return (
        any(w[:1].isupper() for w in free[1:] if w)
        or (len(free) > 0 and printed[0] != free[0] and free[0][:1].isupper())
        or any(not (c.isupper() or c.islower()) for w in free for c in w[:1] if c.isalpha())
    )


def _another(mention: str, f: _Found, language: str, found: Sequence[_Found]) -> bool:
    """Whether a bare surname stands after somebody else's given name ("Ion Munteanu" is not Alexandru Munteanu); only letters with capitals tell."""
    printed = [m.group() for m in WORD.finditer(mention)]
    if f.end - f.start > 1 or f.start == 0 or len(printed) != len(words_of(mention)):
        return False
    before, known = printed[f.start - 1], _covered(g for g in found if g is not f)
    if not before[:1].isupper() or before.isupper() or f.start - 1 in known or before.casefold() in PARTICLES:
        return False
    given = {_initial(w) for w in str(f.row["name"]).split()[:-1]}
    return _initial(romanised(before, language)) not in given


def _initial(word: str) -> str:
    """The sound that a name begins with, one letter for what languages spell differently ("Władimir", "Jewgienij", "Karl")."""
    return word[:1].casefold().translate(_SOUNDS)


_SOUNDS = str.maketrans({"w": "v", "j": "y", "i": "y", "e": "y", "c": "k", "q": "k"})


def _of_roles(roles: list[_Found], bodies: list[_Found], language: str) -> tuple[str, ...]:
    """The sectors of a person: those of his own office; a spokesman has those of the body that he speaks for."""
    own = [f for f in roles if f.row.get("kind") == "person" and f.row.get("office") not in SPEAKING and f.sectors]
    of = [f for f in (*roles, *bodies) if f.sectors and (f.table != "roles" or f.row.get("kind") != "person")]
    speaks = any(f.row.get("office") in SPEAKING for f in roles)
    if speaks and of:
        return _head(of, language).sectors
    specific = [f for f in own if f.sectors[0] not in ("GOV", "UNK", "CVL")] or own
    chosen = specific or ([_head(of, language)] if of else [])
    return chosen[0].sectors if chosen else ()


def _head(found: Sequence[_Found], language: str) -> _Found:
    """What the thing is: the first of several forms, the last where compounds end in it."""
    longest = max(f.end - f.start for f in found)
    ranked = [f for f in found if f.end - f.start == longest] if longest > 1 else list(found)
    return ranked[-1] if language in HEAD_LAST else ranked[0]


def _body(
    mention: str, language: str, kind: str, rest: list[str], proper: list[_Found], roles: list[_Found], states: list[_Found]
) -> Who | None:
    things = [f for f in proper if f.table != "offices"]
    country = _country(states)
    if things and _names_its_kind(roles):
        f = things[0]
        why: tuple[str, ...] = (f"{f.words}: {f.row.get('name')} ({f.table})",)
        return Who(
            plain(f.row.get("name")), f.row.get("country") or country, f.sectors, f"{f.table}:{f.row.get('id')}", why=why
        )
    if roles:
        f = _head(roles, language)
        sectors = f.sectors
        if things and country is None:
            country = next((t.row.get("country") for t in things if t.row.get("country")), None)
            sectors = sectors if sectors and sectors[0] != "UAF" else things[0].sectors
        if country is None:
            country = _city_country(mention, language, [*proper, *roles, *states], False)
        office = f.row.get("office")
        free = [w for w in rest if not w.isdigit() and w not in _PREPOSITIONS.get(language, ())]
        name = body_name(office, country) if office and country and not free else None
        if name is None and kind == "organization":
            name = own_name(mention, language, _covered((*roles, *states))) if free else None
        why = (f"{f.words}: {office or ','.join(sectors)}", *(f"{s.words}: {s.row.get('country')}" for s in states))
        return Who(name, country, sectors, f"body:{office}:{country or ''}" if office else None, why=why)
    if states:
        found = _state(kind, rest, states, country)
        if found and found.name is None and kind == "organization" and rest:
            nominal = _covered(f for f in states if f.row.get("kind") != "adjective")
            return replace(found, name=own_name(mention, language, nominal))
        return found
    if guess := _by_sound(mention, kind, rest, [*proper, *roles]):
        return guess
    if kind == "organization" and (name := own_name(mention, language, set())):
        return Who(name, None, why=("its own capitals",))
    country = _city_country(mention, language, [], False) if kind == "group" else None
    return Who(None, country, why=("a city in it",)) if country else None


def _names_its_kind(roles: list[_Found]) -> bool:
    """Whether what stands beside a name says what it is ("the newspaper Blic", "Reuters news agency"), and not who of it is meant ("Hamas fighters")."""
    return all(r.row.get("kind") == "organization" for r in roles)


def _state(kind: str, rest: list[str], states: list[_Found], country: str | None) -> Who | None:
    nominal = [f for f in states if f.table == "states" and f.row.get("kind") not in ("adjective", "demonym")]
    one = len({f.row.get("country") for f in states}) == 1
    why = tuple(f"{f.words}: {f.row.get('kind')} of {f.row.get('country')}" for f in states)
    if rest or not one or not nominal:
        demonym = next((f for f in states if f.row.get("kind") == "demonym"), None)
        sectors = ("CVL",) if kind == "group" and demonym and not rest else ()
        return Who(None, country, sectors, why=why)
    seat = all(f.row.get("kind") in ("capital", "seat") for f in nominal)
    if country in BEYOND or country == "IGO":
        name = capital_name(country) if seat else BEYOND.get(country or "")
        return Who(name, country, ("GOV",) if country == "EUR" else (), why=why)
    capital = all(f.row.get("kind") == "capital" for f in nominal)
    name = (capital_name(country) if capital else None) or state_name(country)
    return Who(name, country, ("GOV",), f"state:{country}", state=True, why=why)


def _terms(name: str, tables: Path | None) -> list[dict[str, Any]]:
    """All rows of an office holder."""
    index = knowledge(tables)
    return [r for h in index.hits(words_of(name), "*") if (r := index.row(h.row))["table"] == "offices" and r["name"] == name]


def _best_term(h: _Found, day: str | None, country: str | None, tables: Path | None) -> dict[str, Any]:
    """The term of office that fits a mention best: its country's, in force on the day, else the last that had begun, else the last."""
    terms = _terms(h.row["name"], tables) or [h.row]
    return max(
        terms,
        key=lambda r: (
            country is None or r["country"] == country,
            _in_force(r, day),
            day is not None and str(r.get("from", "")) <= day,
            str(r.get("from", "")),
        ),
    )


def _holder(office: str, country: str, day: str | None, tables: Path | None) -> dict[str, Any] | None:
    rows = [r for r in holders(tables).get((country, office), ()) if _in_force(r, day)]
    return max(rows, key=lambda r: str(r.get("from", "")), default=None)
